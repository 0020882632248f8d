"""What is outstanding follows from the kept lines alone: each due report once, none lost."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from dashboard.config import Report
from dashboard.errors import LockedError
from dashboard.reports import journal
from dashboard.reports.journal import Entry

BERLIN = ZoneInfo("Europe/Berlin")
WEEKLY = Report(name="weekly", at="Mon 07:00", folder="out")
LATER = Report(name="weekly", at="Mon 07:30", folder="out")


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def known(at: str, report: Report = WEEKLY) -> Entry:
    return Entry("known", report.name, utc(at), journal.times_of(report, BERLIN))


def entry(kind: str, at: str, due: str, text: str = "") -> Entry:
    return Entry(kind, "weekly", utc(at), text, utc(due))


# 2026-11-02, 09 and 16 are Mondays; 07:00 in Berlin is 06:00 UTC then.
LONG_KNOWN = known("2026-10-01T00:00")


def outstanding(entries: list[Entry], now: str, report: Report = WEEKLY) -> str | None:
    found = journal.outstanding(entries, report, BERLIN, utc(now))
    return found and f"{found:%Y-%m-%dT%H:%M}"


def test_a_report_is_outstanding_from_its_time_until_it_is_made():
    assert outstanding([LONG_KNOWN], "2026-11-09T05:59") == "2026-11-02T06:00"
    made = [LONG_KNOWN, entry("ended", "2026-11-02T06:01", "2026-11-02T06:00")]
    assert outstanding(made, "2026-11-09T05:59") is None
    assert outstanding(made, "2026-11-09T06:00") == "2026-11-09T06:00"


def test_of_several_missed_runs_only_the_last_is_made():
    made = [LONG_KNOWN, entry("ended", "2026-10-12T05:01", "2026-10-12T05:00")]
    assert outstanding(made, "2026-11-18T12:00") == "2026-11-16T06:00"


def test_what_failed_or_was_only_begun_is_still_outstanding():
    for kind in ("made", "failed"):
        begun = [LONG_KNOWN, entry(kind, "2026-11-02T06:01", "2026-11-02T06:00")]
        assert outstanding(begun, "2026-11-02T07:00") == "2026-11-02T06:00"


def test_a_new_report_owes_nothing_from_before_it_was_seen_but_the_last_hour():
    assert outstanding([known("2026-11-04T12:00")], "2026-11-04T12:00") is None
    assert outstanding([known("2026-11-02T06:59")], "2026-11-02T06:59") == "2026-11-02T06:00"
    assert outstanding([known("2026-11-02T07:01")], "2026-11-02T07:01") is None
    assert outstanding([], "2026-11-04T12:00") is None


def test_other_times_owe_nothing_from_before_they_were_written():
    moved = [
        LONG_KNOWN,
        entry("ended", "2026-11-02T06:01", "2026-11-02T06:00"),
        known("2026-11-02T06:45", LATER),
    ]
    assert outstanding(moved, "2026-11-02T06:45", LATER) is None
    assert outstanding(moved, "2026-11-09T06:30", LATER) == "2026-11-09T06:30"
    assert not journal.is_known(moved, WEEKLY, BERLIN)
    assert not journal.is_known(moved, LATER, ZoneInfo("UTC"))
    assert journal.is_known(moved, LATER, BERLIN)


def test_each_failure_makes_the_next_try_later():
    due, tries = utc("2026-11-02T06:00"), []
    entries = [LONG_KNOWN]
    for _ in range(5):
        at = journal.try_again_at(entries, WEEKLY, due)
        tries.append(f"{at:%H:%M}")
        entries.append(Entry("failed", "weekly", at, "no answer", due))
    assert tries == ["06:00", "06:05", "06:20", "07:20", "08:20"]


def test_a_run_that_broke_off_is_told_from_one_that_failed():
    due = "2026-11-02T06:00"
    made = [LONG_KNOWN, entry("made", "2026-11-02T06:01", due, "2026-11-01")]
    failed = [*made, entry("failed", "2026-11-02T06:02", due, "no answer")]
    found = [journal.is_begun(each, WEEKLY, utc(due)) for each in ([LONG_KNOWN], made, failed)]
    assert found == [False, True, False]
    assert not journal.is_begun(made, WEEKLY, utc("2026-11-09T06:00"))


def test_entries_are_read_as_kept_and_a_cut_line_harms_none(tmp_path):
    assert journal.read(tmp_path) == ()
    first, second = LONG_KNOWN, entry("made", "2026-11-02T06:01", "2026-11-02T06:00", "Füße")
    with journal.lock(tmp_path):
        journal.add(tmp_path, first)
        with (tmp_path / "deliveries" / "runs.jsonl").open("ab") as file:
            file.write(b'{"kind": "ended", "repor')
        journal.add(tmp_path, second)
    assert journal.read(tmp_path) == (first, second)


def test_a_second_run_is_told_that_another_one_is_at_it(tmp_path):
    with (
        journal.lock(tmp_path),
        pytest.raises(LockedError, match="Another run is making"),
        journal.lock(tmp_path),
    ):
        pass
    with journal.lock(tmp_path):
        pass
