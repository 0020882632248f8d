"""Random companies with all that the newer facts read: actors, kinds of contact, money, types.

They extend those of `test_oracle`; times are minutes, as there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tests import text_tables
from tests.facts import oracle
from tests.facts.oracle import Change, Deal, Lead, Role, Touch, Verdict, World
from tests.facts.test_oracle import AS_OF, _day_text, table
from tests.facts.world import TWO_GATES, facts_from_frames

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.engine.database import Database

ROBOT = "robot"
PEOPLE = ("c1", "c2", "c3")
AS_OF_DAY = oracle.day(AS_OF)
PIPELINES = ("default", "second")
STAGES = "\n".join(
    [
        "| pipeline | stage | role | rank |",
        *(
            f"| {pipeline} | {stage} | {role} | {rank or ''} |"
            for pipeline in PIPELINES
            for stage, (role, rank) in oracle.STAGES.items()
        ),
    ]
)


@dataclass(frozen=True)
class Save(Change):
    """A change of stage with the user who made it."""

    actor: str | None = None


@dataclass(frozen=True)
class Told(Touch):
    """A contact of a kind; a meeting held stands in a table of its own."""

    kind: str | None = None


@dataclass(frozen=True)
class Joined(Role):
    """A role with its name."""

    role: str | None = None


@dataclass(frozen=True)
class Came(Lead):
    """A lead with what is recorded of it besides."""

    source: str | None = None
    score: float | None = None
    owner: str | None = None
    hand_raised_at: float | None = None


@dataclass(frozen=True)
class Judged(Verdict):
    """A decision with who made it."""

    actor: str | None = None
    decided_by: str | None = None


@dataclass(frozen=True)
class Noted:
    """A save of a deal's amount or type."""

    at: float
    amount: float | None = None
    type: str | None = None


@dataclass(frozen=True, eq=False)
class Company(World):
    """A company told apart from others by itself: answers about it are soon found again."""

    __hash__ = object.__hash__


@dataclass(frozen=True)
class FullDeal(Deal):
    """A deal with all that is recorded of it."""

    pipeline: str = "default"
    source: str | None = None
    owner: str | None = None
    segment: str | None = None
    amount: float | None = None
    currency: str | None = None
    type: str | None = None
    notes: tuple[Noted, ...] = ()


def frames(world: World) -> dict[str, pl.DataFrame]:
    """Return the canonical tables of a company."""
    quality = {True: "recorded", False: "editable"}
    met = [one for one in world.touches if _is_meeting(one)]
    saves = [(deal.id, one) for deal in world.deals for one in deal.changes]
    notes = [(deal.id, one) for deal in world.deals for one in deal.notes]
    users = {one.actor for _, one in saves} | {"u1", "u2", ROBOT}
    return {
        "stages": text_tables.read(STAGES),
        "users": table(
            "user_id is_integration", [(user, user == ROBOT) for user in sorted(users - {None})]
        ),
        "leads": table(
            "lead_id person_id created_at merged_into_id converted_opportunity_id email_hash"
            " source score owner_id hand_raised_at",
            [
                (
                    *(x.id, x.person, x.at, x.merged_into, x.converted_to, x.email),
                    *(x.source, x.score, x.owner, x.hand_raised_at),
                )
                for x in world.leads
            ],
        ),
        "contacts": table(
            "person_id merged_into_id email_hash",
            [(x.person, x.merged_into, x.email) for x in world.contacts],
        ),
        "gate_decisions": table(
            "entity_id gate decided_at verdict date_quality actor_id decided_by",
            [
                (x.lead, x.gate, x.at, x.verdict, quality[x.is_recorded], x.actor, x.decided_by)
                for x in world.verdicts
            ],
        ),
        "opportunities": table(
            "opportunity_id lead_id account_id created_at outcome closed_at expected_close_date"
            " next_contact_date pipeline source owner_id dim_1 amount currency type",
            [
                (
                    *(x.id, x.lead, x.account, x.at, x.outcome, x.closed_at, x.close_day),
                    *(x.next_contact_day, x.pipeline, x.source, x.owner, x.segment),
                    *(x.amount, x.currency, x.type),
                )
                for x in world.deals
            ],
        ),
        "deal_changes": table(
            "opportunity_id changed_at stage date_quality actor_id amount type",
            [
                *(
                    (deal, one.at, one.stage, quality[one.is_recorded], one.actor, None, None)
                    for deal, one in saves
                ),
                *(
                    (deal, one.at, None, "recorded", None, one.amount, one.type)
                    for deal, one in notes
                ),
            ],
        ),
        "opportunity_contacts": table(
            "opportunity_id person_id is_primary added_at role",
            [(x.id, r.person, r.is_primary, r.at, r.role) for x in world.deals for r in x.roles],
        ),
        "touches": table(
            "opportunity_id person_id at direction kind",
            [(x.deal, x.person, x.at, x.direction, x.kind) for x in world.touches if x not in met],
        ),
        "meetings": table(
            "meeting_id opportunity_id person_id held_at",
            [(f"m{at}", x.deal, x.person, x.at) for at, x in enumerate(met)],
        ),
    }


def _is_meeting(touch: Touch) -> bool:
    return isinstance(touch, Told) and touch.kind == "meeting" and touch.direction == "mutual"


def facts_of(
    world: World,
    *only: str,
    gates: str = TWO_GATES,
    settings: dict[str, object] | None = None,
    configs: dict[str, str] | None = None,
) -> Database:
    """Return a database with these facts of a company."""
    return facts_from_frames(
        frames(world),
        as_of=_day_text(AS_OF_DAY),
        only=only,
        gates=gates,
        settings=settings,
        configs=configs,
    )


def told_apart(
    database: Database, fact: str, expected: Iterable[dict[str, object]], *keys: str
) -> list[str]:
    """Return where the rows of a fact are not those that the rules give."""
    wanted = {tuple(row[key] for key in keys): row for row in expected}
    columns = ", ".join(next(iter(wanted.values()), dict.fromkeys(keys)))
    found: dict[tuple[object, ...], dict[str, object]] = {}
    differing = []
    for row in database.query(f"select {columns} from {fact}").iter_rows(named=True):
        key = tuple(row[name] for name in keys)
        if key in found:
            differing.append(f"{key} stands twice")
        found[key] = row
    differing += [f"{key} is missing" for key in wanted.keys() - found.keys()]
    differing += [f"{key} is too many" for key in found.keys() - wanted.keys()]
    differing += [
        f"{key} {name}: {found[key][name]}, but by the rules {value}"
        for key in wanted.keys() & found.keys()
        for name, value in wanted[key].items()
        if not _is_same(found[key][name], value)
    ]
    return sorted(differing)


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float | int):
        return abs(one - other) < 1e-6
    return one == other
