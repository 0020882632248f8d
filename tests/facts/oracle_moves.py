"""Moves, stays, depth and hand-offs of each deal, worked out record by record.

Written from METHODS B, the decisions 1, 7, 14 and what each fact says of itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tests.facts.company import ROBOT, Came, FullDeal, Joined, Save
from tests.facts.oracle import (
    HOLD,
    STAGES,
    Change,
    Deal,
    Role,
    Touch,
    World,
    closing,
    day,
    height,
    history,
    known_as,
    link,
    person_of,
    roles_by,
)

MANY, MINUTES = 20, 10
NEAR = 7
LANDMARK = 30
LOOK_BACK = 365


def edits(world: World) -> dict[str, list[tuple[float, str]]]:
    """Return when each actor changed the stage of which deal; creating one is no change."""
    return _edits(world)


@cache
def _edits(world: World) -> dict[str, list[tuple[float, str]]]:
    by_actor: dict[str, list[tuple[float, str]]] = {}
    for deal in world.deals:
        for change in history(world, deal)[1:]:
            actor = change.actor if isinstance(change, Save) else None
            if actor is not None:
                by_actor.setdefault(actor, []).append((change.at, deal.id))
    return by_actor


def is_bulk(world: World, deal: Deal, change: Change) -> bool:
    """Return whether a change is one of twenty deals' or more within ten minutes."""
    actor = change.actor if isinstance(change, Save) else None
    if actor is None or change == history(world, deal)[0]:
        return False
    near = [edit for edit in edits(world)[actor] if abs(edit[0] - change.at) <= MINUTES]
    return any(
        len({name for at, name in near if start <= at <= start + MINUTES}) >= MANY
        for start, _ in near
        if start <= change.at
    )


def age(world: World, deal: Deal) -> int:
    """Return the whole days from the creation to the as-of date."""
    return max(world.last_day - day(deal.at), 0)


def is_on_clock(world: World, deal: Deal) -> bool:
    """Return whether anybody knows when the deal was closed, if it was."""
    outcome, _, closed = closing(world, deal)
    return outcome == "open" or closed is not None


def days_to_close(world: World, deal: Deal) -> int | None:
    """Return the days to the close; a close before the creation is on the first day."""
    closed = closing(world, deal)[2]
    return None if closed is None else max(closed - day(deal.at), 0)


def last_watched(world: World, deal: Deal) -> int:
    """Return the last day a move counts on: held three days by the as-of date, and not closed."""
    until = world.last_day - day(deal.at) - HOLD
    closed = days_to_close(world, deal)
    return until if closed is None else min(until, closed)


def is_born_closed(world: World, deal: Deal) -> bool:
    """Return whether a deal began in the last open stage, or was closed within a day."""
    closed = days_to_close(world, deal)
    changes = history(world, deal)
    began_last = (
        bool(changes)
        and STAGES.get(changes[0].stage) == ("open", 3)
        and day(changes[0].at) - day(deal.at) <= 1
    )
    return began_last or (closed is not None and closed <= 1)


def ends_of_days(world: World, deal: Deal) -> dict[int, Change]:
    """Return the change that each day ended with, of those with a recorded time."""
    return {day(change.at): change for change in history(world, deal) if change.is_recorded}


@dataclass(frozen=True)
class Move:
    """One day on which a deal moved."""

    today: int
    before: str | None
    change: Change
    is_forward: bool
    is_backward: bool


def moves(world: World, deal: Deal) -> list[Move]:
    """Return the days on which the deal was left above all it had been, or below what it was."""
    changes = history(world, deal)
    ends = ends_of_days(world, deal)
    began = height(changes[0]) if changes and changes[0].is_recorded else None
    high = last = began
    found = []
    for today, change in sorted(ends.items()):
        level = height(change)
        if level is None:
            continue
        soon = [height(ends[today + later]) for later in range(HOLD) if today + later in ends]
        holds = all(other is None or other >= level for other in soon)
        before = _stage_before(changes, change)
        # What did not hold is no mark: to step back from it may still be to have moved on.
        is_forward = holds and high is not None and level > high
        is_backward = last is not None and level < last and change.stage != "Lost"
        if (is_forward or is_backward) and not is_bulk(world, deal, change):
            found.append(Move(today, before, change, is_forward, is_backward))
        if holds:
            high = level if high is None else max(high, level)
        last = level
    return found


