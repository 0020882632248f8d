"""The Overview's own sentences: those that join several answers. All others are the measures'."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import words
from dashboard.measures.ledger import LedgerRows
from dashboard.measures.result import FEW, Row
from dashboard.present.answers import Answers
from dashboard.present.nothing import no_wins
from dashboard.present.sentence import Part, plural, share

# Above this share of wins we cannot trace, the headline says so.
MOST_UNTRACED = 15.0

GATED = words.PATH_GROUPS["through_every_gate"]
OUTSIDE = words.PATH_GROUPS["no_gate"]

# The five fixed questions, each with what the funnel says and what happened after.
PAIRS = (
    ("Do leads become customers?", "lead_to_won_conversion", "won_without_gate"),
    ("Is what we refuse worthless?", "mql_to_sql_conversion", "rejected_then_won"),
    ("Are deals quick?", "sales_velocity", "momentum_30_days"),
    ("Is new pipeline real?", "pipeline_created", "stalled_value"),
    ("Do we win what we open?", "win_rate", "won_by_cohort"),
)


def wins(told: Answers) -> float:
    """Return the number of deals won, from whichever answer has it."""
    row = told.row("control_totals", statistic="won_deals")
    return (row.value if row and row.value is not None else row.numerator if row else 0.0) or 0.0


def won_by(told: Answers, classes: tuple[str, ...], statistic: str = "deals") -> float:
    """Return how many deals, or how much money, came by these paths."""
    return sum(told.numerator("path_mix", part=each, statistic=statistic) for each in classes)


def headline(told: Answers) -> list[Part]:
    """Say both ends in deals: how many came through every gate, how many came round them."""
    total = wins(told)
    if total == 0:
        return [(no_wins(told), "")]
    if told.usable("path_mix") is None:
        return [(f"{_wins(total)}; by which way they came, our records do not say yet.", "")]
    untraced = won_by(told, ("unlinked",))
    parts = [
        (f"Of our {_wins(total)}, ", ""),
        (words.count(won_by(told, GATED)), "blue"),
        (" came through every gate and ", ""),
        (words.count(won_by(told, OUTSIDE)), "vermillion"),
        (" came round them.", ""),
    ]
    if share(untraced, total) > MOST_UNTRACED:
        parts.append((f" For {words.count(untraced)} we cannot tell.", ""))
    return parts


def headline_before(told: Answers) -> str:
    """Say the headline of the other side and whether the two can be compared; "" without one."""
    result = told.results.get("control_totals")
    beside = result.compared if result else None
    row = result.row(statistic="won_deals") if result else None
    if beside is None or beside.against.filters is None:
        return ""
    change = beside.of(row) if row else None
    label = words.begun(beside.against.label)
    if beside.reason or change is None:
        return beside.reason
    other = told.other_side()
    said = f"{label}: {_wins(wins(other))}"
    if wins(other) and other.usable("path_mix"):
        through, outside = (words.count(won_by(other, each)) for each in (GATED, OUTSIDE))
        said += f", {through} through every gate and {outside} round them"
    if change.why:
        return f"{said}; {change.why}, so no comparison."
    return f"{said}; the number of wins: {words.word(change.status)}."


def gates(told: Answers) -> str:
    """Name the gates as the company calls them."""
    names = [each.on_screen for each in told.config.gates]
    if not names:
        return "No gate is named in the config yet."
    named = f"Our {'gate' if len(names) == 1 else 'gates'}: {words.listed(names)}"
    rest = [
        f"{words.count(won)} {what}"
        for won, what in (
            (won_by(told, ("skipped",)), "passed one and missed another"),
            (won_by(told, ("unlinked",)), "cannot be traced"),
        )
        if won
    ]
    whole = "the other wins"
    if told.path == "/wins":
        # The headline above speaks of the largest alone.
        whole = f"all {words.count(wins(told))} wins"
    return f"{named}. Of {whole}, {words.listed(rest)}." if rest else f"{named}."


def turned_away_split(told: Answers, won: Row) -> str:
    """Say by which way the wins came that had been turned away first."""
    later = won_by(told, ("returned",))
    other = won_by(told, ("rejected_before",))
    rest = (won.numerator or 0.0) - later - other
    ways = [
        f"{words.count(count)} {what}"
        for count, what in (
            (later, "later through every gate"),
            (other, "another way"),
            (rest, "with a step missed"),
        )
        if count > 0
    ]
    whole = f"of {words.count(won.denominator)} won"
    return f"{whole}: {words.listed(ways)}" if len(ways) > 1 else whole


def how_wins_came(told: Answers) -> list[Part]:
    """Say how many wins did not come through our gate: deals first, money second."""
    if not wins(told):
        return [(no_wins(told), "")]
    outside, untraced = won_by(told, OUTSIDE), won_by(told, ("unlinked",))
    money = won_by(told, OUTSIDE, "amount")
    parts = [
        (f"{words.count(outside)} of {_wins(wins(told))}", "vermillion"),
        (f"{_set_off(money, told.currency)} did not come through our gate", ""),
    ]
    if untraced:
        parts.append(
            (f"; at most {words.count(outside + untraced)}, with {_untraced(untraced)}", "")
        )
    return [*parts, (".", "")]


def moving_or_stuck(told: Answers, passed: Row, group: str) -> list[Part]:
    """Say how many deals that passed showed no sign of life in their first days."""
    tone, who = ("strong", "created") if group == "all" else ("blue", "that passed")
    n = passed.n or 0
    ending = f" showed no sign of life in their first {words.days(silent_days(told))}"
    if passed.value is None or n < FEW:
        counted = f"{words.count(passed.events)} of {words.count(n)}"
        return [(counted, tone), (f" deals {who}{ending}.", "")]
    parts = [
        (f"Of {words.count(n)} deals {who}, ", ""),
        (f"{words.in100(passed.value)} in 100", tone),
        (ending, ""),
    ]
    if passed.low is not None and passed.high is not None:
        parts.append((f" ({words.in100(passed.low)} to {words.in100(passed.high)})", ""))
    return [*parts, (".", "")]


def silent_days(told: Answers) -> int:
    """Return the day at which silence from the start is read; it is the measure's, and fixed."""
    day = told.results["stalled_immediately"].measure.estimator.day
    return day if isinstance(day, int) else told.config.rules.stall_days


