"""What is counted in the simulated world: each measure as METHODS defines it, by its own code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.demo.truth_deals import (
    BACK_STAMPED,
    BYPASSED,
    CONTACT_ONLY,
    HOLD,
    IN_FLOW,
    LOST,
    PATHS,
    REJECTED,
    RETURNED,
    SKIPPED,
    UNLINKED,
    WON,
    Deals,
    Lives,
)
from tests.demo.truth_leads import FAILED, HOUR, INF, LOW_FAILED, Array, People

HORIZON, STALL, YEAR = 180, 21, 365
# Did not come through our gate.
OUTSIDE = (REJECTED, BYPASSED, BACK_STAMPED)

Sums = dict[str, Any]


def day(when: Array) -> Array:
    """Return calendar dates as whole days; INF stays."""
    return np.floor(when)


class Tally:
    """Adds up numerators and denominators, and keeps values for medians, over batches."""

    def __init__(self) -> None:
        self.ratios: dict[str, list[float]] = {}
        self.days: dict[str, list[Array]] = {}

    def share(self, name: str, part: Array, weight: Array | None = None) -> None:
        """Add the share of a part, in records or in weight."""
        weights = np.ones(len(part)) if weight is None else weight
        sums = self.ratios.setdefault(name, [0.0, 0.0])
        sums[0] += float((weights * part).sum())
        sums[1] += float(weights.sum())

    def keep(self, name: str, values: Array) -> None:
        """Keep days for a median."""
        self.days.setdefault(name, []).append(values)


def add_leads(
    tally: Tally, people: People, deals: Deals, won: Array, window: tuple[int, int]
) -> None:
    """Add what is counted by person."""
    start, end = window
    known = deals.person >= 0
    bought = np.zeros(len(people.arrived), dtype=bool)
    bought[deals.person[known & won]] = True
    tally.share("lead_to_won_conversion", bought[people.arrived >= start])
    accepted = np.where((people.judged < end) & (people.fate <= 1), people.judged, INF)
    qualified = people.qualified.copy()
    back = deals.path == RETURNED
    qualified[deals.person[back]] = np.minimum(
        qualified[deals.person[back]], deals.opened[back] - 3
    )
    accepted[deals.person[back]] = deals.opened[back] - 1
    stamped = (deals.path == BACK_STAMPED) & (deals.stamp_due < end - HOUR)
    qualified[deals.person[stamped]] = deals.stamp_due[stamped]
    accepted[deals.person[stamped]] = deals.stamp_due[stamped] + HOUR / 3
    chosen = (day(qualified) >= start) & (qualified < end)
    tally.share("mql_to_sql_conversion", (accepted >= qualified)[chosen] & (accepted < INF)[chosen])
    _add_waits(tally, people, start)


def _add_waits(tally: Tally, people: People, start: int) -> None:
    asked = people.raised & (people.arrived >= start)
    failed = np.isin(people.fate, (FAILED, LOW_FAILED))
    turned_away = np.where(failed, day(people.judged), INF)[asked]
    asked_on = day(people.arrived[asked])
    for clock, event in (("attempt", people.called), ("conversation", people.talked)):
        reached = day(event[asked])
        tally.keep(
            f"first_conversation_wait/{clock}",
            np.where((reached < INF) & (reached <= turned_away), reached - asked_on, INF),
        )


def outcomes(lives: Lives, end: float) -> tuple[Array, Array]:
    """Return each deal's last state before a time, and when it entered it; 0 if none."""
    seen = lives.times < end
    latest = np.where(seen, lives.times, -1.0).argmax(axis=1)
    rows = np.arange(len(latest))
    any_seen = seen.any(axis=1)
    state = np.where(any_seen, lives.states[rows, latest], 0)
    return state, np.where(any_seen, lives.times[rows, latest], INF)


def path_at_as_of(deals: Deals, state: Array, since: Array, end: int) -> Array:
    """Return the path class that the records show at the as-of date."""
    closed = np.where((state == WON) | (state == LOST), since, INF)
    unstamped = (deals.path == BACK_STAMPED) & (deals.stamp_due >= np.minimum(closed, end))
    path = np.where(unstamped, BYPASSED, deals.path)
    early = day(deals.opened) < YEAR
    lone = np.where(early, UNLINKED, BYPASSED)
    return np.where(path == CONTACT_ONLY, lone, path)