def _stage_before(changes: list[Change], change: Change) -> str | None:
    at = changes.index(change)
    return changes[at - 1].stage if at else None


@cache
def touches_of(world: World, deal: Deal) -> list[Touch]:
    """Return the touches that name the deal, and those with its people that name no deal."""
    people = {
        link(world, deal)[0],
        *(known_as(world, role.person) for role in roles_by(world, deal)),
    } - {None}
    return [
        touch
        for touch in world.touches
        if touch.at <= world.as_of
        and (
            touch.deal == deal.id
            or (touch.deal is None and touch.person and known_as(world, touch.person) in people)
        )
    ]


def deal_moves(world: World) -> list[dict[str, object]]:
    """Return what fct_deal_moves should say."""
    return [
        row for deal in world.deals if is_on_clock(world, deal) for row in _moves_of(world, deal)
    ]


def _moves_of(world: World, deal: Deal) -> list[dict[str, object]]:
    created = day(deal.at)
    found = moves(world, deal)
    touches = touches_of(world, deal)
    joined = [day(r.at) for r in roles_of(world, deal) if r.at is not None and day(r.at) > created]
    rows = []
    for number, move in enumerate(found):
        since = found[number - 1].today if number else None
        between = [
            touch
            for touch in touches
            if created <= day(touch.at) <= move.today and (since is None or day(touch.at) > since)
        ]
        by_buyer = [day(one.at) for one in touches if one.direction != "seller"] + joined
        rows.append(
            {
                "opportunity_id": deal.id,
                "day": move.today,
                "stage_before": move.before,
                "stage": move.change.stage,
                "is_forward": move.is_forward,
                "is_backward": move.is_backward,
                "days_since_creation": max(move.today - created, 0),
                "is_watched": max(move.today - created, 0) <= last_watched(world, deal),
                "is_old_enough_to_corroborate": world.last_day - move.today >= NEAR,
                "is_corroborated": any(abs(at - move.today) <= NEAR for at in by_buyer),
                "seller_touches": sum(one.direction == "seller" for one in between),
                "buyer_touches": sum(one.direction != "seller" for one in between),
                "spoke_first": _spoke_first(between),
            }
        )
    return rows


def _spoke_first(touches: list[Touch]) -> str:
    """Return who was first in touch; the buyer only if before anybody else."""
    if not touches:
        return "nobody"
    first = min(touch.at for touch in touches)
    said = {touch.direction for touch in touches if touch.at == first}
    if said == {"buyer"}:
        return "buyer"
    return "both" if "mutual" in said else "seller"


def stays(world: World) -> list[dict[str, object]]:
    """Return what fct_stage_spells should say."""
    return [
        row for deal in world.deals if is_on_clock(world, deal) for row in _stays_of(world, deal)
    ]


def runs(world: World, deal: Deal) -> list[tuple[int, str]]:
    """Return the days on which another stage was entered than the day before ended in."""
    found: list[tuple[int, str]] = []
    for today, change in sorted(ends_of_days(world, deal).items()):
        if not found or found[-1][1] != change.stage:
            found.append((today, change.stage))
    return found


def _stays_of(world: World, deal: Deal) -> list[dict[str, object]]:
    entered = runs(world, deal)
    rows = []
    for at, (today, stage) in enumerate(entered):
        role, rank = STAGES.get(stage, (None, None))
        is_older = at == 0 and today - day(deal.at) > 1
        if role not in ("open", "parked") or is_older:
            continue
        following = entered[at + 1] if at + 1 < len(entered) else None
        kind, left = _end_of_stay(world, deal, rank, today, following)
        pipeline = deal.pipeline if isinstance(deal, FullDeal) else "default"
        rows.append(
            {
                "opportunity_id": deal.id,
                "place": at + 1,
                "pipeline": pipeline,
                "stage": stage,
                "stage_name": f"{pipeline}: {stage}",
                "role": role,
                "stage_rank": rank,
                "is_first_stay": stage not in [other for _, other in entered[:at]],
                "is_born_closed": is_born_closed(world, deal),
                "entered": today,
                "left_on": left,
                "end_kind": kind,
                "stay_days": (world.last_day if left is None else left) - today,
            }
        )
    return rows


