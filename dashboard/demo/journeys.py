"""What became of each deal: its stage moves, holds, steps back, closing and reopening."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from dashboard.demo.world import NEVER, Flags, Floats, Integers, Texts, World, by_position

PARKED, WON, LOST = 100, 101, 102
"""Codes beside the open stages, which are 1, 2, 3, ... in order."""

# Which parameters rule a way: deals that came directly differ by their paperwork only.
WAY_OF = {"back_stamped": "direct", "contact_only": "direct"}


@dataclass
class Moves:
    """Stage moves as they are drawn: deal, time, stage left and stage entered."""

    deal: list[Integers] = field(default_factory=list)
    at: list[Floats] = field(default_factory=list)
    left: list[Integers] = field(default_factory=list)
    entered: list[Integers] = field(default_factory=list)

    def add(self, deal: Integers, at: Floats, left: Integers, entered: Integers) -> None:
        """Note one move for each of these deals."""
        self.deal.append(deal)
        self.at.append(at)
        self.left.append(left)
        self.entered.append(entered)

    def frame(self, world: World) -> pl.DataFrame:
        """Return all moves that happened by the as-of date, in order of deal and time."""
        moves = pl.DataFrame(
            {
                "deal": np.concatenate(self.deal),
                "at": np.concatenate(self.at),
                "left": np.concatenate(self.left),
                "entered": np.concatenate(self.entered),
            }
        )
        return moves.filter(pl.col("at") < world.days).sort("deal", "at", maintain_order=True)


@dataclass(frozen=True)
class Temper:
    """How each deal behaves: its hazards, and from when on it is alive."""

    alive_from: Floats
    forward: Floats
    lost: Floats
    stays: Flags
    first_stage: Integers


def draw_temper(world: World, deals: pl.DataFrame) -> Temper:
    """Draw each deal's hazards, and whether it is silent from the start."""
    moves, count = world["moves"], deals.height
    ways = [WAY_OF.get(way, way) for way in deals["way"].to_list()]
    silent_chance = np.array([world["ways"][way]["silent"] for way in ways])
    born_closed = world.happens(moves["born_closed"], count)
    silent = world.happens(silent_chance, count) & ~born_closed
    stays = world.happens(moves["never_moves"], count) & ~born_closed
    quiet = moves["silent_from"] + world.exponential(moves["silent_more_mean"], count)
    forward = moves["forward"] * np.array([world["ways"][way]["forward"] for way in ways])
    forward *= by_position(moves["forward_by_segment"], deals["segment"].to_numpy())
    forward *= _pace_of_company(world, deals["company"].to_numpy())
    lost = moves["lost"] * np.array([world["ways"][way]["lost"] for way in ways])
    forward = np.where(born_closed, moves["born_forward"], forward)
    lost = np.where(born_closed, moves["born_lost"], lost)
    created = deals["created"].to_numpy()
    return Temper(
        alive_from=created + np.where(silent, quiet, 0.0),
        forward=np.where(stays, 0.0, forward),
        lost=np.where(stays, moves["never_moves_lost"], lost),
        stays=stays,
        first_stage=np.where(born_closed, len(world["stages"]["open"]), 1),
    )


def _pace_of_company(world: World, company: Integers) -> Floats:
    """Return the factor that all deals of a company share."""
    spread = world["moves"]["forward_sd_by_company"]
    if not spread:
        return np.ones(len(company))
    return np.exp(world.chance.normal(0, spread, int(company.max(initial=0)) + 1))[company]


def draw_moves(world: World, deals: pl.DataFrame, temper: Temper) -> pl.DataFrame:
    """Return one row per stage move, without the creations."""
    moves = Moves()
    created = deals["created"].to_numpy()
    everyone = np.arange(deals.height)
    lost_silent = created + world.exponential(1 / world["moves"]["silent_lost"], deals.height)
    gone = lost_silent < temper.alive_from
    moves.add(
        everyone[gone],
        lost_silent[gone],
        temper.first_stage[gone],
        np.full(int(gone.sum()), LOST),
    )
    lost = _walk(
        world, moves, temper, everyone[~gone], temper.first_stage[~gone], temper.alive_from[~gone]
    )
    _reopen(world, moves, temper, created, lost)
    return moves.frame(world)


@dataclass(frozen=True)
class LostDeals:
    """Deals that were lost, from which stage, and when."""

    deal: Integers
    stage: Integers
    at: Floats


