"""What people who were turned away, or others of their companies, bought in the year after.

The measure gives one row a verdict and won deal after it; a verdict without any has one row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from dashboard import words
from dashboard.estimators.excess_wins import Excess, excess_wins
from dashboard.estimators.intervals import median_interval
from dashboard.estimators.standardise import strata
from dashboard.estimators.survival import aalen_johansen
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEW, FEWEST, Row

DAYS = 365
EXCESS = "excess"
# Of fewer people turned away the company is known: those would be the ones who came back.
LEAST_KNOWN = 0.5
# Of more companies that nobody judged a deal is known: they are known for their deals.
MOST_WITH_DEAL = 0.8
_OWN = pl.col("is_its_own").fill_null(value=False)
_PRICED = _OWN & pl.col("amount_at_close").is_not_null()
_PERSON, _ACCOUNT = pl.col("how") == "person", pl.col("how") == "account"
# What each row counts: the wins themselves, by whom they were.
_WINS: Mapping[str, pl.Expr] = {
    "leads": pl.col("opportunity_id").is_not_null(),
    "won_in_a_year": pl.col("won_days") <= DAYS,
    "deals": _OWN,
    "amount": _PRICED,
    "person_deals": _OWN & _PERSON,
    "person_amount": _PRICED & _PERSON,
    "account_deals": _OWN & _ACCOUNT,
    "account_amount": _PRICED & _ACCOUNT,
    "lag_to_deal": _OWN,
}
_DETAILS = {"won_in_a_year": {"unit": "share"}, "lag_to_deal": {"unit": "days"}}


def companies(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the earliest verdict of each company, of those that had a full year since.

    `is_won` where somebody else of it won in the year; `others` and `others_won` are the companies
    of its kind that nobody judged, null where there is none.
    """
    known = frame.filter(pl.col("stratum").is_not_null() & (pl.col("age_days") >= DAYS))
    return (
        known.sort("decided_date", "record_id")
        .group_by("account_id", maintain_order=True)
        .agg(
            pl.col("record_id", "stratum", "start_month", "others", "others_won").first(),
            pl.col("others_with_deal").first(),
            is_won=(_ACCOUNT & (pl.col("record_id") == pl.col("record_id").first())).any(),
        )
        .with_columns(pl.col("is_won").fill_null(value=False))
    )


def beyond(accounts: pl.DataFrame) -> Excess:
    """Return the wins beyond those of companies alike.

    A company that nobody judged stands in every month, and weighs as one over all of them.
    """
    kinds = (
        accounts.with_columns(pl.col("others", "others_won").fill_null(0))
        .group_by("stratum", "start_month", maintain_order=True)
        .agg(
            k1=pl.col("is_won").sum(),
            n1=pl.len(),
            k0=pl.col("others_won").first(),
            n0=pl.col("others").first(),
        )
        .with_columns(months=pl.len().over("stratum").cast(pl.Float64))
        .sort("stratum", "start_month")
    )
    return excess_wins(
        strata(
            kinds["k1"].to_numpy(),
            kinds["n1"].to_numpy(),
            (kinds["k0"] / kinds["months"]).to_numpy(),
            (kinds["n0"] / kinds["months"]).to_numpy(),
        )
    )


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del context
    for outer, part in groups(frame, split):
        people = part["record_id"].n_unique()
        for name, wanted in _WINS.items():
            wins = part.filter(wanted)
            events = wins["record_id"].n_unique()
            row = Row(
                {"statistic": name, **outer}, None, None, None, people, events, measure.grade,
                details=_DETAILS.get(name, {}),
            )  # fmt: skip
            yield _told(name, row, part, wins)
        yield _excess(part, outer)


def _told(name: str, row: Row, part: pl.DataFrame, wins: pl.DataFrame) -> Row:
    if name == "won_in_a_year":
        return _share(row, part)
    if name == "lag_to_deal":
        return _lag(replace(row, n=row.events), wins)
    if name.endswith("amount"):
        return replace(row, value=float(wins["amount_at_close"].sum()))
    return replace(row, value=float(row.events or 0) if name == "leads" else float(wins.height))


def _share(row: Row, part: pl.DataFrame) -> Row:
    """The share followed by a win by day 365; who had less time counts for the days there were."""
    ends = part.group_by("record_id", maintain_order=True).agg(
        pl.col("won_days").min(), pl.col("age_days").first()
    )
    kinds = ["censored" if day is None else "won" for day in ends["won_days"]]
    days = ends.select(pl.coalesce("won_days", "age_days")).to_series()
    if ends.height < FEWEST:
        return replace(row, status="too few")
    found = aalen_johansen(days.to_numpy(), kinds, [1] * ends.height, causes=("won",))
    share = found.share_at(DAYS, "won")
    status = "ok" if share.value is not None else "too early"
    return replace(row, value=share.value, low=share.low, high=share.high, status=status)


def _lag(row: Row, wins: pl.DataFrame) -> Row:
    if wins.height < FEWEST:
        return replace(row, status="too few")
    half = median_interval(wins["lag_days"].to_numpy(), [1] * wins.height)
    return replace(row, value=half.value, low=half.low, high=half.high)


def _excess(part: pl.DataFrame, outer: Mapping[str, object]) -> Row:
    accounts = companies(part)
    people = part["record_id"].n_unique()
    known = part.filter(pl.col("stratum").is_not_null())["record_id"].n_unique()
    found = beyond(accounts)
    compared = accounts.filter(pl.col("others") > 0)
    kinds = compared.group_by("stratum", maintain_order=True).agg(
        pl.col("others", "others_with_deal").max()
    )
    others, with_deal = int(kinds["others"].sum()), int(kinds["others_with_deal"].sum())
    why = _withheld(people, known, others, with_deal)
    row = Row(
        {"statistic": EXCESS, **outer}, None, None, None, compared.height,
        int(compared["is_won"].sum()), "adjusted",
        details={
            "unit": "count", "expected": None, "others": others,
            "incomparable": accounts.height - compared.height, "why": why,
        },
    )  # fmt: skip
    if compared.height < FEWEST or others < FEW:
        return replace(row, status="too few")
    if why:
        return replace(row, status="withheld")
    return replace(
        row,
        value=found.value,
        low=found.low,
        high=found.high,
        details={**row.details, "expected": found.expected},
    )


def _withheld(people: int, known: int, others: int, with_deal: int) -> str:
    """Say why nothing can be taken off for what companies win anyway."""
    if known < LEAST_KNOWN * people:
        return (
            f"The company is known for {words.count(known)} people: too few to set beside others."
        )
    if with_deal > MOST_WITH_DEAL * others:
        return (
            f"Of {words.count(others)} companies that nobody judged {words.count(with_deal)} have "
            "a deal: they say nothing of the rest."
        )
    return ""


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    statistic = mark.get("statistic")
    if statistic == "lag_to_deal":
        return frame.filter(_OWN)
    if statistic == EXCESS:
        compared = companies(frame).filter(pl.col("others") > 0)
        return frame.join(compared.select("record_id"), on="record_id", how="semi")
    return frame


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    statistic = mark.get("statistic", "leads")
    if statistic == EXCESS:
        return frame.filter(_ACCOUNT)
    return frame.filter(_WINS[statistic])


ESTIMATE = Estimate(rows_of=_rows, events_of=_events, members_of=_members, is_ordered=True)
