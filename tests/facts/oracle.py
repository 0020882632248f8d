"""Path class, clocks, closing day and link of each deal, worked out record by record.

Written from PRODUCT.md part 2 and METHODS B, C and the decisions, for tables small enough to walk
through. Times are minutes; a local day begins five hours after the UTC day.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.facts.oracle_persons import own_id, persons

STAGES = {
    "Discovery": ("open", 1),
    "Proposal": ("open", 2),
    "Contract": ("open", 3),
    "Later": ("parked", None),
    "Won": ("won", None),
    "Lost": ("lost", None),
}
GATES = {"MQL": 1, "SQL": 2}
LOOK_BACK, BACK_STAMP, STALL, HOLD = 365, 10, 21, 3


def day(minutes: float) -> int:
    """Return the local day of a time."""
    return int((minutes - 300) // 1440)


@dataclass(frozen=True)
class Lead:
    """One lead record."""

    id: str
    at: float
    person: str | None
    merged_into: str | None
    converted_to: str | None
    email: str | None = None


@dataclass(frozen=True)
class Contact:
    """One contact record."""

    person: str
    merged_into: str | None
    email: str | None


@dataclass(frozen=True)
class Verdict:
    """One decision of a gate."""

    lead: str
    gate: str
    at: float
    verdict: str
    is_recorded: bool


@dataclass(frozen=True)
class Change:
    """One save of a deal's stage: by hand or by an integration."""

    at: float
    stage: str
    is_recorded: bool
    is_integration: bool = False


@dataclass(frozen=True)
class Role:
    """One person's role in a deal."""

    person: str
    is_primary: bool
    at: float | None


@dataclass(frozen=True)
class Touch:
    """One contact, with a deal or with a person."""

    deal: str | None
    person: str | None
    at: float
    direction: str


