"""One whole sample company, read from its export: the clocks of every deal by the rules."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest

from dashboard import build, demo, ingest, paths
from dashboard import config as configs
from dashboard.engine.database import Database, open_in_memory
from tests.facts import oracle
from tests.facts.oracle import Change, Deal, Role, Touch, World

EPOCH = dt.datetime(2020, 1, 1)
LEADS = 12_000


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Database:
    folder: Path = tmp_path_factory.mktemp("company")
    demo.write(folder, demo.make_world(11, leads_count=LEADS, as_of=demo.AS_OF))
    config = configs.load(folder)
    database = open_in_memory()
    ingest.read_sources(database, config, folder, None)
    build.run_layer(database, paths.queries() / "staging")
    build.unite_tables(database, config)
    build.run_layer(database, paths.queries() / "facts")
    return database


def minutes(at: dt.datetime) -> float:
    """Return a time as the rules count it: the company's calendar is that of UTC."""
    return (at - EPOCH).total_seconds() / 60 + 300


def days(on: dt.date | None) -> int | None:
    return None if on is None else (on - EPOCH.date()).days


def changes_of(database: Database) -> dict[str, list[Change]]:
    """Return the changes of stage of each deal; this company has no bulk edit of twenty."""
    rows = database.query(
        """
        select opportunity_id, changed_at, stage, coalesce(is_integration, false)
        from deal_changes left join users on actor_id = user_id
        where stage is not null
        """
    ).rows()
    found = defaultdict(list)
    for deal, at, stage, is_integration in rows:
        found[deal].append(Change(minutes(at), stage, True, is_integration))
    return found


def persons_of(database: Database) -> dict[str, list[str]]:
    found = defaultdict(list)
    for deal, person in database.query("select * from fct_deal_persons").rows():
        found[deal].append(person)
    return found


def touches_of(database: Database) -> tuple[dict[str, list[Touch]], dict[str, list[Touch]]]:
    """Return the touches that name a deal, by deal, and all others, by person."""
    rows = database.query(
        """
        select touches.opportunity_id, coalesce(known.person_id, touches.person_id), touches.at,
            direction
        from touches left join fct_lead_persons as known on touches.lead_id = known.lead_id
        """
    ).rows()
    by_deal, by_person = defaultdict(list), defaultdict(list)
    for deal, person, at, direction in rows:
        touch = Touch(deal, person, minutes(at), direction)
        if deal is None:
            by_person[person].append(touch)
        else:
            by_deal[deal].append(touch)
    return by_deal, by_person


def worlds(database: Database) -> dict[str, World]:
    """Return each deal with all that bears on its clocks."""
    changes, persons = changes_of(database), persons_of(database)
    by_deal, by_person = touches_of(database)
    as_of = minutes(database.value("select as_of_at from clock"))
    found = {}
    for deal, at, outcome, closed_at, close_date, contact_date in database.query(
        """
        select opportunity_id, created_at, outcome, closed_at, expected_close_date,
            next_contact_date
        from opportunities where not coalesce(is_deleted, false)
        """
    ).rows():
        closed = None if closed_at is None else minutes(closed_at)
        roles = tuple(Role(person, is_primary=False, at=None) for person in persons[deal])
        told = Deal(
            deal, minutes(at), None, None, outcome, closed,
            days(close_date), days(contact_date), tuple(changes[deal]), roles,
        )  # fmt: skip
        touches = [*by_deal[deal], *(t for person in persons[deal] for t in by_person[person])]
        found[deal] = World((), (), (told,), tuple(touches), as_of)
    return found


def test_every_clock_of_the_sample_company(
    company: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages = company.query("select stage, role, rank from stages").rows()
    monkeypatch.setattr(oracle, "STAGES", {stage: (role, rank) for stage, role, rank in stages})
    expected = {
        deal: (
            oracle.closing(world, world.deals[0])[0],
            oracle.move_clock(world, world.deals[0]),
            oracle.stall_clock(world, world.deals[0]),
            oracle.silent_days(world, world.deals[0]),
        )
        for deal, world in worlds(company).items()
    }
    found = {
        row[0]: (row[1], (row[2], row[3]), (row[4], row[5]), row[6])
        for row in company.query(
            """
            select opportunity_id, outcome, move_kind, days_to_move, stall_kind, days_to_stall,
                silent_days
            from fct_deals
            """
        ).rows()
    }
    assert len(found) > LEADS // 20
    assert {deal: ends for deal, ends in found.items() if ends != expected[deal]} == {}


def test_the_sample_company_has_what_the_rules_are_about(company: Database) -> None:
    counts = company.query(
        """
        select
            count(*) filter (where is_integration) as integrations,
            count(*) filter (where role = 'parked') as parked,
            count(*) filter (where role = 'lost') as lost,
            count(*) filter (where role = 'won') as won
        from fct_deal_stages
        """
    ).row(0, named=True)
    assert all(counts.values()), counts


def test_no_fact_holds_numbers_wider_than_64_bits(company: Database) -> None:
    """A sum of whole numbers is a HUGEINT, which takes twice the room and twice the time."""
    tables = (name for name in company.tables() if name.startswith(("fct_", "cube_")))
    wide = {
        f"{table}.{column}"
        for table in tables
        for column, kind in company.columns(table).items()
        if "HUGEINT" in kind
    }
    assert not wide