def add_wins(
    tally: Tally, deals: Deals, state: Array, since: Array, path: Array, start: int
) -> None:
    """Add what is counted by deals closed in the period."""
    closed = ((state == WON) | (state == LOST)) & (day(since) >= start)
    tally.share("win_rate", state[closed] == WON)
    won = closed & (state == WON)
    tally.keep("sales_velocity", (day(since) - day(deals.opened))[won])
    components = {
        "strict": (REJECTED, BYPASSED),
        "ours": OUTSIDE,
        "wide": (REJECTED, BYPASSED, BACK_STAMPED, SKIPPED, RETURNED),
    }
    for statistic, weight in (("deals", np.ones(int(won.sum()))), ("amount", deals.amount[won])):
        for name, paths in components.items():
            inside = np.isin(path[won], paths)
            tally.share(f"won_without_gate/{name}/{statistic}", inside, weight)
            unknown = inside | (path[won] == UNLINKED)
            tally.share(f"won_without_gate_high/{name}/{statistic}", unknown, weight)
        for number, name in enumerate(PATHS[:-1]):
            tally.share(f"path_mix/{name}/{statistic}", path[won] == number, weight)
        refused = np.isin(path[won], (REJECTED, RETURNED))
        tally.share(f"rejected_then_won/{statistic}", refused, weight)


@dataclass(frozen=True)
class Starts:
    """How deals that are watched to their end began; the last four are of those open for long."""

    won_by_horizon: Array
    is_open_long: Array
    stalled: Array
    moved: Array
    lost: Array


def starts(rng: np.random.Generator, world: Sums, deals: Deals, lives: Lives) -> Starts:
    """Read the first weeks and the end of each life, with the buyer's contacts drawn."""
    opened = day(deals.opened)
    state, since = outcomes(lives, 1e9)
    life = day(since) - opened
    first_close = np.where(np.isin(lives.states, (WON, LOST)), lives.times, INF).min(axis=1)
    touch = world["touches"]
    rate = np.where(lives.stays, touch["never_moves_rate"], touch["buyer_rate"])
    # Contacts come at a constant rate, so the first one after day 0 is a fresh waiting time.
    contact = np.maximum(lives.alive_from, opened + 1) + rng.exponential(1.0, len(rate)) / rate
    contact = np.where(contact < first_close, contact, INF)
    after = np.where(day(lives.times) > opened[:, None], lives.times, INF).min(axis=1)
    touched = day(np.minimum(contact, after)) - opened <= STALL
    rise = np.where((lives.states >= 2) & (lives.states < WON), lives.times, INF).min(axis=1)
    held = (rise < INF) & (day(first_close) - day(rise) > 2)
    return Starts(
        won_by_horizon=(state == WON) & (life <= HORIZON),
        is_open_long=~lives.born_closed & (life > 1),
        stalled=~touched & (life > STALL),
        moved=held & (day(rise) - opened <= 30),
        lost=~held & (state == LOST) & (life <= 30),
    )


def add_starts(
    tally: Tally, rng: np.random.Generator, world: Sums, deals: Deals, lives: Lives, path: Array
) -> None:
    """Add what is counted by deals created in the period, watched to their end."""
    found = starts(rng, world, deals, lives)
    tally.share("won_by_cohort", found.won_by_horizon)
    groups = {
        "all": path >= 0,
        "through_every_gate": np.isin(path, (IN_FLOW, RETURNED)),
        "no_gate": np.isin(path, OUTSIDE),
    }
    for name, chosen in groups.items():
        tally.share(f"stalled_immediately/{name}", found.stalled[found.is_open_long & chosen])
    unmoved = ~found.moved & ~found.lost
    for name, part in (("moved", found.moved), ("lost", found.lost), ("unmoved", unmoved)):
        tally.share(f"momentum_30_days/{name}", part[found.is_open_long])


def add_silence(
    tally: Tally, rng: np.random.Generator, world: Sums, deals: Deals, lives: Lives, end: int
) -> None:
    """Add the open deals at the as-of date, and how many of them are silent."""
    state, since = outcomes(lives, end)
    is_open = (state != WON) & (state != LOST)
    touch = world["touches"]
    rate = np.where(lives.stays, touch["never_moves_rate"], touch["buyer_rate"])
    # Seen backwards from the as-of date, the last contact is a waiting time too.
    contact = end - rng.exponential(1.0, len(rate)) / rate
    contact = np.where(contact > lives.alive_from, contact, -1.0)
    change = np.where(np.isfinite(since), since, -1.0)
    last = np.maximum(np.maximum(contact, change), deals.opened)
    silent = (state != HOLD) & (end - day(last) > STALL)
    offered = ((lives.times < end) & (lives.states >= 3) & (lives.states <= WON)).any(axis=1)
    amount = np.where(offered | lives.born_closed, deals.amount, deals.guess)
    tally.share("stalled_value/deals", silent[is_open])
    tally.share("stalled_value/amount", silent[is_open], amount[is_open])


def add_verdicts(tally: Tally, people: People, deals: Deals, lives: Lives, end: int) -> None:
    """Add people turned away in either year, watched for a year whatever the as-of date."""
    failed = np.isin(people.fate, (FAILED, LOW_FAILED)) & (people.judged < end - YEAR)
    state, since = outcomes(lives, 1e9)
    won = np.full(len(people.arrived), INF)
    known = (deals.person >= 0) & (state == WON)
    won[deals.person[known]] = since[known]
    tally.share("rejected_then_won/verdicts", day(won[failed]) <= day(people.judged[failed]) + YEAR)