@dataclass(frozen=True)
class Deal:
    """One deal with its history."""

    id: str
    at: float
    lead: str | None
    account: str | None
    outcome: str | None
    closed_at: float | None
    close_day: int | None
    next_contact_day: int | None
    changes: tuple[Change, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class World:
    """Everything exported, and the time by which all clocks end."""

    leads: tuple[Lead, ...]
    verdicts: tuple[Verdict, ...]
    deals: tuple[Deal, ...]
    touches: tuple[Touch, ...]
    as_of: float
    contacts: tuple[Contact, ...] = ()

    @property
    def last_day(self) -> int:
        """The as-of date."""
        return day(self.as_of)


def person_of(world: World, lead_id: str) -> str:
    """Return the person of a lead record."""
    lead = next(lead for lead in world.leads if lead.id == lead_id)
    return known_as(world, own_id(lead))


def known_as(world: World, person: str) -> str:
    """Return the id by which a person goes who may have several."""
    return persons(world).get(person, person)


def link(world: World, deal: Deal) -> tuple[str | None, str]:
    """Return the person a deal is linked to, and by what."""
    if deal.lead:
        return person_of(world, deal.lead), "converted_lead"
    converted = [lead for lead in world.leads if lead.converted_to == deal.id]
    if converted:
        first = min(converted, key=lambda lead: (lead.at, lead.id))
        return person_of(world, first.id), "converted_lead"
    roles = roles_by(world, deal)
    if roles:
        late = world.as_of + 1
        first_role = min(
            roles,
            key=lambda r: (
                not r.is_primary,
                late if r.at is None else r.at,
                known_as(world, r.person),
            ),
        )
        return known_as(world, first_role.person), "contact_role"
    return None, "account_only" if deal.account else "no_person"


def roles_by(world: World, deal: Deal) -> list[Role]:
    """Return the roles that were there by the as-of date."""
    return [role for role in deal.roles if role.at is None or role.at <= world.as_of]


def history(world: World, deal: Deal) -> list[Change]:
    """Return the changes of stage in order, saves that change nothing left out."""
    saves = [change for change in deal.changes if change.at <= world.as_of]
    saves.sort(key=lambda c: (c.at, STAGES.get(c.stage, ("", None))[1] or 99, c.stage))
    return [c for at, c in enumerate(saves) if at == 0 or saves[at - 1].stage != c.stage]


def role_of(change: Change) -> str | None:
    """Return the role of the stage a change led to, None for a stage nobody named."""
    return STAGES.get(change.stage, (None, None))[0]


def closing(world: World, deal: Deal) -> tuple[str, float | None, int | None]:
    """Return the outcome at the as-of date, the time and the day it was reached."""
    changes = history(world, deal)
    last_role = role_of(changes[-1]) if changes else None
    outcome = deal.outcome or last_role
    if deal.closed_at is not None and deal.closed_at > world.as_of:
        outcome = last_role
    if outcome not in ("won", "lost"):
        return "open", None, None
    start = None
    for change in reversed(changes):
        if role_of(change) == outcome:
            start = change.at
        elif start is not None and role_of(change) is not None:
            break
    at = start if start is not None else deal.closed_at
    if at is not None:
        return outcome, at, day(at)
    return outcome, None, None if deal.close_day is None else min(deal.close_day, world.last_day)


def first_move(world: World, deal: Deal) -> int | None:
    """Return the first day on which the deal was left above all it had been, and stayed three."""
    changes = history(world, deal)
    counted = [change for change in changes if change.is_recorded]
    ends = {day(change.at): height(change) for change in counted}
    high = height(changes[0]) if changes and changes[0].is_recorded else None
    for today in sorted(ends):
        level = ends[today]
        if level is None:
            continue
        soon = [ends.get(today + later) for later in range(1, HOLD)]
        if any(other is not None and other < level for other in soon):
            continue
        if high is not None and level > high and today <= world.last_day - HOLD:
            return today
        high = level if high is None else max(high, level)
    return None


def height(change: Change) -> int | None:
    """Return how far a stage is; a parked stage is no height."""
    role, rank = STAGES.get(change.stage, (None, None))
    return {"won": 1000, "lost": -1}.get(role or "", rank)


def move_clock(world: World, deal: Deal) -> tuple[str, int] | None:
    """Return how and when the clock to the first move ended; None if nobody knows."""
    outcome, _, closed = closing(world, deal)
    if outcome != "open" and closed is None:
        return None
    created, end = day(deal.at), world.last_day - HOLD
    ends: list[tuple[int, int, str]] = []
    moved = first_move(world, deal)
    if moved is not None:
        ends.append((max(moved, created), 0, "moved"))
    if closed is not None and max(closed, created) <= end:
        ends.append((max(closed, created), 1, "moved" if outcome == "won" else "lost"))
    if ends:
        when, _, kind = min(ends)
        return kind, when - created
    return "censored", max(end - created, 0)


def signs(world: World, deal: Deal) -> list[int]:
    """Return the days with a sign of life from the creation on."""
    people = {
        link(world, deal)[0],
        *(known_as(world, role.person) for role in roles_by(world, deal)),
    } - {None}
    touched = [
        day(touch.at)
        for touch in world.touches
        if touch.direction != "seller"
        and (
            touch.deal == deal.id
            or (touch.deal is None and touch.person and known_as(world, touch.person) in people)
        )
    ]
    changes = history(world, deal)
    moved = [
        day(change.at)
        for at, change in enumerate(changes)
        if (at > 0 or day(change.at) > day(deal.at)) and not change.is_integration
    ]
    return sorted(d for d in (*touched, *moved) if day(deal.at) <= d <= world.last_day)


def stall_clock(world: World, deal: Deal) -> tuple[str, int] | None:
    """Return how and when the clock to silence from the start ended, read at day 21."""
    outcome, _, closed = closing(world, deal)
    if outcome != "open" and closed is None:
        return None
    created = day(deal.at)
    age = max(world.last_day - created, 0)
    if closed is not None and closed - created <= STALL:
        return outcome, max(closed - created, 0)
    later = [sign - created for sign in signs(world, deal) if sign > created]
    was_touched = bool(later) and later[0] <= STALL
    in_parked_stage = any(
        role_of(c) == "parked" and day(c.at) - created <= STALL for c in history(world, deal)
    )
    asked_to_wait = deal.next_contact_day is not None and deal.next_contact_day > created
    if was_touched or in_parked_stage or (asked_to_wait and not later):
        return "censored", min(age, STALL + 1)
    return ("stalled", STALL) if age > STALL else ("censored", age)


def silent_days(world: World, deal: Deal) -> int | None:
    """Return the days since the last sign, counted one by one, parked days left out."""
    if closing(world, deal)[0] != "open":
        return None
    last = max([*signs(world, deal), day(deal.at)])
    until = min(deal.next_contact_day or last, last + 60)
    changes = history(world, deal)
    silent = 0
    for today in range(last, world.last_day):
        states = [change for change in changes if day(change.at) <= today]
        is_parked = bool(states) and role_of(states[-1]) == "parked"
        silent += not (is_parked or today < until)
    return silent


def is_silent_now(world: World, deal: Deal) -> bool:
    """Return whether a deal that is open in an open stage has been silent for too long."""
    days = silent_days(world, deal)
    changes = history(world, deal)
    is_parked = bool(changes) and role_of(changes[-1]) == "parked"
    return days is not None and not is_parked and days > STALL
