"""One side of a question: how each measure of the two ledgers is said in a number and a phrase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from dashboard import words
from dashboard.measures.result import FEW, FEWEST, Row
from dashboard.present.sentence import plural
from dashboard.web.bars import range_bar, share_bar
from dashboard.web.parts import Child
from dashboard.web.row_frame import created_here, so_far
from dashboard.web.sheet import Sheet


@dataclass(frozen=True)
class Cell:
    """One side of a question: a number, its phrase, k of n, its bar, and what it opens.

    `at` is where the number lies on the bar, in hundredths; `row` is the number itself.
    """

    number: str
    phrase: str
    detail: str
    address: str
    bar: Child = None
    term: str = ""
    at: float | None = None
    row: Row | None = None


def _part_of(row: Row | None) -> tuple[float, float]:
    """Return k and n of a ratio."""
    if row is None:
        return 0.0, 0.0
    return row.numerator or 0.0, row.denominator or 0.0


def _share(sheet: Sheet, measure_id: str, phrase: str) -> Cell:
    """A share in percent; below 30 the counts say it, for a percent would promise too much."""
    row = sheet.row(measure_id)
    part, whole = _part_of(row)
    k_of_n = f"{words.count(part)} of {words.count(whole)}"
    address = sheet.drill(measure_id)
    if row is None or row.value is None or whole < FEW:
        return Cell(k_of_n, phrase, "too few for a share", address, row=row)
    bar = share_bar(row.value * 100, "solid", f"{words.percent(row.value)}", size="small")
    at = row.value * 100
    return Cell(words.percent(row.value), phrase, k_of_n, address, bar, at=at, row=row)


def _leads_won(sheet: Sheet, measure_id: str) -> Cell:
    return _share(sheet, measure_id, "of leads won so far")


def _mqls_accepted(sheet: Sheet, measure_id: str) -> Cell:
    return _share(sheet, measure_id, "of MQLs accepted by sales")


def _deals_won(sheet: Sheet, measure_id: str) -> Cell:
    return _share(sheet, measure_id, "of closed deals won")


def _won_outside(sheet: Sheet, measure_id: str) -> Cell:
    row = sheet.row(measure_id, component="ours", statistic="deals")
    part, whole = _part_of(row)
    untraced = sheet.numerator("path_mix", part="unlinked", statistic="deals")
    how_many = "one" if untraced == 1 else words.count(untraced)
    at_most = f"at most {words.count(part + untraced)}, with the {how_many} we cannot trace"
    bar, low = None, None
    if whole >= FEWEST:
        low, high = part / whole * 100, (part + untraced) / whole * 100
        bar = range_bar(low, high, f"{words.count(low)} to {words.count(high)} in 100")
    return Cell(
        f"{words.count(part)} of {words.count(whole)}",
        "wins did not come through our gate",
        at_most if untraced else "every win could be traced",
        sheet.drill(measure_id, component="ours", statistic="deals"),
        bar,
        at=low,
        row=row,
    )


def _refused_won(sheet: Sheet, measure_id: str) -> Cell:
    row = sheet.row(measure_id, statistic="deals")
    part, whole = _part_of(row)
    amount = sheet.numerator(measure_id, statistic="amount")
    money = f"{words.money(amount, sheet.currency)}, " if amount else ""
    bar, width = None, None
    if whole >= FEWEST:
        width = part / whole * 100
        bar = share_bar(width, "vermillion", f"{words.count(width)} in 100", size="small")
    return Cell(
        plural(part, "win"),
        f"{money}had been turned away first",
        f"of {words.count(whole)} won",
        sheet.drill(measure_id, statistic="deals"),
        bar,
        at=width,
        row=row,
    )


def _days_to_close(sheet: Sheet, measure_id: str) -> Cell:
    row = sheet.row(measure_id)
    n = row.n if row else 0
    if row is None or row.value is None:
        return Cell(
            plural(n, "win"),
            "too few to say in how many days",
            "",
            sheet.drill(measure_id),
            row=row,
        )
    return Cell(
        words.days(row.value),
        "to close, deals won",
        f"half of the {words.count(n)} took no longer",
        sheet.drill(measure_id),
        row=row,
    )


def _moved(sheet: Sheet, measure_id: str) -> Cell:
    moved = sheet.row(measure_id, state="moved")
    lost = sheet.row(measure_id, state="lost")
    also = f"; {words.count(lost.events)} were lost" if lost and lost.events else ""
    detail = f"{so_far(moved, 'created') if moved else '0 of 0 created'}{also}"
    address = sheet.drill(measure_id, state="moved")
    return replace(_in_100(moved, "moved within 30 days", detail, address), term="moved")


def _won_given_time(sheet: Sheet, measure_id: str) -> Cell:
    row = sheet.row(measure_id)
    detail = "lost and open deals stay in"
    if row and row.low is not None and row.high is not None:
        luck = f"{words.in100(row.low)} to {words.in100(row.high)} with luck"
        counts = f"{words.count(row.events)} of {words.count(row.n)} so far"
        detail = f"{counts}; {luck}; {detail}"
    cell = _in_100(row, "of all created won, given time", detail, sheet.drill(measure_id))
    return replace(cell, term="given time")


def _in_100(row: Row | None, phrase: str, detail: str, address: str) -> Cell:
    n = (row.n or 0) if row else 0
    if row is None or row.value is None or n < FEW:
        counts = f"{words.count(row.events if row else 0)} of {words.count(n)}"
        # Enough deals without a share: they have not been watched for as long as it takes.
        why = "too few for a share" if n < FEW or row is None else words.word(row.status)
        return Cell(counts, phrase, why, address, row=row)
    said, at = f"{words.in100(row.value)} in 100", row.value * 100
    bar = share_bar(at, "solid", said, size="small")
    return Cell(said, phrase, detail, address, bar, at=at, row=row)


def _created(sheet: Sheet, measure_id: str) -> Cell:
    deals = sheet.row(measure_id, statistic="deals")
    money = sheet.row(measure_id, statistic="amount")
    many = plural(deals.value if deals else 0, "deal")
    if money is None or money.value is None:
        address = sheet.drill(measure_id, statistic="deals")
        said = "their amounts at creation are not recorded"
        return Cell(many, "created", said, address, row=deals)
    amount = words.money(money.value, sheet.currency)
    address = sheet.drill(measure_id, statistic="amount")
    return Cell(amount, "of pipeline created", many, address, row=money)


def _silent(sheet: Sheet, measure_id: str) -> Cell:
    money = sheet.row(measure_id, statistic="amount")
    deals = sheet.row(measure_id, statistic="deals")
    part, whole = _part_of(money)
    bar, width = None, None
    if whole and (deals is None or (deals.n or 0) >= FEWEST):
        width = part / whole * 100
        spoken = f"{words.money(part, sheet.currency)} of {words.money(whole, sheet.currency)}"
        bar = share_bar(width, "solid", spoken, size="small")
    k, n = _part_of(deals)
    return Cell(
        words.money(part, sheet.currency),
        f"silent now, of deals {created_here(sheet)}",
        f"{words.count(k)} of the {words.count(n)} still open",
        sheet.drill(measure_id, statistic="amount"),
        bar,
        "silent",
        at=width,
        row=money,
    )


CELLS: dict[str, Callable[[Sheet, str], Cell]] = {
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
