"""Random companies: the facts in SQL agree with the rules walked through record by record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import text_tables
from tests.facts import oracle
from tests.facts.oracle import Change, Contact, Deal, Lead, Role, Touch, Verdict, World
from tests.facts.oracle_paths import path_class
from tests.facts.world import STAGES, facts_from_frames

FIRST_DAY = dt.datetime(2025, 1, 1)
AS_OF_DAY = 460
AS_OF = AS_OF_DAY * 1440 + 1439

# Few days and times, so that ties, edges of windows and days apart by the time zone are common.
MINUTES = st.sampled_from([0, 299, 300, 715, 720, 725, 730, 735, 1439])


def times(*days: int) -> st.SearchStrategy[int]:
    return st.builds(lambda day, minute: day * 1440 + minute, st.sampled_from(days), MINUTES)


DECIDED = times(10, 34, 35, 36, 395, 399, 400, 401, 402, 405, 430, 431, 432, 460, 461)
CREATED = times(400, 401, 402, 405, 438, 439, 440, 457, 458)
HAPPENED = times(400, 401, 402, 405, 421, 422, 423, 435, 456, 457, 458, 459, 460)
LATER = times(0, 1, 2, 3, 4, 5, 20, 21, 22, 23, 40, 56, 57, 58, 60, 61)
PERSONS = st.sampled_from(["c1", "c2", "c3"])
ADDRESSES = st.sampled_from([None, None, None, "a", "b"])


@st.composite
def companies(draw: st.DrawFn) -> World:
    """Draw up to four lead records and three deals with what happened to them."""
    deals = [f"d{number}" for number in range(draw(st.integers(1, 3)))]
    names = [f"l{number}" for number in range(draw(st.integers(1, 4)))]
    leads = tuple(
        Lead(
            name,
            draw(times(0, 30, 370, 395, 400)),
            draw(st.none() | PERSONS),
            draw(st.none() | st.sampled_from(names[at + 1 :])) if names[at + 1 :] else None,
            draw(st.none() | st.sampled_from(deals)),
            draw(ADDRESSES),
        )
        for at, name in enumerate(names)
    )
    contact = st.builds(
        Contact, PERSONS, st.none() | st.none() | PERSONS.map("{0}m".format), ADDRESSES
    )
    contacts = {one.person: one for one in draw(st.lists(contact, max_size=2))}
    verdict = st.builds(
        Verdict,
        lead=st.sampled_from(names),
        gate=st.sampled_from(["MQL", "SQL"]),
        at=DECIDED,
        verdict=st.sampled_from(["pass", "pass", "pass", "fail", "waived"]),
        is_recorded=st.booleans(),
    )
    touch = st.builds(
        Touch,
        deal=st.none() | st.sampled_from(deals),
        person=st.none() | PERSONS,
        at=HAPPENED,
        direction=st.sampled_from(["buyer", "seller", "mutual"]),
    )
    return World(
        leads,
        tuple(dict.fromkeys(draw(st.lists(verdict, max_size=6)))),
        tuple(draw(_deal(name, names)) for name in deals),
        tuple(draw(st.lists(touch, max_size=4))),
        AS_OF,
        tuple(contacts.values()),
    )


@st.composite
def _deal(draw: st.DrawFn, name: str, leads: list[str]) -> Deal:
    """Draw a deal: its record, its changes of stage and the people in it."""
    created = draw(CREATED)
    change = st.builds(
        Change,
        at=LATER.map(lambda later: created + later),
        stage=st.sampled_from([*oracle.STAGES, "Unheard of"]),
        is_recorded=st.sampled_from([True, True, True, False]),
    )
    first = st.builds(Change, st.just(created), st.sampled_from(list(oracle.STAGES)), st.just(True))
    begun = draw(st.lists(first, max_size=1))
    later = {(one.at, one.stage): one for one in draw(st.lists(change, max_size=5))}
    role = st.builds(Role, PERSONS, st.booleans(), st.none() | HAPPENED)
    is_marked = draw(st.booleans())
    return Deal(
        id=name,
        at=created,
        lead=draw(st.none() | st.none() | st.sampled_from(leads)),
        account=draw(st.sampled_from([None, "a1"])),
        outcome=draw(st.sampled_from(["open", "won", "lost"])) if is_marked else None,
        closed_at=draw(st.none() | HAPPENED) if is_marked else None,
        close_day=draw(st.none() | st.sampled_from([399, 410, 470])),
        next_contact_day=draw(st.none() | st.none() | st.sampled_from([390, 410, 450, 500])),
        changes=(*begun, *(one for one in later.values() if not begun or one.at > created)),
        roles=tuple({one.person: one for one in draw(st.lists(role, max_size=2))}.values()),
    )


def numbered(worlds: list[World]) -> World:
    """Put companies side by side: all ids are their own, and only the calendar is shared."""
    leads, verdicts, deals, touches, contacts = [], [], [], [], []
    for number, world in enumerate(worlds):

        def own(name: str | None, number: int = number) -> str | None:
            return None if name is None else f"{number}-{name}"

        leads += [
            replace(
                x,
                id=f"{number}-{x.id}",
                person=own(x.person),
                merged_into=own(x.merged_into),
                converted_to=own(x.converted_to),
                email=own(x.email),
            )
            for x in world.leads
        ]
        contacts += [
            Contact(f"{number}-{x.person}", own(x.merged_into), own(x.email))
            for x in world.contacts
        ]
        verdicts += [replace(x, lead=f"{number}-{x.lead}") for x in world.verdicts]
        touches += [replace(x, deal=own(x.deal), person=own(x.person)) for x in world.touches]
        deals += [
            replace(
                x,
                id=f"{number}-{x.id}",
                lead=own(x.lead),
                roles=tuple(replace(role, person=f"{number}-{role.person}") for role in x.roles),
            )
            for x in world.deals
        ]
    return World(
        tuple(leads), tuple(verdicts), tuple(deals), tuple(touches), AS_OF, tuple(contacts)
    )


def table(columns: str, rows: Iterable[tuple[object, ...]]) -> pl.DataFrame:
    """Return a canonical table as text; a time stands with its local day."""
    names = columns.split()
    schema = [
        name
        for column in names
        for name in ((column, _date_of(column)) if _is_time(column) else (column,))
    ]
    written = [
        [cell for column, value in zip(names, row, strict=True) for cell in _cells(column, value)]
        for row in rows
    ]
    return pl.DataFrame(written, schema=dict.fromkeys(schema, pl.String), orient="row")


def _is_time(column: str) -> bool:
    return column == "at" or column.endswith("_at")


def _date_of(column: str) -> str:
    return "at_date" if column == "at" else column.removesuffix("_at") + "_date"


def _cells(column: str, value: object) -> list[str | None]:
    if _is_time(column):
        if not isinstance(value, int):
            return [None, None]
        return [str(FIRST_DAY + dt.timedelta(minutes=value)), _day_text(oracle.day(value))]
    if value is None:
        return [None]
    if column.endswith("_date") and isinstance(value, int):
        return [_day_text(value)]
    return [str(value).lower() if isinstance(value, bool) else str(value)]


def _day_text(number: int) -> str:
    return str((FIRST_DAY + dt.timedelta(days=number)).date())


def frames(world: World) -> dict[str, pl.DataFrame]:
    """Return the canonical tables of a company."""
    quality = {True: "recorded", False: "editable"}
    return {
        "stages": text_tables.read(STAGES),
        "leads": table(
            "lead_id person_id created_at merged_into_id converted_opportunity_id email_hash",
            [(x.id, x.person, x.at, x.merged_into, x.converted_to, x.email) for x in world.leads],
        ),
        "contacts": table(
            "person_id merged_into_id email_hash",
            [(x.person, x.merged_into, x.email) for x in world.contacts],
        ),
        "gate_decisions": table(
            "entity_id gate decided_at verdict date_quality",
            [(x.lead, x.gate, x.at, x.verdict, quality[x.is_recorded]) for x in world.verdicts],
        ),
        "opportunities": table(
            "opportunity_id lead_id account_id created_at outcome closed_at"
            " expected_close_date next_contact_date",
            [
                (
                    *(x.id, x.lead, x.account, x.at, x.outcome, x.closed_at),
                    *(x.close_day, x.next_contact_day),
                )
                for x in world.deals
            ],
        ),
        "deal_changes": table(
            "opportunity_id changed_at stage date_quality",
            [(x.id, c.at, c.stage, quality[c.is_recorded]) for x in world.deals for c in x.changes],
        ),
        "opportunity_contacts": table(
            "opportunity_id person_id is_primary added_at",
            [(x.id, r.person, r.is_primary, r.at) for x in world.deals for r in x.roles],
        ),
        "touches": table(
            "opportunity_id person_id at direction",
            [(x.deal, x.person, x.at, x.direction) for x in world.touches],
        ),
    }


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(companies(), min_size=1, max_size=6))
def test_the_facts_agree_with_the_rules(worlds: list[World]) -> None:
    world = numbered(worlds)
    database = facts_from_frames(frames(world), as_of=_day_text(AS_OF_DAY), only=["fct_deals"])
    found = database.query(
        """
        select
            opportunity_id, person_id, link_kind, path_class, outcome, closed_date,
            move_kind, days_to_move, stall_kind, days_to_stall, is_silent_now, silent_days
        from fct_deals
        """
    )
    rows = {row["opportunity_id"]: row for row in found.iter_rows(named=True)}
    assert rows.keys() == {deal.id for deal in world.deals}
    differing = [
        f"{deal.id} {field}: {rows[deal.id][field]}, but by the rules {value}"
        for deal in world.deals
        for field, value in expected(world, deal).items()
        if rows[deal.id][field] != value
    ]
    assert differing == []


def expected(world: World, deal: Deal) -> dict[str, object]:
    """Return what the rules say of a deal."""
    person, link_kind = oracle.link(world, deal)
    outcome, _, closed = oracle.closing(world, deal)
    move_kind, days_to_move = oracle.move_clock(world, deal) or (None, None)
    stall_kind, days_to_stall = oracle.stall_clock(world, deal) or (None, None)
    return {
        "person_id": person,
        "link_kind": link_kind,
        "path_class": path_class(world, deal),
        "outcome": outcome,
        "closed_date": None if closed is None else dt.date.fromisoformat(_day_text(closed)),
        "move_kind": move_kind,
        "days_to_move": days_to_move,
        "stall_kind": stall_kind,
        "days_to_stall": days_to_stall,
        "is_silent_now": oracle.is_silent_now(world, deal),
        "silent_days": oracle.silent_days(world, deal),
    }
