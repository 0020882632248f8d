"""When a report is due: how the config writes it, and what is no time."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config.times import LAST_DAY, Due, due

SEVEN = dt.time(7)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon 07:00", Due(SEVEN, (0,))),
        ("monday 7:00", Due(SEVEN, (0,))),
        ("Thu, Tue 07:00", Due(SEVEN, (1, 3))),
        ("tue thu 07:00", Due(SEVEN, (1, 3))),
        ("weekdays 07:30", Due(dt.time(7, 30), (0, 1, 2, 3, 4))),
        ("weekends 23:59", Due(dt.time(23, 59), (5, 6))),
        ("daily 00:00", Due(dt.time(0), tuple(range(7)))),
        ("day 1 08:00", Due(dt.time(8), day=1)),
        ("last day 17:00", Due(dt.time(17), day=LAST_DAY)),
    ],
)
def test_a_time_is_read_as_it_is_meant(written, meant):
    assert due(written) == meant


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Mon 24:00", "'24:00' is no time of day"),
        ("Mon 7pm", "'7pm' is no time of day"),
        ("Mno 07:00", "'mno' is no day. Did you mean 'mon'?"),
        ("weekday 07:00", "'weekday' is no day. Did you mean 'weekdays'?"),
        ("day 31 07:00", "not every month has a day 31, so write a day up to 28 or last day"),
        ("day 0 07:00", "no month has a day 0"),
        ("day 07:00", "'day' is no day"),
        ("07:00", "it needs a day and a time"),
        ("", "it needs a day and a time"),
    ],
)
def test_what_is_no_time_says_why_and_how_to_write_one(written, said):
    with pytest.raises(ValueError, match="is no time of a report") as caught:
        due(written)
    assert said in str(caught.value)
    assert '"Mon 07:00"' in str(caught.value)


def test_all_faults_of_one_time_are_told_at_once():
    with pytest.raises(ValueError, match="is no time of a report") as caught:
        due("Mno, Tuu 25:00")
    for said in ("'25:00' is no time", "Did you mean 'mon'?", "Did you mean 'tue'?"):
        assert said in str(caught.value)


def test_the_last_day_is_the_last_of_each_month():
    last = due("last day 17:00")
    days = [dt.date(2027, 1, 1) + dt.timedelta(days=each) for each in range(365 + 366)]
    assert [f"{day:%m-%d}" for day in days if last.is_on(day) and day.year == 2028] == [
        "01-31", "02-29", "03-31", "04-30", "05-31", "06-30",
        "07-31", "08-31", "09-30", "10-31", "11-30", "12-31",
    ]  # fmt: skip
    assert last.is_on(dt.date(2027, 2, 28))


@given(
    st.builds(
        Due,
        st.times().map(lambda each: each.replace(second=0, microsecond=0)),
        weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda each: tuple(sorted(each))),
    )
    | st.builds(
        Due,
        st.times().map(lambda each: each.replace(second=0, microsecond=0)),
        day=st.integers(1, 28) | st.just(LAST_DAY),
    )
)
def test_a_time_written_out_is_read_again(meant):
    assert due(str(meant)) == meant
