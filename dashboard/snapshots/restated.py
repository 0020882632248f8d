"""What the exports state otherwise than when the snapshot before was made."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dashboard.snapshots import said
from dashboard.snapshots.change import Restated
from dashboard.snapshots.sides import Side

_RECORD = ("table_name", "record_id", "column_name")


def since(before: Side, after: Side, currency: str) -> tuple[Restated, ...]:
    """Return each value restated since, from what it was to what it is; undone ones are none.

    Of a deal that the filters of the snapshot leave out nothing is told, nor of people where there
    are filters: nobody knows by which of them a person is left out.
    """
    later = _later(before, after)
    if after.is_narrowed:
        later = later.filter(pl.col("table_name") == "deals")
    if later.is_empty():
        return ()
    # A verdict may be restated on several days; the day of a deal moves with what it states.
    own_day = pl.when(pl.col("table_name") == "verdicts").then("business_date").alias("own_day")
    chains = later.group_by(*_RECORD, own_day, maintain_order=True).agg(
        pl.col("business_date").first(),
        pl.col("old_value").first().alias("old"),
        pl.col("new_value").last().alias("new"),
    )
    accounts = accounts_of(before, after)
    changed = chains.filter(pl.col("old").ne_missing(pl.col("new"))).filter(
        (pl.col("table_name") != "deals") | pl.col("record_id").is_in(list(accounts))
    )
    ordered = changed.sort("business_date", *_RECORD, nulls_last=True)
    return tuple(
        Restated(
            table=row["table_name"],
            record_id=row["record_id"],
            column=row["column_name"],
            business_date=row["business_date"],
            old=row["old"],
            new=row["new"],
            account=accounts.get(row["record_id"]),
            said=said.restated(row, accounts.get(row["record_id"]), currency),
        )
        for row in ordered.rows(named=True)
    )


def is_known(before: Side, after: Side) -> bool:
    """Say whether it is known what was restated from the one side to the other.

    A snapshot of a day in the past that was made later holds the values of when it was made.
    """
    return not (before.is_rerun or after.is_rerun)


def _later(before: Side, after: Side) -> pl.DataFrame:
    """Return the restatements that came after the side before, in the order kept."""
    number = pl.col("restated_number").cast(pl.Int64, strict=False)
    if not is_known(before, after):
        return after.restated.clear()
    if not after.is_part:
        return after.restated.filter(number > before.restatements_known).sort(number)
    # A deal that came into the part brings along what was restated while it was elsewhere; so each
    # deal's own are counted, of those deals that were in it before.
    record = ("table_name", "record_id")
    known = before.restated.group_by(*record).agg(pl.len().alias("known"))
    own = after.restated.join(
        before.deals, left_on="record_id", right_on="opportunity_id", how="semi"
    )
    return (
        own.sort(number)
        .join(known, on=record, how="left", maintain_order="left")
        .filter(pl.int_range(pl.len()).over(*record) >= pl.col("known").fill_null(0))
        .drop("known")
    )


def accounts_of(before: Side, after: Side) -> Mapping[str, str | None]:
    """Return the deals that either side knows, with the account's name where it is shown now."""
    found: dict[str, str | None] = {}
    for side in (before, after):
        found |= dict(side.deals.select("opportunity_id", "account_name").iter_rows())
    if not after.are_names_shown:
        return dict.fromkeys(found)
    return found


def noted_in(restated: tuple[Restated, ...]) -> frozenset[str]:
    """Return the deals that the exports lacked on one side: added late, or gone."""
    deals = (each for each in restated if each.table == "deals" and each.column == "created_date")
    return frozenset(each.record_id for each in deals if each.old is None or each.new is None)


def deals_of(restated: tuple[Restated, ...]) -> Mapping[str, frozenset[str]]:
    """Return the deals of which anything is stated otherwise, and the columns."""
    found: dict[str, frozenset[str]] = {}
    for each in restated:
        if each.table == "deals":
            found[each.record_id] = found.get(each.record_id, frozenset()) | {each.column}
    return found