def _end_of_stay(
    world: World, deal: Deal, rank: int | None, today: int, following: tuple[int, str] | None
) -> tuple[str, int | None]:
    if following is None:
        outcome, _, closed = closing(world, deal)
        if closed is None:
            return "censored", None
        return outcome, max(closed, today)
    role, next_rank = STAGES.get(following[1], (None, None))
    if role in ("won", "lost", "parked"):
        return role, following[0]
    if rank is None or next_rank is None:
        return "elsewhere", following[0]
    return ("forward" if next_rank > rank else "backward"), following[0]


def contact_of(world: World, touch: Touch) -> str | None:
    """Return the person a touch was with."""
    return None if touch.person is None else known_as(world, touch.person)


def depth(world: World) -> list[dict[str, object]]:
    """Return what fct_deal_depth should say."""
    return [_depth_of(world, deal) for deal in world.deals if is_on_clock(world, deal)]


def roles_of(world: World, deal: Deal) -> list[Role]:
    """Return one role a person: a primary one before others, then the earliest."""
    late = world.as_of + 1
    found: dict[str, Role] = {}
    for role in sorted(
        roles_by(world, deal),
        key=lambda one: (
            not one.is_primary,
            late if one.at is None else one.at,
            getattr(one, "role", None) or "~",
        ),
    ):
        found.setdefault(known_as(world, role.person), role)
    return list(found.values())


def _depth_of(world: World, deal: Deal) -> dict[str, object]:
    created = day(deal.at)
    touches = touches_of(world, deal)
    by_day_30 = [
        one
        for one in touches
        if one.direction != "seller" and -LOOK_BACK <= day(one.at) - created <= LANDMARK
    ]
    roles = [
        role
        for role in roles_of(world, deal)
        if role.at is not None and day(role.at) - created <= LANDMARK
    ]
    people = {contact_of(world, one) for one in by_day_30} - {None}
    people |= {known_as(world, role.person) for role in roles}
    days = [day(one.at) for one in by_day_30]
    closed = days_to_close(world, deal)
    watched = last_watched(world, deal)
    return {
        "opportunity_id": deal.id,
        "age_days": age(world, deal),
        "is_open_on_day_30": age(world, deal) >= LANDMARK and (closed is None or closed > LANDMARK),
        "score": first_known(world, link(world, deal)[0], "score"),
        "people": len(people),
        "roles": len({role.role for role in roles if isinstance(role, Joined)} - {None}),
        "two_way_touches": sum(one.direction == "mutual" for one in by_day_30),
        "span_days": max(days) - min(days) if days else 0,
        "seller_touches": sum(
            one.direction == "seller" and 0 <= day(one.at) - created <= watched for one in touches
        ),
    }


def records_of(world: World, person: str | None) -> list[Came]:
    """Return the lead records of a person, the earliest first."""
    mine = [
        lead
        for lead in world.leads
        if isinstance(lead, Came) and person is not None and person_of(world, lead.id) == person
    ]
    return sorted(mine, key=lambda lead: (lead.at, lead.id))


def first_known(world: World, person: str | None, field: str) -> object:
    """Return the first value recorded of a person."""
    values = [getattr(lead, field) for lead in records_of(world, person)]
    return next((value for value in values if value is not None), None)


def hand_offs(world: World) -> list[dict[str, object]]:
    """Return what fct_deal_hand_offs should say."""
    rows = []
    for deal in world.deals:
        records = records_of(world, link(world, deal)[0])
        if not (records and isinstance(deal, FullDeal) and is_on_clock(world, deal)):
            continue
        owners = (records[0].owner, deal.owner)
        if day(records[0].at) > day(deal.at) or None in owners or ROBOT in owners:
            continue
        ages = [
            day(deal.at) - day(one.at)
            for one in touches_of(world, deal)
            if one.direction == "mutual"
        ]
        rows.append(
            {
                "opportunity_id": deal.id,
                "is_handed_off": owners[0] != owners[1],
                "has_conversation_before": any(0 <= old <= LOOK_BACK for old in ages),
            }
        )
    return rows
