"""Signs, silences, states and starts of each deal, counted day by day.

Written from METHODS C, the decisions 6, 7 and 14 and what each fact says of itself.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from tests.facts.company import FullDeal
from tests.facts.oracle import Deal, World, closing, day, history, role_of
from tests.facts.oracle_moves import (
    age,
    days_to_close,
    is_bulk,
    is_on_clock,
    last_watched,
    moves,
    stays,
    touches_of,
)

FIXED, LONGEST_WAIT = 21, 60
FEWEST, LOWEST, HIGHEST, AT_RISK, AHEAD = 50, 7, 90, 10, 30
NEW_YEAR = 365  # The first day of the second year.


def changes_that_count(world: World, deal: Deal) -> set[int]:
    """Return the days on which a person changed the stage, for this deal alone."""
    return {
        day(change.at)
        for at, change in enumerate(history(world, deal))
        if (at > 0 or day(change.at) > day(deal.at))
        and not change.is_integration
        and not is_bulk(world, deal, change)
    }


def signs(world: World, deal: Deal, kind: str = "all") -> list[int]:
    """Return the days after the creation with a sign of life, in days since it."""
    days = changes_that_count(world, deal)
    if kind == "all":
        days |= {day(one.at) for one in touches_of(world, deal) if one.direction != "seller"}
    return sorted(at - day(deal.at) for at in days if at > day(deal.at) and at <= world.last_day)


def is_in_parked_stage(world: World, deal: Deal, today: int) -> bool:
    """Return whether a deal ended a day since its creation in a parked stage."""
    before = [one for one in history(world, deal) if day(one.at) <= day(deal.at) + today]
    return bool(before) and role_of(before[-1]) == "parked"


def end_of(world: World, deal: Deal) -> int:
    """Return the day a deal was closed on, else its age."""
    closed = days_to_close(world, deal)
    return age(world, deal) if closed is None else closed


def gaps(world: World, deal: Deal) -> list[tuple[int, int, bool]]:
    """Return from when until when nothing was heard, and whether it ended with a sign."""
    end = end_of(world, deal)
    is_open = days_to_close(world, deal) is None
    begins = [0, *(at for at in signs(world, deal) if at < end or (is_open and at == end))]
    nexts = [*begins[1:], None]
    return [
        (begin, end if following is None else following, following is not None)
        for begin, following in zip(begins, nexts, strict=True)
    ]


def parked_until(world: World, deal: Deal, since: int, *, is_last: bool) -> int:
    """Return until when the buyer asked to be left alone, as it is known now."""
    if not (is_last and days_to_close(world, deal) is None and deal.next_contact_day is not None):
        return since
    return min(deal.next_contact_day - day(deal.at), since + LONGEST_WAIT)


def onset(world: World, deal: Deal, gap: tuple[int, int, bool], threshold: int) -> int | None:
    """Return the last day of a gap that the threshold still allows, if it was exceeded."""
    since, until, is_touched = gap
    waits = parked_until(world, deal, since, is_last=not is_touched)
    quiet = 0
    for today in range(since, until):
        quiet += not (today < waits or is_in_parked_stage(world, deal, today))
        if quiet > threshold:
            return today
    return None


def stage_at(world: World, deal: Deal, today: int) -> str | None:
    """Return the stage a deal ended a day since its creation in."""
    before = [one for one in history(world, deal) if day(one.at) <= day(deal.at) + today]
    return before[-1].stage if before else None


def silences(world: World, own: int) -> list[dict[str, object]]:
    """Return what fct_deal_silences should say, under the threshold of the config and others."""
    learned = thresholds(world)
    rows = []
    for deal in world.deals:
        if not is_on_clock(world, deal):
            continue
        for kind in ("own", "fixed", "learned", "hazard"):
            rows += _silences_of(world, deal, kind, own, learned)
    return rows


def _silences_of(
    world: World, deal: Deal, kind: str, own: int, learned: Thresholds
) -> list[dict[str, object]]:
    year = day(deal.at) >= NEW_YEAR
    rows: list[dict[str, object]] = []
    for gap in gaps(world, deal):
        since, until, is_touched = gap
        stage = stage_at(world, deal, since)
        by_data = learned.get((pipeline_of(deal), stage, year), (FIXED, FIXED))
        threshold = {"own": own, "fixed": FIXED, "learned": by_data[0], "hazard": by_data[1]}[kind]
        began = onset(world, deal, gap, threshold)
        if began is None:
            continue
        efforts = [
            one
            for one in touches_of(world, deal)
            if one.direction == "seller" and began < day(one.at) - day(deal.at) <= until
        ]
        rows.append(
            {
                "opportunity_id": deal.id,
                "threshold": kind,
                "place": len(rows) + 1,
                "threshold_days": threshold,
                "from_days": since,
                "onset_days": began,
                "days_silent": until - began,
                "stage": stage,
                "end_kind": "touched" if is_touched else _end_kind(world, deal),
                "seller_touches": len(efforts) if kind == "own" else None,
            }
        )
    return rows


def _end_kind(world: World, deal: Deal) -> str:
    outcome = closing(world, deal)[0]
    if outcome != "open":
        return outcome
    changes = history(world, deal)
    return "parked" if changes and role_of(changes[-1]) == "parked" else "silent"


def pipeline_of(deal: Deal) -> str:
    """Return the pipeline a deal is in."""
    return deal.pipeline if isinstance(deal, FullDeal) else "default"


def move_clock(world: World, deal: Deal) -> tuple[str, int]:
    """Return how and when the clock to the first move ended."""
    until = last_watched(world, deal)
    firsts = [max(move.today - day(deal.at), 0) for move in moves(world, deal) if move.is_forward]
    closed = days_to_close(world, deal)
    if firsts and firsts[0] <= until:
        return "moved", firsts[0]
    if closed is not None and closed == until:
        return ("moved" if closing(world, deal)[0] == "won" else "lost"), closed
    return "censored", max(age(world, deal) - 3, 0)


def state_on(world: World, deal: Deal, today: int) -> str:
    """Return whether a deal was talking or silent on a day since its creation."""
    for gap in gaps(world, deal):
        if gap[0] <= today and (today < gap[1] or not gap[2]):
            began = onset(world, deal, gap, FIXED)
            return "talking" if began is None or today <= began else "silent"
    raise AssertionError(today)


def woken(world: World, deal: Deal) -> list[tuple[int, int, bool]]:
    """Return the times that were silent for too long, by 21 days."""
    return [gap for gap in gaps(world, deal) if onset(world, deal, gap, FIXED) is not None]


def spans(world: World) -> list[dict[str, object]]:
    """Return what fct_deal_spans should say."""
    rows: list[dict[str, object]] = []
    for deal in world.deals:
        if not is_on_clock(world, deal):
            continue
        kind, end = move_clock(world, deal)
        states = [state_on(world, deal, today) for today in range(end + (kind == "censored"))]
        # A silence that ends on the first day it is one takes no time, but is told.
        ended = [until for _, until, is_touched in woken(world, deal) if is_touched]
        begins = [0] + [
            at for at in range(1, len(states)) if states[at] != states[at - 1] or at in ended
        ]
        for begin, following in zip(begins, [*begins[1:], None], strict=True):
            rows.append(
                {
                    "opportunity_id": deal.id,
                    "from_days": begin,
                    "state": states[begin] if states else "talking",
                    "until_days": end if following is None else following,
                    "is_last": following is None,
                    "end_kind": kind,
                }
            )
    return rows


def starts(world: World) -> list[dict[str, object]]:
    """Return what fct_deal_starts should say."""
    rows = []
    for deal in world.deals:
        if not is_on_clock(world, deal):
            continue
        for kind in ("all", "stages"):
            for threshold in (14, 21, 30, 45):
                ended, days = start(world, deal, kind, threshold)
                rows.append(
                    {
                        "opportunity_id": deal.id,
                        "signs": kind,
                        "threshold_days": threshold,
                        "stall_kind": ended,
                        "days_to_stall": days,
                    }
                )
    return rows


def start(world: World, deal: Deal, kind: str, threshold: int) -> tuple[str, int]:
    """Return whether a deal was silent from its creation on, and when that was known."""
    closed = days_to_close(world, deal)
    if closed is not None and closed <= threshold:
        return closing(world, deal)[0], closed
    later = signs(world, deal, kind)
    was_parked = any(
        role_of(change) == "parked" and day(change.at) - day(deal.at) <= threshold
        for change in history(world, deal)
    )
    waits = deal.next_contact_day is not None and deal.next_contact_day > day(deal.at)
    old = age(world, deal)
    if was_parked or (waits and not later) or (later and later[0] <= threshold):
        return "censored", min(old, threshold + 1)
    return ("stalled", threshold) if old > threshold else ("censored", old)


Thresholds = dict[tuple[str, str | None, bool], tuple[int, int]]


@cache
def thresholds(world: World) -> Thresholds:
    """Return the learned days and those by chance, per pipeline, stage and year of creation."""
    known = [row for row in stays(world) if row["role"] == "open"]
    found: Thresholds = {}
    for pipeline, stage in {(str(row["pipeline"]), str(row["stage"])) for row in known}:
        for is_second, begins in ((False, 0), (True, NEW_YEAR)):
            watched = [
                _watched(row, begins)
                for row in known
                if (row["pipeline"], row["stage"]) == (pipeline, stage)
                and int(str(row["entered"])) < begins
            ]
            if len(watched) >= FEWEST:
                found[pipeline, stage, is_second] = (learned(watched), hazard(watched))
    return found


def _watched(row: dict[str, object], begins: int) -> tuple[int, str]:
    """Return how long a stay had lasted when the year began, and how it had ended."""
    left, entered = row["left_on"], int(str(row["entered"]))
    if left is None or int(str(left)) >= begins:
        return begins - entered, "there"
    kind = "moved" if row["end_kind"] in ("forward", "won") else "ended"
    return int(str(left)) - entered, kind


def clip(days: int | None) -> int:
    """Return a threshold within the bounds; one that was not reached is the highest."""
    return HIGHEST if days is None else min(max(days, LOWEST), HIGHEST)


def learned(watched: list[tuple[int, str]]) -> int:
    """Return the day by which four of five had moved on, had all been watched."""
    unmoved = 1.0
    for today in range(HIGHEST + 1):
        at_risk = sum(days >= today for days, _ in watched)
        moved = watched.count((today, "moved"))
        unmoved *= 1 - moved / at_risk if at_risk else 1
        if unmoved <= 0.2 + 1e-12 and at_risk >= AT_RISK:
            return clip(today)
    return HIGHEST


def hazard(watched: list[tuple[int, str]]) -> int:
    """Return the first day on which the chance to move on had fallen by half."""
    gone = Counter(watched)
    share, moved = [1.0], [0.0]
    at_risk = [sum(days >= today for days, _ in watched) for today in range(HIGHEST + AHEAD + 1)]
    for today, there in enumerate(at_risk):
        on, out = gone[today, "moved"], gone[today, "ended"]
        moved.append(moved[-1] + (share[-1] * on / there if there else 0))
        share.append(share[-1] * (1 - (on + out) / there if there else 1))

    def chance(today: int) -> float:
        left = share[today + 1]
        return (moved[today + AHEAD + 1] - moved[today + 1]) / left if left > 1e-12 else 0.0

    for today in range(HIGHEST + 1):
        if at_risk[today + AHEAD] >= AT_RISK and chance(today) < chance(0) / 2 - 1e-12:
            return clip(today)
    return HIGHEST


def silent_days(world: World, deal: Deal) -> int | None:
    """Return the days without a sign of a deal that is open, parked ones left out."""
    if closing(world, deal)[0] != "open":
        return None
    since, until, _ = gaps(world, deal)[-1]
    waits = parked_until(world, deal, since, is_last=True)
    return sum(
        not (today < waits or is_in_parked_stage(world, deal, today))
        for today in range(since, until)
    )


def parking(world: World, deal: Deal, own: int) -> str | None:
    """Return why a deal without a sign for too long does not count as silent, or why it does."""
    quiet = silent_days(world, deal)
    since, until, _ = gaps(world, deal)[-1]
    if quiet is None or until - since <= own:
        return None
    if _end_kind(world, deal) == "parked" or quiet <= own:
        return "parked"
    waits = deal.next_contact_day is not None and deal.next_contact_day > world.last_day
    return "parked_too_long" if waits else None
