"""A change and what followed it, in a company whose wins are known: by hand, month by month."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from dashboard.answer import Warehouse
from dashboard.decisions import Log
from dashboard.errors import ConfigError
from dashboard.estimators.intervals import newcombe
from dashboard.followed import Followed, Moved, Request, changes_of, followed
from dashboard.measures.access import User
from tests.followed import company

ENTERPRISE = {"segment": ("Enterprise",)}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """Of 40 SMB deals a month 10 are won until March 2026 and 20 from April; of 20 others 5."""
    with company.opened(company.write(tmp_path_factory.mktemp("changed"))) as found:
        yield found


def told(warehouse: Warehouse, request: Request | None = None) -> Followed:
    changes = changes_of(warehouse.config, Log())
    return followed(warehouse, changes[0], request, changes)


def row(warehouse: Warehouse, request: Request | None = None) -> Moved:
    (found,) = told(warehouse, request).rows
    return found


def test_by_hand_the_windows_and_both_shares(warehouse):
    """Each deal is followed for 60 days, so July is the last month; April holds both."""
    found = row(warehouse)
    assert found.before.label == "Jan to Mar 2026"
    assert found.after.label == "May to Jul 2026"
    # Three months of 60 deals: 3 x 15 won before, 3 x 25 after.
    assert (found.was.n, found.was.events) == (180, 45)
    assert (found.now.n, found.now.events) == (180, 75)
    assert found.was.value == pytest.approx(45 / 180)
    assert found.now.value == pytest.approx(75 / 180)
    assert found.by.value == pytest.approx(30 / 180)
    by = newcombe(75, 180, 45, 180)
    # Of curves, not of plain shares: near enough to see that it is the same quantity.
    assert (found.by.low, found.by.high) == pytest.approx((by.low, by.high), abs=0.012)
    assert found.status == "clearly more"
    assert found.grade == "modelled"


def test_by_hand_the_sentences(warehouse):
    found = told(warehouse)
    day, luck = "15 Apr 2026", "more than luck alone would leave"
    (moved,) = found.rows
    assert found.said == (
        f"1 measure was looked at: after {day} it differs by {luck}: Won, given time, "
        f"{moved.by.said}."
    )
    assert moved.by.said == "17 more in 100 (7 to 26 more)"
    assert moved.said == (
        f"Won, given time: 25 in 100 before, 42 in 100 after; {moved.by.said}, {luck}."
    )
    assert moved.supports[0] == f"It differs by {luck}: {moved.by.said}."
    assert "No part of the company is named that it did not touch" in moved.speaks_against[0]
    assert moved.notes[:2] == (
        "Apr 2026 is left out: it holds days of before and after.",
        f"Told from 3 months on either side: {_YOUNG} 60 days.",
    )


_YOUNG = "later months are too young, for each is followed for"


def test_by_hand_the_months_and_their_limits(warehouse):
    """Every month before has 15 of 60, so the limits are that line and each month after is out."""
    series = row(warehouse).series
    assert [each.month for each in series.points] == company.months()[:19]
    assert [each.value for each in series.points[:15]] == pytest.approx([15 / 60] * 15)
    assert [each.value for each in series.points[15:]] == pytest.approx([25 / 60] * 4)
    assert (series.middle, series.low, series.high) == pytest.approx((0.25, 0.25, 0.25))
    signals = [each.month for each in series.points if each.is_signal]
    assert signals == [dt.date(2026, 5, 1), dt.date(2026, 6, 1), dt.date(2026, 7, 1)]
    assert series.said == (
        "A month before usually lay between 25 and 25 in 100; of the 3 months after May 2026, "
        "Jun 2026 and Jul 2026 stand out, by luck 1 in 60 does."
    )


def test_by_hand_what_moved_beyond_the_untouched_part(warehouse):
    """SMB from 30 of 120 to 60 of 120, the others 15 of 60 both times: 25 in 100 beyond."""
    found = told(warehouse, Request(control=ENTERPRISE))
    (moved,) = found.rows
    control = moved.control
    assert found.control_label == control.label == "segment Enterprise"
    assert control.changed_label == "every other segment"
    assert control.changed.value == pytest.approx(30 / 120)
    assert control.untouched.value == pytest.approx(0)
    assert control.beyond.value == pytest.approx(0.25)
    assert control.drift.value == pytest.approx(0, abs=1e-12)
    both = newcombe(60, 120, 30, 120), newcombe(15, 60, 15, 60)
    down = ((both[0].value - both[0].low) ** 2 + both[1].high ** 2) ** 0.5
    assert control.beyond.low == pytest.approx(0.25 - down, abs=0.012)
    assert control.grade == "adjusted"
    assert any("which it did not touch: no difference" in each for each in moved.supports)
    assert any("drifted apart before it is not clear" in each for each in moved.speaks_against)


def test_the_year_before_did_not_move_and_so_the_season_is_no_reading(warehouse):
    moved = row(warehouse)
    assert moved.season.value == pytest.approx(0)
    assert any("A year before, the same months did not differ" in each for each in moved.supports)


def test_the_parts_of_the_mix_add_up(warehouse):
    """Both segments have as many deals as before: all of it lies within them."""
    moved = row(warehouse)
    assert moved.mix.mix + moved.mix.rate == pytest.approx(moved.by.value)
    assert moved.mix.mix == pytest.approx(0)


def test_a_part_that_moved_alike_is_the_other_reading(tmp_path):
    def both(segment: str, month: dt.date) -> int:
        half = month >= dt.date(2026, 4, 1)
        return company.SMB // (2 if half else 4) // (1 if segment == "SMB" else 2)

    with company.opened(company.write(tmp_path / "alike", both)) as warehouse:
        moved = row(warehouse, Request(control=ENTERPRISE))
    assert moved.status == "clearly more"
    assert moved.control.untouched.value == pytest.approx(0.25)
    assert moved.control.beyond.value == pytest.approx(0)
    assert not any("which it did not touch" in each for each in moved.supports)
    (said,) = [each for each in moved.speaks_against if "which it did not touch" in each]
    assert said.endswith("luck could leave that.")


def test_a_part_that_had_been_moving_away_before_supports_nothing(tmp_path):
    """Of 40 SMB deals two more are won each month, long before the change and after it."""

    def growing(segment: str, month: dt.date) -> int:
        return 2 * company.months().index(month) if segment == "SMB" else 5

    with company.opened(company.write(tmp_path / "growing", growing)) as warehouse:
        moved = row(warehouse, Request(control=ENTERPRISE))
    control = moved.control
    # Four months lie between the two sides: 26 of 40 a month before, 34 after.
    assert control.beyond.value == pytest.approx(8 / 40)
    assert control.beyond.is_clear
    # The line through the gaps before goes on so, its months weighing unlike.
    assert control.drift.value == pytest.approx(4 * 2 / 40, abs=0.01)
    assert control.drift.is_clear
    assert not any("which it did not touch" in each for each in moved.supports)
    assert any("The two parts did not keep together" in each for each in moved.speaks_against)


def test_by_hand_other_records_than_before_are_named_where_they_carry_half_of_it(tmp_path):
    """From April on there are 10 SMB deals a month, 3 of them won; before it 40, and 10 won.

    Of Enterprise 16 of 20 are won throughout. SMB goes from two thirds of the deals to one third:
    mix (1/3 - 2/3) x (0.25 + 0.3) / 2 + (2/3 - 1/3) x 0.8 = 0.175; rate 0.05 x 1/2 = 0.025.
    """
    text = company.deals(lambda segment, _: 10 if segment == "SMB" else 16)
    kept = [line for line in text.splitlines() if not _is_missing(line)]
    workspace = company.write(tmp_path / "mix", export="\n".join(kept) + "\n")
    with company.opened(workspace) as warehouse:
        moved = row(warehouse)
    assert moved.is_clear
    assert moved.by.value == pytest.approx(19 / 30 - 26 / 60)
    assert (moved.mix.split, moved.mix.mix, moved.mix.rate) == (
        "segment", pytest.approx(0.175), pytest.approx(0.025),
    )  # fmt: skip
    said = (
        "By segment: 18 more in 100 goes with other records having come, 2 more in 100 with how "
        "each kind did."
    )
    assert said in moved.speaks_against
    assert said not in moved.supports


def _is_missing(line: str) -> bool:
    """Say of three in four SMB deals from April on that they never came."""
    segment, *named = line.partition(",")[0].split("-")
    return segment == "SMB" and named[0] >= "202604" and int(named[1]) % 4 != 0


def test_a_change_of_nothing_claims_nothing(tmp_path):
    with company.opened(company.write(tmp_path / "same", lambda *_: 5)) as warehouse:
        found = told(warehouse, Request(control=ENTERPRISE))
    (moved,) = found.rows
    assert moved.status == "could be luck"
    assert moved.supports == ("Nothing here tells the months after from those before.",)
    assert "no difference" in moved.speaks_against[0]
    assert found.said.startswith("1 measure was looked at: after 15 Apr 2026 it does not differ")


def test_months_before_our_data_and_after_them_are_said(warehouse):
    changes = changes_of(warehouse.config, Log())
    early = replace(changes[0], day=dt.date(2025, 1, 20))
    late = replace(changes[0], day=dt.date(2026, 9, 1))
    for change, said in ((early, "our data begin on 1 Jan 2025"), (late, "Too early")):
        found = followed(warehouse, change, None, changes)
        assert said in found.rows[0].said
        assert found.said.startswith("Nothing can be told")
        assert found.rows[0].by is None


def test_a_limited_reader_gets_numbers_of_his_part_alone(warehouse):
    smb = User("smb", {"segment": ("SMB",)})
    moved = row(warehouse, Request(user=smb, control=ENTERPRISE))
    assert (moved.was.n, moved.now.n) == (120, 120)
    assert moved.control is None
    assert any("not both to be seen" in each for each in moved.speaks_against)
    assert all(each.n == 40 for each in moved.series.points)


def test_a_control_outside_of_what_is_asked_about_is_none(warehouse):
    """Of SMB alone is asked, and Enterprise is what it did not touch: there is no other part."""
    for where in ({"segment": ("SMB",)}, ENTERPRISE):
        found = told(warehouse, Request(where=where, control=ENTERPRISE))
        (moved,) = found.rows
        assert moved.control is None
        assert found.control_label == ""
        assert any("does not hold both" in each for each in moved.speaks_against)


def test_both_parts_lie_within_what_is_asked_about(tmp_path):
    """Of three segments two are asked about: the third, where none is won, is in neither part."""
    third = company.deals(lambda *_: 0).replace("SMB", "Third").split("\n", 1)[1]
    third = "".join(line for line in third.splitlines(keepends=True) if "Third" in line)
    export = company.deals(company.a_quarter_then_half_of_smb) + third
    asked = {"segment": ("Enterprise", "SMB")}
    with company.opened(company.write(tmp_path / "three", export=export)) as warehouse:
        control = row(warehouse, Request(where=asked, control=ENTERPRISE)).control
        of_both = row(
            warehouse, Request(where=asked, control={"segment": ("Enterprise", "Third")})
        ).control
        of_all = row(warehouse, Request(control=ENTERPRISE)).control
    # SMB from 30 of 120 to 60 of 120; with the third from 30 of 240 to 60 of 240.
    assert control.changed.value == pytest.approx(30 / 120)
    assert control.changed_label == "segment SMB"
    assert of_both.untouched == control.untouched
    assert of_both.label == control.label == "segment Enterprise"
    assert of_all.changed.value == pytest.approx(30 / 240)
    assert of_all.changed_label == "every other segment"


def test_more_months_and_unknown_parts_are_refused(warehouse):
    for request, said in (
        (Request(months=0), "choose 1 to 24"),
        (Request(months=25), "choose 1 to 24"),
        (Request(control={"segmnt": ("SMB",)}), "Did you mean 'segment'"),
        (Request(control={"segment": ("SBM",)}), "No record has segment 'SBM'"),
        (Request(control={"segment": ("SMB",), "region": ("EMEA",)}), "one dimension"),
    ):
        with pytest.raises(ConfigError, match=said):
            told(warehouse, request)


def test_the_report_is_fit_for_json_and_the_same_again(warehouse):
    found, again = (told(warehouse, Request(control=ENTERPRISE)) for _ in range(2))
    assert json.dumps(found.to_json(), allow_nan=False) == json.dumps(again.to_json())
    (flat,) = found.table()
    assert flat["difference"] == pytest.approx(30 / 180)
    assert flat["beyond_control"] == pytest.approx(0.25)
    assert (flat["before_from"], flat["after_to"]) == ("2026-01", "2026-07")
    assert flat["grade"] == "modelled"
