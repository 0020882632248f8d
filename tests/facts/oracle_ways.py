"""Ways, stamps, types, stories and likeness of each deal, worked out record by record.

Written from PRODUCT.md part 2, METHODS D and L and what each fact says of itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tests.facts.company import ROBOT, FullDeal, Judged, Told
from tests.facts.oracle import (
    BACK_STAMP,
    GATES,
    LOOK_BACK,
    Deal,
    Verdict,
    World,
    closing,
    day,
    link,
    person_of,
)
from tests.facts.oracle_moves import (
    age,
    days_to_close,
    first_known,
    is_born_closed,
    is_on_clock,
    records_of,
    touches_of,
)
from tests.facts.oracle_paths import counts_as_before, in_reach, is_before_close, path_class
from tests.facts.oracle_pipeline import amount_at_creation
from tests.facts.oracle_silences import move_clock, start

OUTSIDE = {
    "is_outside_strict": ("rejected_before", "bypassed"),
    "is_outside_ours": ("rejected_before", "bypassed", "back_stamped"),
    "is_outside_wide": ("rejected_before", "bypassed", "back_stamped", "skipped", "returned"),
}


@dataclass(frozen=True, order=True)
class Event:
    """One event on the way; what is known by its day alone comes first on that day."""

    today: int
    at: float
    rank: int
    step: str


def reached(world: World, deal: Deal) -> list[Verdict]:
    """Return the verdicts about the deal's person that can say how it came."""
    person = link(world, deal)[0]
    return [
        one
        for one in world.verdicts
        if person is not None
        and one.at <= world.as_of
        and person_of(world, one.lead) == person
        and in_reach(world, deal, one)
    ]


def way(world: World, deal: Deal) -> str | None:
    """Return the way a deal came as text."""
    path = path_class(world, deal)
    if path is None or path == "unlinked":
        return path
    verdicts = reached(world, deal)
    events = _records(world, deal) + _meetings(world, deal)
    late = False
    for one in verdicts:
        if counts_as_before(verdicts, deal, one):
            events += _decision(one)
        elif one.verdict == "pass":
            late = late or is_before_close(world, deal, one)
    steps = [one.step for one in sorted(events)]
    return " > ".join([*dict.fromkeys(steps), "deal", *(["paperwork"] if late else [])])


def _records(world: World, deal: Deal) -> list[Event]:
    days = [day(lead.at) for lead in records_of(world, link(world, deal)[0])]
    return [Event(min(days), -1, 0, "lead")] if days and min(days) <= day(deal.at) else []


def _decision(verdict: Verdict) -> list[Event]:
    at = verdict.at if verdict.is_recorded else -1
    if verdict.verdict == "pass":
        return [Event(day(verdict.at), at, GATES[verdict.gate], verdict.gate)]
    is_fail = verdict.verdict == "fail"
    return [Event(day(verdict.at), at, 1000, "turned away")] if is_fail else []


def _meetings(world: World, deal: Deal) -> list[Event]:
    return [
        Event(day(one.at), one.at, 1001, "meeting")
        for one in touches_of(world, deal)
        if isinstance(one, Told) and one.kind == "meeting" and day(one.at) <= day(deal.at)
    ]


def outside(world: World, deal: Deal) -> dict[str, bool | None]:
    """Return whether a deal came outside the gate, by each of the three counts."""
    path = path_class(world, deal)
    return {name: None if path is None else path in paths for name, paths in OUTSIDE.items()}


def days_from_request(world: World, deal: Deal) -> int | None:
    """Return the days from the person's own request, else from their coming, to the deal."""
    records = records_of(world, link(world, deal)[0])
    raised = [day(one.hand_raised_at) for one in records if _is_up(world, one.hand_raised_at)]
    for days in (raised, [day(one.at) for one in records]):
        if days and min(days) <= day(deal.at):
            return day(deal.at) - min(days)
    return None


def _is_up(world: World, at: float | None) -> bool:
    return at is not None and at <= world.as_of


def stamps(world: World) -> list[dict[str, object]]:
    """Return what fct_deal_stamps should say."""
    rows = []
    for deal in world.deals:
        firsts: dict[str, Judged] = {}
        for one in sorted(reached(world, deal), key=lambda one: one.at):
            if isinstance(one, Judged) and _is_by_hand(one):
                firsts.setdefault(one.gate, one)
        if firsts:
            rows.append({"opportunity_id": deal.id, **_stamped(deal, list(firsts.values()))})
    return rows


