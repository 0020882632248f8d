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

    Of a deal that the filters of the snapshot leave out nothing is told.
    """
    number = pl.col("restated_number").cast(pl.Int64, strict=False)
    later = after.restated.filter(number > before.restatements_known).sort(number)
    if later.is_empty():
        return ()
    # A verdict may be restated on several days.
    chains = later.group_by(*_RECORD, "business_date", maintain_order=True).agg(
        pl.col("old_value").first().alias("old"), pl.col("new_value").last().alias("new")
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


def accounts_of(before: Side, after: Side) -> Mapping[str, str | None]:
    """Return the deals that either side knows, with the account's name where it is shown."""
    found: dict[str, str | None] = {}
    for side in (before, after):
        found |= dict(side.deals.select("opportunity_id", "account_name").iter_rows())
    return found


def deals_of(restated: tuple[Restated, ...]) -> Mapping[str, frozenset[str]]:
    """Return the deals of which anything is stated otherwise, and the columns."""
    found: dict[str, frozenset[str]] = {}
    for each in restated:
        if each.table == "deals":
            found[each.record_id] = found.get(each.record_id, frozenset()) | {each.column}
    return found
