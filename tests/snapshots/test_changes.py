"""What is told of a change: deals before rates, five at most, and nothing luck alone brings."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from dashboard import words
from dashboard.snapshots.change import MOST_TOLD, Changes
from dashboard.snapshots.comparing import compared
from tests.snapshots.sides import AFTER, BEFORE, after, before, deal, deals, restated, side

SILENT = {"is_silent": True, "silent_days": 24, "last_sign_date": dt.date(2026, 9, 29)}


def told(then, now):
    return compared(then, now, "USD")


def weeks_of(figure, counts, last=AFTER, value=1.0):
    """Return so many records a week, the newest week last, each week ending before `last`."""
    return [
        (figure, f"{figure}-{week}-{at}", value, None, "All",
         (last - dt.timedelta(days=7 * (len(counts) - week) - 3)).isoformat())
        for week, count in enumerate(counts)
        for at in range(count)
    ]  # fmt: skip


def silences(*counts):
    return weeks_of("fell_silent", counts)


def test_more_deals_fell_silent_than_usual():
    stock = [
        deal("e", account_name="Elm", amount_at_as_of=620e3),
        deal("f", account_name="Fjord", amount_at_as_of=450e3),
        deal("g", account_name="Gale", amount_at_as_of=330e3),
        deal("h", account_name="Hill", amount_at_as_of=900e3),
    ]
    then = before(deals=deals(*stock))
    fell = [{**each, **SILENT} for each in stock[:3]]
    usual = [1, 0, 0, 1, 0, 2, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1]
    now = after(*silences(*usual, 3), deals=deals(*fell, stock[3]))
    found = told(then, now)
    (line,) = found.told()
    assert line.said == "$1.4M went silent: Elm $620k, Fjord $450k and Gale $330k."
    assert line.beside == "Usual: 0 to 2 deals a week."
    assert (line.about, line.key, line.amount) == ("deals", "went_silent", 1.4e6)
    assert line.records == ("e", "f", "g")
    assert found.deals[0].said == ("Elm, $620k: no sign of life for 24 days, in Discovery.")


def test_as_many_as_usual_are_kept_and_not_told():
    stock = deal("e", account_name="Elm")
    now = after(*silences(*[1, 2, 0, 1] * 4, 1), deals=deals({**stock, **SILENT}))
    found = told(before(deals=deals(stock)), now)
    assert found.is_quiet
    assert [each.record_id for each in found.deals] == ["e"]
    assert found.usual["went_silent"].high >= 2


def test_one_more_of_what_happened_once_in_half_a_year_is_usual_and_two_are_not():
    rare = [0] * 15 + [1] + [0] * 14
    stock = [deal("e", account_name="Elm"), deal("f", account_name="Fjord")]
    for count, is_told in ((1, False), (2, True)):
        fell = deals(*({**each, **SILENT} for each in stock[:count]), *stock[count:])
        found = told(before(deals=deals(*stock)), after(*silences(*rare, count), deals=fell))
        assert bool(found.told()) is is_told
        assert found.usual["went_silent"].high == 1


def test_without_twelve_weeks_before_nobody_claims_to_know_what_is_usual():
    now = after(*silences(0, 1, 1), deals=deals(deal("e", account_name="Elm", **SILENT)))
    (line,) = told(before(deals=deals(deal("e"))), now).told()
    assert line.beside == "What is usual is not known yet: it takes twelve weeks."


def test_a_win_that_had_been_turned_away_is_told_with_its_story():
    closed = deal(
        "c", account_name="Corvid", outcome="won", amount_at_close=240e3,
        closed_date=dt.date(2026, 10, 20), is_turned_away_first=True,
        last_fail_date=dt.date(2026, 3, 3), last_fail_reason="too small",
    )  # fmt: skip
    wins = weeks_of("rejected_then_won_deals", [0, 0, 1] + [0] * 13 + [1])
    now = after(*[(*row[:3], 1.0, *row[4:]) for row in wins], deals=deals(closed))
    (line,) = told(before(deals=deals(deal("c"))), now).told()
    assert line.said == "Corvid won, $240k. We had turned it away on 3 Mar 2026 as “too small”."
    assert line.key == "won_after_turned_away"


def test_what_was_won_before_is_no_news():
    closed = deal("c", outcome="won", closed_date=dt.date(2026, 9, 1), is_turned_away_first=True)
    assert told(before(deals=deals(closed)), after(deals=deals(closed))).deals == ()
    assert told(before(), after(deals=deals(closed))).deals == ()


def test_a_silent_deal_that_shows_a_sign_is_woken_and_a_parked_or_lost_one_is_not():
    stock = [deal(each, account_name=each.upper(), **SILENT) for each in "abc"]
    awake = {"is_silent": False, "silent_days": 2}
    now = deals(
        {**stock[0], **awake, "last_sign_date": dt.date(2026, 10, 21)},
        {**stock[1], **awake},
        {**stock[2], "outcome": "lost", "is_silent": False},
    )
    found = told(before(deals=deals(*stock)), after(deals=now))
    assert [(each.kind, each.record_id) for each in found.deals] == [("revived", "a")]
    assert found.deals[0].said == (
        "A, $100: a sign of life on 21 Oct 2026, after 24 days without one."
    )


def test_names_that_are_not_kept_are_not_told():
    now = after(deals=deals(deal("006A", **SILENT)))
    (line,) = told(before(deals=deals(deal("006A"))), now).told()
    assert line.said.startswith("Deal 006A, $100")


def closed_deals(n, wins, day, figure="win_rate", prefix=""):
    return [(figure, f"{prefix}{at}", float(at < wins), 1.0, "All", day) for at in range(n)]


def test_a_rate_of_new_deals_clearly_above_that_before_is_told_after_the_deals():
    old = closed_deals(200, 40, "2026-06-01", prefix="o")
    new = closed_deals(60, 40, "2026-10-20", prefix="n")
    stock = deal("e", account_name="Elm")
    found = told(
        before(*old, deals=deals(stock)), after(*old, *new, deals=deals({**stock, **SILENT}))
    )
    change = found.of("win_rate")
    assert (change.test, change.is_signal) == ("cohorts", True)
    assert change.tested == pytest.approx(40 / 60 - 40 / 200)
    assert change.low < change.tested < change.high
    assert [each.about for each in found.told()] == ["deals", "figure"]
    line = found.told()[1]
    assert line.said == "Win rate: 31 %, on 16 Oct 2026 it was 20 %."
    assert line.beside == "All of it: new records."


def test_the_same_records_seen_again_are_no_second_sample():
    old = closed_deals(200, 40, "2026-06-01", prefix="o")
    new = closed_deals(12, 11, "2026-10-20", prefix="n")
    change = told(before(*old), after(*old, *new)).of("win_rate")
    assert not change.is_signal
    assert change.why == "12 since: we compare from 30 on."


def test_open_deals_are_held_against_themselves():
    def silent(n, silent_ones):
        return closed_deals(n, silent_ones, "2026-06-01", "stalled_value_deals")

    change = told(before(*silent(60, 10)), after(*silent(60, 30))).of("stalled_value_deals")
    assert (change.test, change.is_signal) == ("paired", True)
    assert change.tested == pytest.approx(20 / 60)
    # 20 gained, none lost: 2 x .5^20.
    assert change.p == pytest.approx(2 * 0.5**20)
    still = told(before(*silent(60, 10)), after(*silent(60, 12))).of("stalled_value_deals")
    assert not still.is_signal


def test_a_week_like_the_others_is_usual_and_a_flood_is_not():
    usual = weeks_of("deals_created", [9, 11, 10, 12, 8, 10] * 4 + [10])
    change = told(before(), after(*usual)).of("deals_created")
    assert (change.test, change.is_signal) == ("weeks", False)
    flood = weeks_of("deals_created", [9, 11, 10, 12, 8, 10] * 4 + [40])
    change = told(before(), after(*flood)).of("deals_created")
    assert change.is_signal
    assert change.usual.high < 40


def test_what_was_asked_otherwise_or_counted_otherwise_is_not_tested():
    silent = closed_deals(60, 10, "2026-06-01", "stalled_value_deals")
    now = closed_deals(60, 40, "2026-06-01", "stalled_value_deals")
    stock = deals(*[deal(str(at)) for at in range(60)])
    found = told(
        before(*silent, deals=stock, rules_hash="a", definitions={"stalled_value": "a"}),
        after(*now, deals=stock, rules_hash="b", definitions={"stalled_value": "b"}),
    )
    change = found.of("stalled_value_deals")
    assert (change.test, change.why) == ("none", "It is counted otherwise than before.")
    assert {each.kind for each in change.parts} == {"definition"}
    assert [each.measure for each in found.definitions] == ["stalled_value"]
    assert found.is_config_changed


def won(record, amount):
    return ("won_amount", record, float(amount), None, "All", "2026-09-10")


def row_of(number, record, old, new, column="amount_at_close"):
    return (str(number), "deals", record, column, "2026-09-10", old, new)


def test_a_restatement_above_two_percent_is_a_headline():
    stock = deals(deal("a", account_name="Ash"), deal("b", account_name="Birch"))
    kept = restated(row_of(1, "a", "500.0", "530.0"))
    found = told(
        before(won("a", 500), won("b", 500), deals=stock),
        after(won("a", 530), won("b", 500), deals=stock, restated=kept, restatements_known=1),
    )
    assert found.headline_restated == (
        "Restated: Money won was told as $1k on 16 Oct 2026 and is $1.03k by the records of "
        "today, 3.0 % more (1 record)."
    )
    (line,) = found.told()
    assert (line.about, line.records, line.beside) == ("restated", ("a",), "Ash.")
    assert found.of("won_amount").restated_share == pytest.approx(0.03)
    assert found.restated[0].said == "Ash: amount at close is now $530, was $500."


def test_a_restatement_below_two_percent_is_listed_and_no_headline():
    stock = deals(deal("a"))
    kept = restated(row_of(1, "a", "500.0", "509.0"))
    found = told(
        before(won("a", 500), deals=stock),
        after(won("a", 509), deals=stock, restated=kept, restatements_known=1),
    )
    assert (found.headline_restated, found.told(), len(found.restated)) == ("", (), 1)


def test_only_what_was_restated_since_is_told_and_what_was_undone_is_not():
    stock = deals(deal("a"), deal("b"), deal("c"))
    kept = restated(
        row_of(1, "a", "1.0", "2.0"),
        row_of(2, "b", "5.0", "6.0"),
        row_of(3, "c", "7.0", "8.0"),
        row_of(4, "b", "6.0", "9.0"),
        row_of(5, "c", "8.0", "7.0"),
        row_of(6, "somebody else's", "7.0", "8.0"),
    )
    found = told(
        before(deals=stock, restatements_known=1),
        after(deals=stock, restated=kept, restatements_known=6),
    )
    assert [(each.record_id, each.old, each.new) for each in found.restated] == [
        ("b", "5.0", "9.0")
    ]


def test_never_more_than_five_are_told_and_the_restatement_is_among_them():
    stock = [deal(each, account_name=each, **SILENT) for each in "ab"]
    awake = {**stock[0], "is_silent": False, "last_sign_date": dt.date(2026, 10, 21)}
    fell = deal("c", account_name="c")
    bought = deal("d", account_name="d")
    won_now = {**bought, "outcome": "won", "is_turned_away_first": True, "amount_at_close": 5.0}
    rates = [("win_rate", 40, 10, 35), ("won_without_gate_deals", 40, 5, 38),
             ("rejected_then_won_deals", 40, 5, 36)]  # fmt: skip
    old = [row for name, n, few, _ in rates for row in closed_deals(n, few, "2026-06-01", name)]
    new = [
        row
        for name, n, _, many in rates
        for row in closed_deals(n, many, "2026-10-20", name, prefix="n")
    ]
    kept = restated(row_of(1, "a", "500.0", "900.0"))
    found = told(
        before(*old, won("a", 500), deals=deals(*stock, fell, bought)),
        after(
            *old, *new, won("a", 900), restated=kept, restatements_known=1,
            deals=deals(awake, stock[1], {**fell, **SILENT}, won_now),
        ),
    )  # fmt: skip
    assert sum(each.is_signal for each in found.figures) == 3
    assert len(found.told()) == MOST_TOLD
    assert [each.about for each in found.told()] == ["deals"] * 3 + ["restated", "figure"]


def test_the_same_twice_is_quiet():
    stock = deals(deal("a"), deal("b", **SILENT))
    rows = closed_deals(50, 20, "2026-06-01")
    found = told(before(*rows, deals=stock), after(*rows, deals=stock))
    assert found.is_quiet
    assert all(each.by in (0, None) for each in found.figures)
    assert found.asked == len(found.figures) + 3


def test_a_figure_that_one_side_could_not_compute_is_left_out():
    found = told(
        before(not_computable=frozenset({"win_rate"})), after(*closed_deals(5, 1, "2026-10-20"))
    )
    assert found.of("win_rate") is None
    assert found.notes == ("Figures that one of the two could not compute, and are left out: 1.",)


def test_two_of_one_day_differ_by_restatements_alone():
    then = side(AFTER, won("a", 500), deals=deals(deal("a")))
    now = side(AFTER, won("a", 400), deals=deals(deal("a")))
    change = told(then, now).of("won_amount")
    assert [(each.kind, each.by) for each in change.parts] == [("restated", -100)]
    assert change.test == "none"


def test_changes_are_the_same_after_a_file():
    old = closed_deals(200, 40, "2026-06-01", prefix="o")
    new = closed_deals(60, 40, "2026-10-20", prefix="n")
    flood = weeks_of("deals_created", [9, 11, 10, 12, 8, 10] * 4 + [40])
    kept = restated(row_of(1, "a", "500.0", "900.0"))
    stock = deals(deal("a", account_name="Ash"))
    found = told(
        before(*old, won("a", 500), deals=stock, definitions={"win_rate": "a"}),
        after(
            *old, *new, *flood, *silences(*[1] * 20), won("a", 900), restated=kept,
            restatements_known=1, deals=deals(deal("a", account_name="Ash", **SILENT)),
            definitions={"win_rate": "b"},
        ),
    )  # fmt: skip
    assert found.lines
    assert found.usual
    assert found.restated
    assert found.definitions
    assert Changes.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_nothing_that_is_said_uses_a_banned_word():
    stock = [deal(each, account_name=each, **SILENT) for each in "abcd"]
    awake = {**stock[0], "is_silent": False, "last_sign_date": dt.date(2026, 10, 21)}
    kept = restated(row_of(1, "a", "500.0", "900.0"), row_of(2, "b", None, "won", "outcome"))
    found = told(
        before(won("a", 500), deals=deals(*stock[:2], deal("c"), deal("d"))),
        after(won("a", 900), deals=deals(awake, *stock[1:]), restated=kept, restatements_known=2),
    )
    lines = [text for each in found.lines for text in (each.said, each.beside)]
    rows = [each.said for each in (*found.deals, *found.figures, *found.restated)]
    whys = [each.why for each in found.figures]
    for text in (*lines, *rows, *whys, found.headline_restated):
        tokens = f" {text.lower()} "
        assert not [word for word in words.BANNED if f" {word} " in tokens], text


def test_the_days_between_are_told():
    found = told(before(), after())
    assert (found.since_as_of, found.as_of, found.days) == (
        BEFORE.isoformat(), AFTER.isoformat(), 7,
    )  # fmt: skip
