"""What an alert rule finds, against numbers set by hand, and the words it says it in."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from dashboard.config import Alert
from dashboard.measures import registry
from dashboard.measures.filters import Filters
from dashboard.measures.result import Result, Row
from dashboard.reports.alerts import Seen, judge

NOW = dt.datetime(2026, 11, 23, 6, 0, tzinfo=dt.UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def result(measure: str, *rows: Row, finding: str = "It is so.") -> Result:
    return Result(
        measure=registry.load()[measure],
        filters=Filters(),
        as_of=dt.datetime(2026, 11, 22),
        time_zone="UTC",
        status="ok",
        needs=(),
        rows=rows,
        notes=(),
        finding=finding,
        other_reading="",
        next_step="",
    )


def row(value: float | None, n: int = 50, **keys: str) -> Row:
    return Row(keys, value, None, None, n, n)


def alert(**given: object) -> Alert:
    return Alert.model_validate({"name": "watched", "slack_env": "HOOK", **given})


def seen(**given: object) -> Seen:
    return Seen(now=NOW, zone=BERLIN, **given)


def test_data_older_than_the_limit_are_told_in_the_companys_zone():
    old = alert(older_than_hours=48)
    as_of = dt.datetime(2026, 11, 21, 5, 0, tzinfo=dt.UTC)
    found = judge(old, seen(as_of=as_of))
    assert found.holds is True
    assert found.said == (
        "The data tell everything up to 21 Nov 2026, 06:00 (CET): 49 hours ago. "
        "The limit is 48 hours."
    )
    assert found.subject(old) == "Alert: data older than 48 hours"
    fresh = judge(old, seen(as_of=as_of + dt.timedelta(hours=1)))
    assert fresh.holds is False
    assert fresh.subject(old) == "Over: data older than 48 hours"


def test_a_build_that_failed_is_told_with_its_reason_and_that_old_numbers_are_shown():
    rule = alert(build_failed=True)
    found = judge(rule, seen(built="deals.csv was refused whole."))
    assert (found.holds, found.subject(rule)) == (True, "Alert: the build failed")
    assert found.said == (
        "The build failed: deals.csv was refused whole. "
        "The numbers of the last good build are shown."
    )
    # What a fault names may lie outside what a reader may see.
    limited = judge(alert(build_failed=True, where={"region": ["North"]}), seen(built="deals.csv"))
    assert limited.said == "The build failed. The numbers of the last good build are shown."
    assert judge(rule, seen(built="")).holds is False
    assert judge(rule, seen(built=None)).holds is None


@pytest.mark.parametrize(
    ("limits", "value", "holds"),
    [
        ({"above": 0.3}, 0.31, True),
        ({"above": 0.3}, 0.3, False),
        ({"below": 0.2}, 0.19, True),
        ({"below": 0.2, "above": 0.3}, 0.25, False),
    ],
)
def test_a_number_is_held_against_its_limits(limits, value, holds):
    found = judge(alert(measure="win_rate", **limits), seen(result=result("win_rate", row(value))))
    assert found.holds is holds


def test_a_number_is_told_by_its_title_with_the_limit_and_the_finding():
    rule = alert(measure="win_rate", below=0.25)
    found = judge(rule, seen(result=result("win_rate", row(0.2))))
    assert found.said == "Win rate: 20 %, below the limit of 25 %. It is so."
    assert found.subject(rule) == "Alert: Win rate"


def test_the_mark_chooses_one_row():
    rows = (row(0.5, part="through"), row(0.1, part="around"))
    told = seen(result=result("path_mix", *rows))
    around = alert(measure="path_mix", above=0.2, mark={"part": "around"})
    assert judge(around, told).holds is False
    assert judge(alert(measure="path_mix", above=0.2, mark={"part": "through"}), told).holds is True
    several = judge(alert(measure="path_mix", above=0.2), told)
    assert several.holds is None
    assert "has 2 rows with the keys of mark, and an alert needs one" in several.said


@pytest.mark.parametrize("rows", [(), (row(None),), (row(0.9, n=9),)])
def test_without_a_number_or_with_few_records_nothing_is_found(rows):
    found = judge(alert(measure="win_rate", above=0.3), seen(result=result("win_rate", *rows)))
    assert found.holds is None
    assert found.said.startswith("Win rate ")


def test_nothing_is_found_before_the_first_build():
    for rule in (alert(older_than_hours=1), alert(measure="win_rate", above=0.3)):
        assert judge(rule, seen()).holds is None


# Steps of .02 and -.02 in turn: the mean step is 0 and neighbours are .04 apart, so the limits
# are 2.66 * .04 = .1064 to either side.
STEADY = [0.30 + 0.02 * (each % 2) for each in range(13)]


@pytest.mark.parametrize(("last", "holds"), [(0.40, False), (0.41, True), (0.19, True)])
def test_a_step_is_held_against_the_steps_before(last, holds):
    rule = alert(measure="win_rate", outside="usual")
    told = seen(result=result("win_rate", row(last)), series=[*STEADY, last])
    assert judge(rule, told).holds is holds


def test_an_unusual_step_is_told_with_what_is_usual():
    rule = alert(measure="win_rate", outside="usual")
    told = seen(result=result("win_rate", row(0.45)), series=[*STEADY, 0.45])
    assert judge(rule, told).said == (
        "Win rate: 15 more in 100 than in the snapshot before, "
        "outside the usual range of 11 fewer to 11 more."
    )


def test_what_is_usual_takes_fourteen_snapshots():
    rule = alert(measure="win_rate", outside="usual")
    found = judge(rule, seen(result=result("win_rate", row(0.9)), series=[*STEADY[:12], 0.9]))
    assert found.holds is None
    assert found.said == "What is usual for Win rate is known from 14 snapshots on; there are 13."


def test_a_subject_fits_a_phone():
    rule = alert(measure="stall_sensitivity", above=0.0)
    found = judge(rule, seen(result=result("stall_sensitivity", row(0.5))))
    assert len(found.subject(rule)) <= 40
    assert found.subject(rule) == "Alert: Silent from the start, by other…"
