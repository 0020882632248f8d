"""One side of a question: how each measure of the two ledgers is said in a number and a phrase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from dashboard import words
from dashboard.measures.result import FEW, FEWEST, Row
from dashboard.present.answers import Answers
from dashboard.present.counted_words import created_here, so_far
from dashboard.present.sentence import plural


@dataclass(frozen=True)
class Filled:
    """How far a bar is filled, in hundredths; beyond `end`, up to `most`, it is not known.

    `spoken` says it to those who hear the page.
    """

    end: float
    colour: str
    spoken: str
    most: float | None = None


@dataclass(frozen=True)
class Cell:
    """One side of a question: a number, its phrase, k of n, its bar, and the mark of its records.

    `row` is the number itself.
    """

    number: str
    phrase: str
    detail: str
    mark: Mapping[str, str] = field(default_factory=dict)
    filled: Filled | None = None
    term: str = ""
    row: Row | None = None

    @property
    def at(self) -> float | None:
        """Return where the number lies on its bar, in hundredths."""
        return self.filled.end if self.filled else None


def _part_of(row: Row | None) -> tuple[float, float]:
    """Return k and n of a ratio."""
    if row is None:
        return 0.0, 0.0
    return row.numerator or 0.0, row.denominator or 0.0


def _share(told: Answers, measure_id: str, phrase: str) -> Cell:
    """A share in percent; below 30 the counts say it, for a percent would promise too much."""
    row = told.row(measure_id)
    part, whole = _part_of(row)
    k_of_n = f"{words.count(part)} of {words.count(whole)}"
    mark: Mapping[str, str] = {}
    if row is None or row.value is None or whole < FEW:
        return Cell(k_of_n, phrase, "too few for a share", mark, row=row)
    filled = Filled(row.value * 100, "solid", words.percent(row.value))
    return Cell(words.percent(row.value), phrase, k_of_n, mark, filled, row=row)


def _leads_won(told: Answers, measure_id: str) -> Cell:
    return _share(told, measure_id, "of leads won so far")


def _mqls_accepted(told: Answers, measure_id: str) -> Cell:
    return _share(told, measure_id, "of MQLs accepted by sales")


def _deals_won(told: Answers, measure_id: str) -> Cell:
    return _share(told, measure_id, "of closed deals won")


def _won_outside(told: Answers, measure_id: str) -> Cell:
    row = told.row(measure_id, component="ours", statistic="deals")
    part, whole = _part_of(row)
    untraced = told.numerator("path_mix", part="unlinked", statistic="deals")
    how_many = "one" if untraced == 1 else words.count(untraced)
    at_most = f"at most {words.count(part + untraced)}, with the {how_many} we cannot trace"
    filled = None
    if whole >= FEWEST:
        low, high = part / whole * 100, (part + untraced) / whole * 100
        spoken = f"{words.count(low)} to {words.count(high)} in 100"
        filled = Filled(low, "solid", spoken, most=high)
    return Cell(
        f"{words.count(part)} of {words.count(whole)}",
        "wins did not come through our gate",
        at_most if untraced else "every win could be traced",
        {"component": "ours", "statistic": "deals"},
        filled,
        row=row,
    )


def _refused_won(told: Answers, measure_id: str) -> Cell:
    row = told.row(measure_id, statistic="deals")
    part, whole = _part_of(row)
    amount = told.numerator(measure_id, statistic="amount")
    money = f"{words.money(amount, told.currency)}, " if amount else ""
    filled = None
    if whole >= FEWEST:
        width = part / whole * 100
        filled = Filled(width, "vermillion", f"{words.count(width)} in 100")
    return Cell(
        plural(part, "win"),
        f"{money}had been turned away first",
        f"of {words.count(whole)} won",
        {"statistic": "deals"},
        filled,
        row=row,
    )


def _days_to_close(told: Answers, measure_id: str) -> Cell:
    row = told.row(measure_id)
    n = row.n if row else 0
    if row is None or row.value is None:
        return Cell(
            plural(n, "win"),
            "too few to say in how many days",
            "",
            {},
            row=row,
        )
    return Cell(
        words.days(row.value),
        "to close, deals won",
        f"half of the {words.count(n)} took no longer",
        {},
        row=row,
    )


def _moved(told: Answers, measure_id: str) -> Cell:
    moved = told.row(measure_id, state="moved")
    lost = told.row(measure_id, state="lost")
    also = f"; {words.count(lost.events)} were lost" if lost and lost.events else ""
    detail = f"{so_far(moved, 'created') if moved else '0 of 0 created'}{also}"
    mark = {"state": "moved"}
    return replace(_in_100(moved, "moved within 30 days", detail, mark), term="moved")


def _won_given_time(told: Answers, measure_id: str) -> Cell:
    row = told.row(measure_id)
    detail = "lost and open deals stay in"
    if row and row.low is not None and row.high is not None:
        luck = f"{words.in100(row.low)} to {words.in100(row.high)} with luck"
        counts = f"{words.count(row.events)} of {words.count(row.n)} so far"
        detail = f"{counts}; {luck}; {detail}"
    cell = _in_100(row, "of all created won, given time", detail, {})
    return replace(cell, term="given time")


def _in_100(row: Row | None, phrase: str, detail: str, mark: Mapping[str, str]) -> Cell:
    n = (row.n or 0) if row else 0
    if row is None or row.value is None or n < FEW:
        counts = f"{words.count(row.events if row else 0)} of {words.count(n)}"
        # Enough deals without a share: they have not been watched for as long as it takes.
        why = "too few for a share" if n < FEW or row is None else words.word(row.status)
        return Cell(counts, phrase, why, mark, row=row)
    said = f"{words.in100(row.value)} in 100"
    filled = Filled(row.value * 100, "solid", said)
    return Cell(said, phrase, detail, mark, filled, row=row)


def _created(told: Answers, measure_id: str) -> Cell:
    deals = told.row(measure_id, statistic="deals")
    money = told.row(measure_id, statistic="amount")
    many = plural(deals.value if deals else 0, "deal")
    if money is None or money.value is None:
        mark = {"statistic": "deals"}
        said = "their amounts at creation are not recorded"
        return Cell(many, "created", said, mark, row=deals)
    amount = words.money(money.value, told.currency)
    mark = {"statistic": "amount"}
    return Cell(amount, "of pipeline created", many, mark, row=money)


def _silent(told: Answers, measure_id: str) -> Cell:
    money = told.row(measure_id, statistic="amount")
    deals = told.row(measure_id, statistic="deals")
    part, whole = _part_of(money)
    filled = None
    if whole and (deals is None or (deals.n or 0) >= FEWEST):
        width = part / whole * 100
        spoken = f"{words.money(part, told.currency)} of {words.money(whole, told.currency)}"
        filled = Filled(width, "solid", spoken)
    k, n = _part_of(deals)
    return Cell(
        words.money(part, told.currency),
        f"silent now, of deals {created_here(told)}",
        f"{words.count(k)} of the {words.count(n)} still open",
        {"statistic": "amount"},
        filled,
        "silent",
        row=money,
    )


CELLS: dict[str, Callable[[Answers, str], Cell]] = {
    "lead_to_won_conversion": _leads_won,
    "won_without_gate": _won_outside,
    "mql_to_sql_conversion": _mqls_accepted,
    "rejected_then_won": _refused_won,
    "sales_velocity": _days_to_close,
    "momentum_30_days": _moved,
    "pipeline_created": _created,
    "stalled_value": _silent,
    "win_rate": _deals_won,
    "won_by_cohort": _won_given_time,
}