def not_alike(passed: Row | None, outside: Row | None) -> str:
    """Say that the two groups cannot be set against each other as they are."""
    if not passed or not outside or min(passed.n or 0, outside.n or 0) < FEW:
        return ""
    return (
        "Not like with like: the two groups differ in size, source and segment, "
        "so this gap alone proves nothing."
    )


def as_they_are(passed: Row, outside: Row) -> str:
    """Say the pair as it is, which is no comparison of like with like."""
    return (
        f"As they are, {words.in100(passed.value)} in 100 of those that passed and "
        f"{words.in100(outside.value)} in 100 of the {words.count(outside.n)} that did not."
    )


def all_created(told: Answers, passed: Row | None, outside: Row | None) -> str:
    """Print what the two bars leave out, so that the counts end at all deals created."""
    everything = told.row("stalled_immediately", path_group="all")
    if not everything or not everything.n or not passed or passed is everything:
        return ""
    one, other = passed.n or 0, (outside.n or 0) if outside else 0
    rest = everything.n - one - other
    if not other and not rest:
        return ""
    said = f"{words.count(one)} + {words.count(other)} above" if other else words.count(one)
    for group in ("missed_a_step", "cannot_tell"):
        more = told.row("stalled_immediately", path_group=group)
        if more and more.n:
            said += f" + {words.count(more.n)} {words.word(group)}"
            rest -= more.n
    said += f" + {words.count(rest)} on other paths" if rest else ""
    return f"{said} = {words.count(everything.n)} created open."


def the_gate(told: Answers, won: Row, caught: int | None) -> list[Part]:
    """Say what became of those turned away, both ways, without a net figure."""
    money = told.row("rejected_then_won", statistic="amount")
    amount = money.numerator if money else None
    parts = [
        (_wins(won.numerator) if won.numerator else "No win", "vermillion"),
        (f"{_set_off(amount, told.currency)} had been turned away first", ""),
    ]
    if caught == 0:
        parts.append(("; nobody was turned away a full year ago", ""))
    elif caught is not None:
        people = plural(caught, "person", "people")
        parts.append((f"; {people} turned away did not buy", ""))
    return [*parts, (".", "")]


def people_turned_away(told: Answers) -> int | None:
    """Return how many people were turned away and did not buy; None where that is not known."""
    result = told.usable("good_catches")
    if result is None:
        return None
    rows = result.whole or result.rows
    return rows.n if isinstance(rows, LedgerRows) else sum(row.n or 0 for row in rows)


def largest(rows: Sequence[Row]) -> str:
    """Sum up by which paths the largest wins came."""
    classes = [str(row.details.get("path_class")) for row in rows]
    known = [each for each in words.PATH_CLASSES if each in classes]
    return " · ".join(f"{classes.count(each)} {words.word(each)}" for each in known)


def money_of_largest(told: Answers, rows: Sequence[Row]) -> str:
    """Say how much of all won money the largest wins are."""
    total = told.row("control_totals", statistic="won_amount")
    amounts = [row.details.get("amount") for row in rows]
    part = sum(float(str(each)) for each in amounts if each is not None)
    if total is None or total.value is None:
        return words.money(part, told.currency)
    return f"{words.money(part, told.currency)} of {words.money(total.value, told.currency)} won"


def _set_off(money: float | None, currency: str) -> str:
    """Write money between commas; nothing where there is none."""
    return f", {words.money(money, currency)}," if money else ""


def _wins(number: float | None) -> str:
    return f"{words.count(number)} {'win' if number == 1 else 'wins'}"


def _untraced(number: float) -> str:
    return "the one untraced" if number == 1 else f"the {words.count(number)} untraced"
