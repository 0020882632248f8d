"""One company in two systems, built from their exports: its truth comes out, each thing once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from dashboard import build
from dashboard.engine.database import Database, open_for_serving
from dashboard.errors import ConfigError
from dashboard.ingest import links
from tests.identity.both_exports import write_workspace
from tests.identity.both_systems import Truth, World, draw, truth


def built(folder: Path, world: World, systems: Sequence[str], record: str | None) -> Database:
    """Build a workspace with some of the systems, and open its warehouse."""
    folder.mkdir(exist_ok=True)
    write_workspace(folder, world, systems, record)
    return open_for_serving(build.build(folder).path)


def found(database: Database) -> Truth:
    """Return what a warehouse says."""
    people = database.query("select count(*), count(mql_date) from fct_leads").row(0)
    deals = database.query(
        "select count(*), count(*) filter (where outcome = 'won'), "
        "coalesce(sum(amount_at_close) filter (where outcome = 'won'), 0), "
        "count(*) filter (where path_class = 'rejected_before') from fct_deals"
    ).row(0)
    calls = database.value(
        "select rows from supplied where table_name = 'touches' and column_name = 'at'"
    )
    return Truth(*people, *deals[:3], int(str(calls)), deals[3])


@pytest.mark.parametrize(
    ("marketing", "record"),
    [("hubspot", "salesforce"), ("hubspot", "hubspot"), ("marketo", "salesforce")],
)
def test_two_systems_count_everything_once(tmp_path: Path, marketing: str, record: str) -> None:
    world = draw(7, with_deals=marketing == "hubspot")
    systems = ["salesforce", marketing]
    database = built(tmp_path, world, systems, record)
    assert found(database) == truth(world, systems, record)


def test_dropping_a_system_loses_only_what_it_alone_holds(tmp_path: Path) -> None:
    world = draw(8, with_deals=True)
    systems = ["salesforce", "hubspot"]
    whole = built(tmp_path / "both", world, systems, "salesforce")
    alone = {system: built(tmp_path / system, world, [system], system) for system in systems}
    for system, database in alone.items():
        assert found(database) == truth(world, [system], system)
    deals = {
        name: set(each.query("select opportunity_id from fct_deals")["opportunity_id"])
        for name, each in (("both", whole), *alone.items())
    }
    of_hubspot_alone = {
        str(deal.person.number)
        for deal in world.deals
        if deal.in_hubspot and not deal.in_salesforce
    }
    assert deals["both"] == deals["salesforce"] | {f"hubspot:{x}" for x in of_hubspot_alone}
    assert of_hubspot_alone <= deals["hubspot"]


def test_the_order_of_the_sources_does_not_matter_and_the_report_adds_up(tmp_path: Path) -> None:
    world = draw(9, with_deals=True)
    one, other = (
        built(tmp_path / systems[0], world, systems, "salesforce")
        for systems in (["salesforce", "hubspot"], ["hubspot", "salesforce"])
    )
    assert found(one) == found(other)
    report = links.report(one)
    assert report == links.report(other)
    between = [each for each in report.links if each.other_source and each.strength == "strong"]
    people = [each for each in between if each.table == "leads"]
    in_both = [each for each in world.people if each.in_salesforce and each.in_marketing]
    assert {each.how: each.matched for each in people} == {
        "synced_id": sum(each.tie == "id" for each in in_both),
        "email": sum(each.tie == "address" for each in in_both),
    }
    held = truth(world, ["salesforce", "hubspot"]).people
    assert sum(each.matched for each in people) + people[0].only_here + people[0].only_there == held
    (deals,) = (each for each in between if each.table == "opportunities")
    in_salesforce = [each for each in world.deals if each.in_salesforce]
    assert (deals.source, deals.matched, deals.only_here, deals.only_there) == (
        "hubspot",
        sum(each.in_hubspot for each in in_salesforce),
        sum(not each.in_salesforce for each in world.deals),
        sum(not each.in_hubspot for each in in_salesforce),
    )
    differing = {
        each.column: each.differing for each in report.conflicts if each.table == "opportunities"
    }
    synced = [each for each in in_salesforce if each.in_hubspot]
    assert differing["amount"] == sum(each.amount != each.other_amount for each in synced)
    assert (differing["outcome"], differing["owner_id"]) == (0, None)


def test_two_systems_without_a_system_of_record_are_asked_about(tmp_path: Path) -> None:
    world = draw(7, with_deals=True)
    with pytest.raises(ConfigError) as error:
        built(tmp_path, world, ["salesforce", "hubspot"], None)
    assert [fault.split("record_for = ")[1] for fault in error.value.faults] == [
        "['leads'] in [[source]] 'hubspot' or 'salesforce'.",
        "['opportunities'] in [[source]] 'hubspot' or 'salesforce'.",
    ]
