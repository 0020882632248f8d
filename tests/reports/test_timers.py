"""What is printed for another scheduler starts at each moment at which a report is due."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard import config
from dashboard.config import Config
from dashboard.reports.timers import KINDS, printed
from dashboard.reports.times import next_due

WORKSPACE = Path("/srv/our 100% company")
TODAY = dt.date(2026, 11, 22)
# Before and after UTC, by half hours, and clocks that change at midnight.
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
TIMES = ("Mon 07:00", "weekends 00:30", "daily 23:45", "day 1 00:15", "day 28 23:30",
         "last day 17:00", "last day 23:30", "last day 00:30")  # fmt: skip
SECRETS = {"SMTP_USER", "SMTP_PASSWORD", "HOOK", "STORE_KEY", "STORE_SECRET"}


def company(zone: str, *times: str) -> Config:
    return config.parse(
        {
            "company": {"name": "Our 100%\nCompany", "time_zone": zone},
            "mail": {
                "host": "mail.example",
                "from": "reports@example.com",
                "user_env": "SMTP_USER",
                "password_env": "SMTP_PASSWORD",
            },
            "report": [
                {
                    "name": "weekly",
                    "at": list(times),
                    "to": ["ann@example.com"],
                    "slack_env": "HOOK",
                    "store": "s3://bucket/reports",
                    "store_key_env": "STORE_KEY",
                    "store_secret_env": "STORE_SECRET",
                }
            ],
            "alert": [{"name": "old", "older_than_hours": 48, "slack_env": "HOOK"}],
        }
    )


def text(kind: str, zone: str, *times: str) -> str:
    return printed(kind, company(zone, *times), WORKSPACE, "/srv/bin/gatecost", TODAY)


def moments(zone: str, *times: str) -> set[dt.datetime]:
    """The moments of half a year with both changes of the clocks of north and south."""
    due = company(zone, *times).reports[0].due
    moment, found = dt.datetime(2026, 9, 1, tzinfo=dt.UTC), set()
    while moment < dt.datetime(2027, 4, 30, tzinfo=dt.UTC):
        moment = next_due(due, ZoneInfo(zone), moment)
        found.add(moment)
    return found


def is_started(fields: list[str], moment: dt.datetime) -> bool:
    """Say whether a line of cron starts at a moment, read by the rules of crontab(5)."""
    minute, hour, day, month, weekday = (_numbers(each) for each in fields)
    return (
        (not minute or moment.minute in minute)
        and (not hour or moment.hour in hour)
        and (not day or moment.day in day)
        and (not month or moment.month in month)
        and (not weekday or moment.isoweekday() % 7 in weekday)
    )


def _numbers(field: str) -> set[int]:
    found: set[int] = set()
    for part in [] if field == "*" else field.split(","):
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", TIMES)
def test_cron_starts_at_each_moment_in_the_companys_zone(zone, time):
    lines = text("cron", zone, time).splitlines()
    assert f"CRON_TZ={zone}" in lines
    started = [line.split(" ", 5)[:5] for line in lines if re.match(r"\d", line)]
    assert len(started) == 2  # the time, and the line of each hour
    for moment in moments(zone, time):
        assert is_started(started[0], moment.astimezone(ZoneInfo(zone))), moment


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", TIMES)
def test_github_starts_at_each_moment_in_utc(zone, time):
    found = re.findall(r'- cron: "(.+)"', text("github", zone, time))
    started = [each.split(" ") for each in found[:-1]]
    assert len(started) == (1 if zone in ("UTC", "Asia/Kolkata") else 2)
    for moment in moments(zone, time):
        assert any(is_started(each, moment) for each in started), moment
    # Only at those times of day: a line too many would start at all hours.
    assert {each[0] for each in started} == {f"{m.minute}" for m in moments(zone, time)}
    assert {each[1] for each in started} == {f"{m.hour}" for m in moments(zone, time)}


def test_cron_runs_the_command_as_typed():
    line = text("cron", "UTC", "Mon 07:00").splitlines()[-1]
    command = line.split(" ", 5)[5]
    assert "%" not in command.replace(r"\%", "")
    assert shlex.split(command.replace(r"\%", "%")) == [
        "/srv/bin/gatecost", "schedule", "--once", "--workspace", str(WORKSPACE),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("time", "calendar"),
    [
        ("Mon 07:00", "Mon *-*-* 07:00:00"),
        ("Tue, Thu 07:05", "Tue,Thu *-*-* 07:05:00"),
        ("weekdays 07:30", "Mon,Tue,Wed,Thu,Fri *-*-* 07:30:00"),
        ("daily 23:45", "*-*-* 23:45:00"),
        ("day 1 00:15", "*-*-01 00:15:00"),
        ("last day 17:00", "*-*~01 17:00:00"),
    ],
)
def test_systemd_has_the_time_and_the_zone(time, calendar):
    found = re.findall(r"^OnCalendar=(.+)$", text("systemd", "Europe/Berlin", time), re.MULTILINE)
    assert found == [f"{calendar} Europe/Berlin", "*-*-* *:15:00"]


def test_systemd_makes_up_for_missed_runs_and_quotes_the_command():
    found = text("systemd", "UTC", "Mon 07:00")
    assert "Persistent=true" in found.splitlines()
    assert (
        'ExecStart=/srv/bin/gatecost schedule --once --workspace "/srv/our 100%% company"'
        in found.splitlines()
    )
    assert "Description=Reports of Our 100%% Company" in found.splitlines()


@pytest.mark.parametrize("time", TIMES)
def test_systemd_itself_reads_the_times_alike(time):
    tool = shutil.which("systemd-analyze")
    zone, calendar = "Europe/Berlin", _calendars(text("systemd", "Europe/Berlin", time))[0]
    if tool is None:
        # Nothing to ask here; what is written is tested above.
        return
    asked = subprocess.run(
        [tool, "calendar", "--iterations=40", "--base-time=2026-11-22 00:00:00 UTC", calendar],
        capture_output=True, text=True, check=True, env={"LC_ALL": "C", "TZ": "UTC"},
    ).stdout  # fmt: skip
    # Each moment stands in UTC, on a line of its own or beside the local one.
    theirs = set(re.findall(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}):00 UTC", asked))
    start = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    ours = sorted(f"{each:%Y-%m-%d %H:%M}" for each in moments(zone, time) if each > start)
    assert len(theirs) == 40
    assert sorted(theirs)[: len(ours)] == ours[:40]


def _calendars(written: str) -> list[str]:
    return re.findall(r"^OnCalendar=(.+)$", written, re.MULTILINE)


def test_systemd_accepts_both_files(tmp_path):
    tool = shutil.which("systemd-analyze")
    written = text("systemd", "Europe/Berlin", *TIMES).replace("/srv/bin/gatecost", "/bin/true")
    parts = re.split(r"^# file: (.+)\n", written, flags=re.MULTILINE)[1:]
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    assert set(files) == {"gatecost.service", "gatecost.timer"}
    if tool is None:
        return
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    checked = subprocess.run(
        [tool, "verify", "--man=no", *(str(tmp_path / name) for name in files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert [line for line in checked.stderr.splitlines() if "gatecost" in line] == []


def test_github_hands_over_the_secrets_and_runs_one_at_a_time():
    found = _yaml(text("github", "Europe/Berlin", "Mon 07:00"))
    assert found["concurrency"] == {"group": "gatecost-reports", "cancel-in-progress": "false"}
    step = found["jobs"]["reports"]["steps"]
    assert step["env"] == {each: f"${{{{ secrets.{each} }}}}" for each in SECRETS}
    assert shlex.split(step["- run"]) == [
        "/srv/bin/gatecost", "schedule", "--once", "--workspace", str(WORKSPACE),
    ]  # fmt: skip


def _yaml(written: str) -> dict[str, Any]:
    """Read the maps of the few lines of YAML that are printed; lists of one are taken as maps."""
    found: dict[str, Any] = {}
    path: list[tuple[int, dict[str, Any]]] = [(-1, found)]
    for line in written.splitlines():
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        depth = len(line) - len(line.lstrip()) + (2 if stripped.startswith("- run") else 0)
        while path[-1][0] >= depth:
            path.pop()
        name, _, value = stripped.partition(":")
        here = path[-1][1]
        here[name] = value.strip().strip('"') if value.strip() else {}
        if not value.strip():
            path.append((depth, here[name]))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_secrets_are_named_and_a_company_with_alerts_alone_is_asked_each_hour(kind):
    found = text(kind, "Europe/Berlin")
    for each in SECRETS:
        assert each in found
    assert "15" in found
    assert "07" not in found
