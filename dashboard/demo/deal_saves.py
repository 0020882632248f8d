"""Each save of a deal in order of time: creation, stage moves, pushes of the close date."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.demo.export_parts import Parts
from dashboard.demo.journeys import LOST, PARKED, WON
from dashboard.demo.world import Integers, Texts, World

EXPECTED_DAYS = 90.0
"""A new deal is expected to close this many days after its creation."""

PROPOSAL = 3
"""The stage in which the first guess of the amount gives way to an offer."""


def histories(parts: Parts) -> pl.DataFrame:
    """Return one row per save of a deal: creation, stage moves, pushes of the close date."""
    deals = parts.deals
    created = deals.select(
        "deal",
        pl.col("created").alias("at"),
        pl.col("first_stage").alias("stage"),
        pl.lit(0, pl.Int64).alias("pushes"),
        pl.col("rep").cast(pl.Int64).alias("by"),
    )
    rep = deals.select("deal", pl.col("rep").cast(pl.Int64).alias("by"))
    moves = parts.ledger.moves.select("deal", "at", pl.col("entered").alias("stage"))
    bulk = parts.ledger.bulk_moves.select("deal", "at", pl.col("entered").alias("stage"))
    ended = deals.filter((pl.col("way") == "customer") & pl.col("closed").is_finite())
    ends = ended.select("deal", pl.col("closed").alias("at"), "stage")
    owned = pl.concat([moves, ends]).join(rep, on="deal", maintain_order="left")
    is_integration = parts.ledger.world["edits"]["bulk_by_integration"]
    mover = parts.integration_user if is_integration else parts.marketing_user
    bulked = bulk.with_columns(pl.lit(mover, pl.Int64).alias("by"))
    staged = pl.concat([owned, bulked]).with_columns(pl.lit(None, pl.Int64).alias("pushes"))
    pushed = parts.ledger.pushes.join(rep, on="deal", maintain_order="left").select(
        "deal", "at", pl.lit(None, pl.Int64).alias("stage"), "pushes", "by"
    )
    columns = ["deal", "at", "stage", "pushes", "by"]
    rows = pl.concat([created, staged.select(columns), pushed]).sort(
        "deal", "at", maintain_order=True
    )
    return _filled(parts, rows)


def _filled(parts: Parts, rows: pl.DataFrame) -> pl.DataFrame:
    """Carry stage and pushes forward, and add the amount and close date of that moment."""
    deals = parts.deals.select("deal", "created", "amount", "first_amount", "first_stage")
    rows = rows.with_columns(
        pl.col("stage").forward_fill().over("deal"),
        pl.col("pushes").forward_fill().over("deal"),
    ).join(deals, on="deal", maintain_order="left")
    is_offer = pl.col("stage").is_between(PROPOSAL, PARKED - 1) | (pl.col("stage") == WON)
    offered = is_offer.cum_sum().over("deal")
    expected = pl.col("created") + EXPECTED_DAYS + 60.0 * pl.col("pushes")
    closing = pl.when(pl.col("stage").is_in([WON, LOST])).then("at").otherwise(expected)
    rows = rows.with_columns(
        pl.when(offered > 0).then("amount").otherwise("first_amount").alias("value"),
        closing.alias("close"),
    )
    previous = [
        pl.col(name).shift(1).over("deal").alias(f"previous_{name}")
        for name in ("stage", "value", "close")
    ]
    return rows.with_columns(*previous, pl.col("at").shift(-1).over("deal").alias("next_at")).sort(
        "at", "deal", maintain_order=True
    )


def stage_names(world: World, codes: Integers) -> Texts:
    """Return stages as the export spells them; empty for none."""
    stages = world["stages"]
    spelled = np.asarray(["", *stages["open"], stages["parked"], stages["won"], stages["lost"]])
    opens = len(stages["open"])
    place = np.where(codes >= PARKED, codes - PARKED + opens + 1, codes)
    return spelled[place]


def probabilities(world: World, codes: Integers) -> Integers:
    """Return the probability that goes with each stage."""
    opens = world["stages"]["probability"]
    table = np.asarray([0, *opens, 10, 100, 0])
    return table[np.where(codes >= PARKED, codes - PARKED + len(opens) + 1, codes)]


def categories(codes: Integers) -> Texts:
    """Return the forecast category that goes with each stage."""
    return np.select(
        [codes == WON, codes == LOST, codes == PARKED, codes >= 4, codes == 3],
        ["Closed", "Omitted", "Omitted", "Commit", "BestCase"],
        default="Pipeline",
    )
