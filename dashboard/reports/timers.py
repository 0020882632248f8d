"""The config's times for a scheduler that a company has already: cron, systemd or GitHub Actions.

All of them start `gatecost schedule --once`, which makes what is due and not made yet. So a time
that a scheduler asks too often does no harm, and one that it skips is caught up by the line of each
hour.
"""

from __future__ import annotations

import datetime as dt
import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from dashboard.config import Config
from dashboard.config.times import LAST_DAY, WEEKDAYS, Due
from dashboard.reports.times import moment_of

Kind = Literal["cron", "systemd", "github"]
KINDS: tuple[Kind, ...] = ("cron", "systemd", "github")

# The minute of each hour at which what was missed or not delivered is tried again.
_AGAIN = 15
_TWICE_A_YEAR = dt.timedelta(days=400)
_NO_DAYS = "*"


def printed(kind: Kind, config: Config, workspace: Path, program: str, today: dt.date) -> str:
    """Return the times of all reports as the files of one scheduler.

    `program` is the path of gatecost; from `today` on it is seen which clocks the zone has.
    """
    times = sorted(
        {due for report in config.reports for due in report.due},
        key=lambda due: (due.time, due.day or 0, due.weekdays),
    )
    command = (program, "schedule", "--once", "--workspace", str(workspace))
    if kind == "cron":
        return _cron(config, times, command)
    if kind == "systemd":
        return _systemd(config, times, command)
    return _github(config, times, command, today)


def secrets_of(config: Config) -> list[str]:
    """Return the environment variables that the config names, each once."""
    mail = (config.mail.user_env, config.mail.password_env) if config.mail else ()
    named = [
        *(each.database.address_env for each in config.sources if each.database),
        *mail,
        *(
            name
            for each in config.reports
            for name in (each.slack_env, each.store_key_env, each.store_secret_env)
        ),
        *(each.slack_env for each in config.alerts),
    ]
    return list(dict.fromkeys(name for name in named if name))


def _cron(config: Config, times: Sequence[Due], command: Sequence[str]) -> str:
    zone = config.company.zone
    # A percent sign ends a command in a crontab.
    run = shlex.join(command).replace("%", r"\%")
    lines = [
        f"# Times are those of {zone.key}. CRON_TZ is known to cronie (Fedora, Red Hat, SUSE). The",
        "# cron of Debian and Ubuntu takes the zone of the machine: where it is another, a report",
        "# comes up to an hour late, by the line of each hour. systemd knows zones everywhere.",
        *(f"# {each} must be set here: {each}=..." for each in secrets_of(config)),
        f"CRON_TZ={zone.key}",
        *(f"{_fields(due.time, _days_of(due))} {run}" for due in times),
        "# What was missed or could not be delivered; ends at once where there is nothing to do.",
        f"{_AGAIN} * * * * {run}",
    ]
    return "\n".join(lines) + "\n"


