"""Each report once a day that it is due, in any zone, also on the days on which clocks change."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config.times import due
from dashboard.reports.times import last_due, next_due

# Clocks change by an hour at night, by half an hour, at midnight, southern, and never.
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago",
    "Asia/Beirut", "Africa/Cairo", "America/Sao_Paulo", "UTC",
)  # fmt: skip
SECOND = dt.timedelta(seconds=1)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def following(written: list[str], zone: str, after: str, how_many: int) -> list[str]:
    moment, found = utc(after), []
    for _ in range(how_many):
        moment = next_due([due(each) for each in written], ZoneInfo(zone), moment)
        found.append(f"{moment:%Y-%m-%d %H:%M}")
    return found


def test_monday_at_seven_stays_at_seven_when_clocks_change():
    # Berlin leaves summer time on 2026-10-25 and New York on 2026-11-01: both at home on Mondays.
    assert following(["Mon 07:00"], "Europe/Berlin", "2026-10-18T00:00", 3) == [
        "2026-10-19 05:00", "2026-10-26 06:00", "2026-11-02 06:00",
    ]  # fmt: skip
    assert following(["Mon 07:00"], "America/New_York", "2026-10-20T00:00", 2) == [
        "2026-10-26 11:00", "2026-11-02 12:00",
    ]  # fmt: skip


def test_a_time_that_the_day_skips_is_as_long_after_midnight_as_ever():
    # On 2027-03-28 Berlin goes from 02:00 to 03:00: 02:30 is 03:30 there, 01:30 in UTC.
    assert following(["daily 02:30"], "Europe/Berlin", "2027-03-27T12:00", 2) == [
        "2027-03-28 01:30", "2027-03-29 00:30",
    ]  # fmt: skip


def test_of_a_time_that_comes_twice_the_first_is_meant():
    # On 2026-10-25 Berlin has 02:30 at 00:30 and at 01:30 UTC.
    assert following(["daily 02:30"], "Europe/Berlin", "2026-10-24T12:00", 2) == [
        "2026-10-25 00:30", "2026-10-26 01:30",
    ]  # fmt: skip


def test_several_times_of_one_report_follow_each_other():
    written = ["Mon 07:00", "day 1 08:00", "last day 17:00"]
    assert following(written, "UTC", "2027-02-26T00:00", 4) == [
        "2027-02-28 17:00", "2027-03-01 07:00", "2027-03-01 08:00", "2027-03-08 07:00",
    ]  # fmt: skip


def test_two_times_that_are_one_moment_are_due_once():
    # 02:30 does not exist on this day and is 03:30, which the other one names.
    found = following(["daily 02:30", "daily 03:30"], "Europe/Berlin", "2027-03-28T00:00", 3)
    assert found == ["2027-03-28 01:30", "2027-03-29 00:30", "2027-03-29 01:30"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("clock", ["00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "23:59"])
def test_every_day_of_three_years_has_its_report_once(zone, clock):
    times, moment = [due(f"daily {clock}")], utc("2025-12-31T12:00")
    days, end = [], utc("2028-12-31T00:00")
    while moment < end:
        moment = next_due(times, ZoneInfo(zone), moment)
        days.append(moment.astimezone(ZoneInfo(zone)).date())
    assert all(after - before == dt.timedelta(days=1) for before, after in pairwise(days))


@given(
    zone=st.sampled_from(ZONES),
    written=st.lists(
        st.sampled_from(
            ["Mon 07:00", "daily 02:30", "weekdays 00:00", "day 28 23:30", "last day 02:00"]
        ),
        min_size=1,
    ),
    moment=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2029, 1, 1)),
)
def test_the_next_after_the_last_is_the_next(zone, written, moment):
    times, now = [due(each) for each in written], moment.replace(tzinfo=dt.UTC)
    last, after = (found(times, ZoneInfo(zone), now) for found in (last_due, next_due))
    assert last <= now < after
    assert next_due(times, ZoneInfo(zone), last) == after
    assert last_due(times, ZoneInfo(zone), after - SECOND) == last
    assert last_due(times, ZoneInfo(zone), after) == after


def test_a_report_without_times_is_never_due():
    assert next_due([], ZoneInfo("UTC"), utc("2026-01-01T00:00")) is None
    assert last_due([], ZoneInfo("UTC"), utc("2026-01-01T00:00")) is None