def _walk(
    world: World, moves: Moves, temper: Temper, deal: Integers, stage: Integers, since: Floats
) -> LostDeals:
    """Move deals from stage to stage until all are won or lost."""
    last = len(world["stages"]["open"])
    lost: list[LostDeals] = []
    while len(deal):
        with np.errstate(divide="ignore"):
            forward_at = since + world.exponential(1.0, len(deal)) / temper.forward[deal]
            lost_at = since + world.exponential(1.0, len(deal)) / temper.lost[deal]
        falls = lost_at < forward_at
        lost.append(LostDeals(deal[falls], stage[falls], lost_at[falls]))
        moves.add(deal[falls], lost_at[falls], stage[falls], np.full(int(falls.sum()), LOST))
        wins = ~falls & (stage == last)
        moves.add(deal[wins], forward_at[wins], stage[wins], np.full(int(wins.sum()), WON))
        goes = ~falls & ~wins
        deal, stage, since = deal[goes], stage[goes] + 1, forward_at[goes]
        moves.add(deal, since, stage - 1, stage)
        since = _detours(world, moves, deal, stage, since)
    return LostDeals(
        np.concatenate([part.deal for part in lost]),
        np.concatenate([part.stage for part in lost]),
        np.concatenate([part.at for part in lost]),
    )


def _detours(world: World, moves: Moves, deal: Integers, stage: Integers, since: Floats) -> Floats:
    """Put some deals on hold and some back by one stage; return when each goes on."""
    rules, count = world["moves"], len(deal)
    parked = world.happens(rules["parked"], count) & (stage <= 3)
    parked_at = since + 4 + world.exponential(rules["parked_after"], count)
    resumed_at = parked_at + world.uniform(rules["parked_days"], count)
    backward = world.happens(rules["backward"], count) & (stage >= 3) & ~parked
    back_at = since + 4 + world.exponential(rules["backward_after"], count)
    again_at = back_at + 5 + world.exponential(rules["backward_again"], count)
    held = np.full(count, PARKED)
    for chosen, at, left, entered in (
        (parked, parked_at, stage, held),
        (parked, resumed_at, held, stage),
        (backward, back_at, stage, stage - 1),
        (backward, again_at, stage - 1, stage),
    ):
        moves.add(deal[chosen], at[chosen], left[chosen], entered[chosen])
    return np.where(parked, resumed_at, np.where(backward, again_at, since))


def _reopen(world: World, moves: Moves, temper: Temper, created: Floats, lost: LostDeals) -> None:
    """Open some lost deals again, once, in the stage where they were lost."""
    rules = world["moves"]
    chosen = world.happens(rules["reopened"], len(lost.deal))
    chosen &= (lost.stage >= 2) & (lost.at - created[lost.deal] > 30)
    deal, stage = lost.deal[chosen], lost.stage[chosen]
    at = lost.at[chosen] + 5 + world.exponential(rules["reopened_after"], len(deal))
    moves.add(deal, at, np.full(len(deal), LOST), stage)
    if len(deal):
        _walk(world, moves, temper, deal, stage, at)


def closings(deals: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Return each deal's stage at the as-of date, and when it last closed (never if open)."""
    last = moves.group_by("deal", maintain_order=True).agg(
        pl.col("at").last().alias("last_at"), pl.col("entered").last().alias("stage")
    )
    numbered = deals.with_row_index("deal").with_columns(pl.col("deal").cast(pl.Int64))
    joined = numbered.join(last, on="deal", how="left", maintain_order="left")
    closed = pl.col("stage") >= WON
    return joined.select(
        pl.col("stage"),
        pl.when(closed).then(pl.col("last_at")).otherwise(NEVER).fill_null(NEVER).alias("closed"),
    )


def path_classes(world: World, deals: pl.DataFrame, closed: Floats) -> Texts:
    """Return the path class of each deal, which the measures must find again."""
    way = deals["way"].to_numpy()
    stamp_due = deals["stamp_due"].to_numpy()
    stamped = (stamp_due < closed) & (stamp_due < world.days)
    # A contact who never was a lead can be told from a missing record only once the lead
    # history reaches back a year before the deal.
    year_known = np.floor(deals["created"].to_numpy()) >= 365
    return np.select(
        [
            way == "direct",
            way == "back_stamped",
            (way == "contact_only") & year_known,
            way == "contact_only",
        ],
        ["bypassed", np.where(stamped, "back_stamped", "bypassed"), "bypassed", "unlinked"],
        default=way,
    )