def _systemd(config: Config, times: Sequence[Due], command: Sequence[str]) -> str:
    zone = config.company.zone
    secrets = secrets_of(config)
    known = f" It must hold {', '.join(secrets)}." if secrets else ""
    lines = [
        "# file: gatecost.service",
        "[Unit]",
        f"Description=Reports of {_one_line(config.company.name)}",
        "Wants=network-online.target",
        "After=network-online.target",
        "",
        "[Service]",
        "Type=oneshot",
        f"ExecStart={' '.join(map(_systemd_word, command))}",
        # Another run at work, and a delivery that is tried again, are no failure of the service.
        "SuccessExitStatus=4 75",
        f"# Secrets, readable by its owner alone.{known}",
        "EnvironmentFile=-%E/gatecost.env",
        "",
        "# file: gatecost.timer",
        "[Unit]",
        f"Description=Times of the reports of {_one_line(config.company.name)}",
        "",
        "[Timer]",
        *(f"OnCalendar={_calendar(due)} {zone.key}" for due in times),
        "# What was missed or could not be delivered, and a time that a day of 23 hours skips.",
        f"OnCalendar=*-*-* *:{_AGAIN}:00",
        "Persistent=true",
        "AccuracySec=1s",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return "\n".join(lines) + "\n"


def _github(config: Config, times: Sequence[Due], command: Sequence[str], today: dt.date) -> str:
    zone = config.company.zone
    asked = dict.fromkeys(fields for due in times for fields in _in_utc(due, _offsets(zone, today)))
    secrets = secrets_of(config)
    lines = [
        "# file: .github/workflows/reports.yml",
        "name: Reports",
        '"on":',
        "  schedule:",
        f"    # GitHub counts in UTC, the reports are due in {zone.key}. Where its clocks change,",
        "    # each time stands here for summer and for winter; the wrong one finds nothing due.",
        "    # When busy, GitHub starts late or leaves one out: the line of each hour mends it.",
        *(f'    - cron: "{each}"' for each in asked),
        f'    - cron: "{_AGAIN} * * * *"',
        "  workflow_dispatch:",
        "concurrency:",
        "  group: gatecost-reports",
        "  cancel-in-progress: false",
        "permissions: {}",
        "jobs:",
        "  reports:",
        "    # Your own runner: the workspace holds the exports, and what was sent, and must last.",
        "    runs-on: self-hosted",
        "    steps:",
        f"      - run: {json.dumps(shlex.join(command), ensure_ascii=False)}",
    ]
    if secrets:
        lines.append("        env:")
        lines += [f"          {each}: ${{{{ secrets.{each} }}}}" for each in secrets]
    return "\n".join(lines) + "\n"


def _days_of(due: Due) -> tuple[str, str]:
    """Return the fields of cron for the days: of the month and of the week.

    Cron knows no last day: the four that may be it are asked, three of them in vain.
    """
    if due.day is not None:
        return ("28-31" if due.day == LAST_DAY else str(due.day)), _NO_DAYS
    return _NO_DAYS, _weekdays(due.weekdays)


def _weekdays(numbers: Sequence[int]) -> str:
    # Cron's week begins with 0 for Sunday, ours with 0 for Monday.
    found = sorted((number + 1) % 7 for number in numbers)
    return _NO_DAYS if len(found) == 7 else ",".join(map(str, found))


def _fields(time: dt.time, days: tuple[str, str]) -> str:
    return f"{time.minute} {time.hour} {days[0]} * {days[1]}"


def _calendar(due: Due) -> str:
    """Return a time as systemd writes it; `~01` is the last day of a month."""
    clock = f"{due.time:%H:%M}:00"
    if due.day is not None:
        return f"*-*{'~01' if due.day == LAST_DAY else f'-{due.day:02}'} {clock}"
    if len(due.weekdays) == 7:
        return f"*-*-* {clock}"
    return f"{','.join(WEEKDAYS[each] for each in due.weekdays)} *-*-* {clock}"


def _offsets(zone: ZoneInfo, today: dt.date) -> list[dt.timedelta]:
    """Return how far the zone is from UTC in the year to come: one or two differences."""
    noon = Due(dt.time(12))
    found = set()
    for number in range(_TWICE_A_YEAR.days):
        offset = moment_of(noon, today + dt.timedelta(days=number), zone).astimezone(zone)
        found.add(offset.utcoffset() or dt.timedelta())
    return sorted(found, reverse=True)


def _in_utc(due: Due, offsets: Sequence[dt.timedelta]) -> Iterator[str]:
    """Yield a time as cron writes it in UTC, once for each clock of its zone.

    Its day may be the one before or after; of a month all days are named that this can be.
    """
    for offset in offsets:
        moment = dt.datetime.combine(dt.date(2001, 1, 2), due.time) - offset
        shift = moment.day - 2
        if due.day is None:
            days = _NO_DAYS, _weekdays([(each + shift) % 7 for each in due.weekdays])
        else:
            days = _shifted_day(due.day, shift), _NO_DAYS
        yield _fields(moment.time(), days)


def _shifted_day(day: int, shift: int) -> str:
    last: Mapping[int, str] = {-1: "27-30", 0: "28-31", 1: "1"}
    if day == LAST_DAY:
        return last[shift]
    if day + shift == 0:
        return last[0]
    # After the 28th of February comes the first of March.
    return "1,29" if day + shift == 29 else str(day + shift)


def _systemd_word(word: str) -> str:
    """Quote a word as systemd reads it: percent and dollar mean something there."""
    inner = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return inner if inner and not set(inner) & set(" \t'\";") else f'"{inner}"'


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("%", "%%")
