"""Random companies with ties, edges of windows, bulk edits, parked stages and missing history."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random

from hypothesis import strategies as st

from tests.facts import oracle
from tests.facts.company import (
    PEOPLE,
    PIPELINES,
    ROBOT,
    Came,
    Company,
    FullDeal,
    Joined,
    Judged,
    Noted,
    Save,
    Told,
)
from tests.facts.oracle import Contact, World
from tests.facts.test_oracle import AS_OF, numbered

OFFSETS = (
    0,
    0,
    1,
    1,
    2,
    3,
    4,
    5,
    7,
    8,
    20,
    21,
    22,
    23,
    29,
    30,
    31,
    37,
    42,
    43,
    44,
    45,
    46,
    60,
    61,
    90,
)
CREATED = (300, 300, 400, 400, 425, 426, 427, 428, 437, 438, 439, 455, 456, 457, 458, 460)
MORE_STAGES = ("Discovery", "Proposal", "Proposal", "Contract", "Later", "Unheard of")


def companies() -> st.SearchStrategy[Company]:
    """Draw none, one or many companies side by side; all follow from one number, which is quick."""
    seeds = st.integers(0, 2**32 - 1)
    return st.builds(_companies, seeds, st.sampled_from([60, 60, 60, 1, 0]))


def _companies(seed: int, how_many: int) -> Company:
    chance = Random(seed)
    return side_by_side([_company(chance) for _ in range(how_many)])


def _company(chance: Random) -> World:
    deals = [f"d{number}" for number in range(chance.randint(1, 3))]
    names = [f"l{number}" for number in range(chance.randint(0, 3))]
    leads = tuple(_lead(chance, name, names[at + 1 :], deals) for at, name in enumerate(names))
    contacts = {
        person: Contact(person, chance.choice([None, None, f"{person}m"]), _address(chance))
        for person in chance.sample(PEOPLE, chance.randint(0, 2))
    }
    made = tuple(_deal(chance, name, names) for name in deals)
    verdicts = [_verdict(chance, names, made) for _ in range(chance.randint(0, 8)) if names]
    return World(
        leads,
        tuple(dict.fromkeys(verdicts)),
        (*made, *(_crowd(chance, made) if chance.random() < 0.08 else ())),
        tuple(_touch(chance, made) for _ in range(chance.randint(0, 16))),
        AS_OF,
        tuple(contacts.values()),
    )


def _at(chance: Random, *days: int) -> int:
    """Return a time on one of these days: few times, so that ties and edges are common."""
    return chance.choice(days) * 1440 + chance.choice([0, 299, 300, 720, 721, 1439])


def _address(chance: Random) -> str | None:
    return chance.choice([None, None, None, None, "a", "b"])


def _lead(chance: Random, name: str, others: list[str], deals: list[str]) -> Came:
    return Came(
        id=name,
        at=_at(chance, 0, 30, 295, 300, 370, 400, 440),
        person=chance.choice([None, None, *PEOPLE]),
        merged_into=chance.choice([None, None, *others]),
        converted_to=chance.choice([None, None, *deals]),
        email=_address(chance),
        source=chance.choice([None, "Web", "Friend", "a > b"]),
        score=chance.choice([None, 40.0, 80.0]),
        owner=chance.choice([None, "u1", "u2", "u2", ROBOT]),
        hand_raised_at=chance.choice([None, _at(chance, 30, 299, 400, 461)]),
    )


def _verdict(chance: Random, names: list[str], deals: tuple[FullDeal, ...]) -> Judged:
    """Return a decision long before, about or after a deal's creation."""
    minutes = (-20, -11, -10, -9, -1, 0, 0, 1, 9, 10, 11)
    days = (-366, -365, -364, -90, -30, -1, 0, 1, 29, 30, 31)
    near = chance.choice(deals).at
    at = int(
        near + (chance.choice(minutes) if chance.random() < 0.5 else 1440 * chance.choice(days))
    )
    # At one time one person decides, so that no order among them is left open.
    actors, sides = (None, "u1", "u1", "u1", "u2", ROBOT, "u1"), (None, "sales", "system", None)
    return Judged(
        lead=chance.choice(names),
        gate=chance.choice(["MQL", "SQL"]),
        at=at,
        verdict=chance.choice(["pass", "pass", "pass", "pass", "fail", "waived"]),
        is_recorded=chance.random() < 0.8,
        actor=actors[at // 1440 % 7],
        decided_by=sides[at // 1440 // 7 % 4],
    )


def _touch(chance: Random, deals: tuple[FullDeal, ...]) -> Told:
    deal = chance.choice(deals)
    later = chance.choice([*OFFSETS, -1, -1, -7, -8, -30, -60, -364, -365, -366])
    return Told(
        deal=chance.choice([None, deal.id, deal.id]),
        person=chance.choice([None, *PEOPLE]),
        at=int(deal.at) // 1440 * 1440 + later * 1440 + chance.choice([0, 299, 300, 720, 721]),
        direction=chance.choice(["buyer", "seller", "mutual"]),
        kind=chance.choice(["call", "mail > reply", "form", "Web", "meeting", None]),
    )


def _deal(chance: Random, name: str, leads: list[str]) -> FullDeal:
    created = _at(
        chance, 300, 300, 400, 400, 425, 426, 427, 428, 437, 438, 439, 455, 456, 457, 458, 460
    )
    saves = [_save(chance, created) for _ in range(chance.choice([0, 0, 1, 2, 3, 4, 6]))]
    if chance.random() < 0.6:
        stage = chance.choice(["Discovery", "Discovery", *oracle.STAGES])
        saves = [Save(created, stage, True), *(one for one in saves if one.at > created)]
    is_marked = chance.random() < 0.5
    closed_at = chance.choice([None, _later(chance, created), created - 1440])
    roles = [
        Joined(
            person,
            chance.random() < 0.3,
            chance.choice([None, created, _later(chance, created)]),
            chance.choice([None, "Champion", "Buyer"]),
        )
        for person in chance.sample(PEOPLE, chance.randint(0, 3))
    ]
    notes = [_note(chance, created) for _ in range(chance.choice([0, 0, 1, 2, 3, 4]))]
    return FullDeal(
        id=name,
        at=created,
        lead=chance.choice([None, *leads]),
        account=chance.choice([None, "a1"]),
        outcome=chance.choice(["open", "won", "lost"]) if is_marked else None,
        closed_at=closed_at if is_marked else None,
        close_day=chance.choice([None, 299, 310, 470]),
        next_contact_day=chance.choice([None, None, None, 390, 410, 425, 450, 462, 500]),
        changes=tuple({(one.at, one.stage): one for one in saves}.values()),
        roles=tuple(roles),
        pipeline=chance.choice(PIPELINES),
        source=chance.choice([None, "Web", "Friend"]),
        owner=chance.choice([None, "u1", "u2", ROBOT]),
        segment=chance.choice([None, "SMB"]),
        amount=chance.choice([None, 20000.0]),
        currency=chance.choice([None, None, "USD", "EUR", "XXX"]),
        notes=tuple(dict.fromkeys(notes)),
    )


def _later(chance: Random, created: int) -> int:
    return created + chance.choice(OFFSETS) * 1440 + chance.choice([0, 1, 300, 719, 720])


def _save(chance: Random, created: int) -> Save:
    actor = chance.choice([None, "u1", "u2", ROBOT])
    return Save(
        at=_later(chance, created),
        stage=chance.choice([*oracle.STAGES, *MORE_STAGES]),
        is_recorded=chance.random() < 0.85,
        is_integration=actor == ROBOT,
        actor=actor,
    )


def _note(chance: Random, created: int) -> Noted:
    return Noted(
        at=chance.choice([created, _later(chance, created)]),
        amount=chance.choice([None, 0.0, 5000.0, 10000.0, 60000.0]),
        type=chance.choice([None, "New", "Renewal"]),
    )


def _crowd(chance: Random, deals: tuple[FullDeal, ...]) -> list[FullDeal]:
    """Return about twenty more deals, which one user moves within about ten minutes."""
    at = min(int(chance.choice(deals).at) + 2 * 1440, AS_OF - 30)
    minutes = chance.choice([(0,), (0, 10), (0, 5, 10), (0, 5, 12), (10, 11)])
    stage = chance.choice(["Proposal", "Later", "Lost"])
    made = []
    for number in range(chance.randint(18, 21)):
        # The first is moved twice, at first before the others.
        minute = minutes[number % len(minutes)] if number else 0
        saves = [
            Save(at - 1440, "Discovery", True),
            Save(at + minute, stage, True, actor="boss"),
            *([] if number else [Save(at + 6, "Contract", True, actor="boss")]),
        ]
        nothing = (None, None, None, None, None, None)
        made.append(FullDeal(f"b{number}", at - 1440, *nothing, changes=tuple(saves), roles=()))
    return made


def side_by_side(worlds: list[World]) -> Company:
    """Put companies side by side; who moves a crowd of deals moves those of one company."""
    one = numbered([_with_own_boss(world, number) for number, world in enumerate(worlds)])
    return Company(**{field.name: getattr(one, field.name) for field in fields(World)})


def _with_own_boss(world: World, number: int) -> World:
    boss = f"{number}-boss"
    deals = tuple(
        replace(
            deal,
            changes=tuple(
                replace(one, actor=boss) if getattr(one, "actor", None) == "boss" else one
                for one in deal.changes
            ),
        )
        for deal in world.deals
    )
    return replace(world, deals=deals)