def _is_by_hand(verdict: Judged) -> bool:
    return (
        verdict.verdict == "pass"
        and verdict.is_recorded
        and verdict.decided_by != "system"
        and verdict.actor != ROBOT
    )


def _stamped(deal: Deal, passes: list[Judged]) -> dict[str, object]:
    times = [one.at for one in passes]
    actors = {one.actor for one in passes}
    several = len(passes) >= 2
    at_creation = all(abs(at - deal.at) <= BACK_STAMP for at in times)
    return {
        "gates_stamped": len(passes),
        "is_stamped_in_one_minute": several and max(times) - min(times) <= 1,
        "is_stamped_at_creation": (
            None if None in actors else several and len(actors) == 1 and at_creation
        ),
    }


def types(world: World) -> list[dict[str, object]]:
    """Return what fct_deal_types should say."""
    rows = []
    for deal in world.deals:
        closed = closing(world, deal)[2]
        notes = sorted(
            (note.at, note.type)
            for note in (deal.notes if isinstance(deal, FullDeal) else ())
            if note.type is not None
            and note.at <= world.as_of
            and (closed is None or day(note.at) <= closed)
        )
        if notes and day(notes[0][0]) - day(deal.at) <= 1:
            said = [type_ for _, type_ in notes]
            rows.append(
                {
                    "opportunity_id": deal.id,
                    "first_type": said[0],
                    "last_type": said[-1],
                    "type_changes": sum(a != b for a, b in pairwise(said)),
                }
            )
    return rows


def source(world: World, deal: Deal) -> str | None:
    """Return the source of a deal, else that of its person."""
    own = deal.source if isinstance(deal, FullDeal) else None
    found = own or first_known(world, link(world, deal)[0], "source")
    return None if found is None else str(found)


def stories(world: World) -> list[dict[str, object]]:
    """Return what fct_deal_stories should say."""
    rows = []
    for deal in world.deals:
        told = _story(world, deal) if closing(world, deal)[0] != "open" else []
        if told:
            row = {"story": " > ".join(told), "has_several_channels": len(told) > 1}
            rows.append({"opportunity_id": deal.id, **row})
    return rows


def _story(world: World, deal: Deal) -> list[str]:
    times: dict[str, list[float]] = {}
    for one in touches_of(world, deal):
        kind = one.kind if isinstance(one, Told) else None
        is_recent = day(deal.at) - day(one.at) <= LOOK_BACK
        if kind and one.direction != "seller" and one.at <= deal.at and is_recent:
            times.setdefault(kind.replace(">", "/"), []).append(one.at)
    in_order = sorted(times, key=lambda kind: (min(times[kind]), kind))
    came_by = source(world, deal)
    if came_by is not None:
        first = came_by.replace(">", "/")
        in_order = [first, *(kind for kind in in_order if kind != first)]
    if len(in_order) < 2:
        return in_order
    last = min(times, key=lambda kind: (-max(times[kind]), kind))
    between = [kind for kind in in_order[1:] if kind != last]
    return [in_order[0], *between[:3], last]


def band(amount: float | None) -> str:
    """Return the size band of an amount."""
    if amount is None:
        return "(not recorded)"
    bounds = ((10000, "under 10k"), (50000, "10k to 50k"), (250000, "50k to 250k"))
    return next((name for bound, name in bounds if amount < bound), "250k and more")


def strata(world: World, horizon: int, families: dict[str, str], quarter: object) -> list[object]:
    """Return what fct_deal_strata should say, of deals whose close is known."""
    return [
        _stratum(world, deal, horizon, families, quarter)
        for deal in world.deals
        if is_on_clock(world, deal)
    ]


def _stratum(world, deal, horizon, families, quarter):  # type: ignore[no-untyped-def]
    size = band(amount_at_creation(world, deal))
    family = families.get(source(world, deal) or "", "other")
    closed = days_to_close(world, deal)
    old = age(world, deal)
    kind, days = move_clock(world, deal)
    is_watched = not is_born_closed(world, deal)
    is_won = closing(world, deal)[0] == "won" and closed is not None and closed <= horizon
    return {
        "opportunity_id": deal.id,
        "age_days": old,
        "size_band_at_creation": size,
        "source_family": family,
        "stratum": f"{deal.segment or '(not recorded)'} | {size} | {family} | {quarter(deal)}",
        "is_won_by_horizon": is_won if old >= horizon else None,
        "is_moved_by_day_30": (
            kind == "moved" and days <= 30 if is_watched and old >= 33 else None
        ),
        "is_silent_by_day_21": (
            start(world, deal, "all", 21)[0] == "stalled" if is_watched and old > 21 else None
        ),
    }
