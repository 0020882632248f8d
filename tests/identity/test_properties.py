"""Random companies with two systems: nothing is lost, and nothing is counted twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.engine.database import Database
from tests.facts.world import facts_from_frames

SYSTEMS = ("a", "b")
# The ids of both systems are alike, so that they meet by chance.
IDS = ("1", "2", "3", "4")


@dataclass(frozen=True)
class Record:
    """A lead or a deal in one system, and what that system says of the same one elsewhere."""

    system: str
    id: str
    person: str | None
    merged: str | None
    synced: str | None
    synced_person: str | None
    email: str | None


@dataclass(frozen=True)
class Company:
    """Everything that two systems hold."""

    leads: tuple[Record, ...]
    deals: tuple[Record, ...]


def records(*, is_lead: bool) -> st.SearchStrategy[list[Record]]:
    some = st.none() | st.none() | st.sampled_from(IDS)
    contact = st.none() | st.none() | st.sampled_from(["c1", "c2"])
    nothing = st.none()
    return st.lists(
        st.builds(
            Record,
            system=st.sampled_from(SYSTEMS),
            id=st.sampled_from(IDS),
            person=contact if is_lead else nothing,
            merged=some,
            synced=some,
            synced_person=contact if is_lead else nothing,
            email=st.sampled_from([None, None, "x", "y"]) if is_lead else nothing,
        ),
        max_size=6,
        unique_by=lambda record: (record.system, record.id),
    )


COMPANIES = st.builds(Company, records(is_lead=True).map(tuple), records(is_lead=False).map(tuple))


def numbered(companies: list[Company]) -> Company:
    """Put companies side by side: all ids are their own."""

    def own(number: int, record: Record) -> Record:
        names = ("id", "person", "merged", "synced", "synced_person", "email")
        values = {name: getattr(record, name) for name in names}
        return replace(record, **{k: v and f"{number}-{v}" for k, v in values.items()})

    return Company(
        tuple(own(at, each) for at, one in enumerate(companies) for each in one.leads),
        tuple(own(at, each) for at, one in enumerate(companies) for each in one.deals),
    )


def found(company: Company, record: str = "a") -> tuple[set[frozenset], set[frozenset]]:
    """Return which leads are one person and which deals are one deal, by the SQL."""
    database = _made(company, record)
    people = database.query(
        "select fct_lead_persons.lead_id, fct_lead_persons.person_id from fct_lead_persons "
        "inner join fct_persons on fct_lead_persons.person_id = fct_persons.person_id"
    )
    deals = database.query(
        "select all_opportunities.opportunity_id, opportunities.opportunity_id as surviving_id "
        "from all_opportunities left join link_deals using (opportunity_id) "
        "inner join opportunities on opportunities.opportunity_id "
        "= coalesce(link_deals.surviving_id, all_opportunities.opportunity_id)"
    )
    counted = database.query("select count(*), count(distinct opportunity_id) from opportunities")
    assert counted.rows() == [(deals["surviving_id"].n_unique(),) * 2]
    persons = database.query("select count(*), count(distinct person_id) from fct_persons")
    assert persons.rows() == [(people["person_id"].n_unique(),) * 2]
    return _sets(people, _lead_names(company)), _sets(deals, _deal_names(company))


def _made(company: Company, record: str) -> Database:
    schema = "source_name {0} {1} merged_into_id {2} {3} email_hash created_at"
    leads = schema.format("lead_id", "person_id", "synced_lead_id", "synced_person_id").split()
    deals = schema.format("opportunity_id", "x", "synced_opportunity_id", "y").split()
    frames = {
        "leads": _frame(leads, company.leads),
        "opportunities": _frame(deals, company.deals).drop("x", "y", "email_hash"),
    }
    return facts_from_frames(
        frames,
        as_of="2026-10-01",
        only=["fct_lead_persons", "fct_persons", "opportunities"],
        record_for={"leads": record, "opportunities": record},
    )


def _frame(columns: list[str], rows: tuple[Record, ...]) -> pl.DataFrame:
    cells = [
        (x.system, x.id, x.person, x.merged, x.synced, x.synced_person, x.email, "2026-01-01")
        for x in rows
    ]
    return pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row")


def _lead_names(company: Company) -> dict[str, set[tuple[str, str]]]:
    return _names(company.leads)


def _deal_names(company: Company) -> dict[str, set[tuple[str, str]]]:
    return _names(company.deals)


def _names(rows: tuple[Record, ...]) -> dict[str, set[tuple[str, str]]]:
    """Return the records that an id in the SQL may stand for: a bare one of either system."""
    names: dict[str, set[tuple[str, str]]] = {}
    for row in rows:
        names.setdefault(row.id, set()).add((row.system, row.id))
        names[f"{row.system}:{row.id}"] = {(row.system, row.id)}
    return names


def _sets(pairs: pl.DataFrame, names: dict[str, set[tuple[str, str]]]) -> set[frozenset]:
    prefixed = {name for name, *_ in pairs.iter_rows() if ":" in name}
    groups: dict[str, set[tuple[str, str]]] = {}
    for name, group in pairs.iter_rows():
        taken = {each for other in prefixed for each in names[other]}
        groups.setdefault(group, set()).update(
            names[name] if name in prefixed else names[name] - taken
        )
    return {frozenset(group) for group in groups.values()}


def joined(things: set, alike: list[tuple]) -> list[set]:
    """Return what is one by any number of steps."""
    sets = [{each} for each in things | {each for pair in alike for each in pair}]
    for one, other in alike:
        touching = [each for each in sets if one in each or other in each]
        sets = [each for each in sets if each not in touching] + [set().union(*touching)]
    return sets


def people_by_the_rules(company: Company) -> set[frozenset]:
    """Work out which leads are one person, over marks (system, id of the contact or lead)."""
    here = {(lead.system, lead.id): lead for lead in company.leads}

    def own(lead: Record) -> tuple[str, str]:
        return lead.system, lead.person or lead.id

    contacts = {own(lead) for lead in company.leads if lead.person}
    alike = []
    for lead in company.leads:
        if lead.merged:
            master = here.get((lead.system, lead.merged))
            alike.append((own(lead), own(master) if master else (lead.system, lead.merged)))
        for synced in filter(None, (lead.synced, lead.synced_person)):
            alike.append((own(lead), ("synced from", lead.system, synced)))
            there = ("b" if lead.system == "a" else "a", synced)
            if there in here:
                alike.append((own(lead), own(here[there])))
            if there in contacts:
                alike.append((own(lead), there))
        if lead.email:
            alike.append((own(lead), ("address", lead.email)))
    sets = joined({own(lead) for lead in company.leads}, alike)
    groups = [{key for key, lead in here.items() if own(lead) in each} for each in sets]
    return {frozenset(group) for group in groups if group}


def deals_by_the_rules(company: Company, record: str) -> list[set[tuple[str, str]]]:
    """Work out which deal records hang together; and how many deals they are, see below."""
    here = {(deal.system, deal.id): deal for deal in company.deals}
    alike = []
    for key, deal in here.items():
        if deal.merged:
            alike.append((key, (deal.system, deal.merged)))
        there = ("b" if deal.system == "a" else "a", deal.synced)
        if deal.synced and there in here:
            alike.append((key, there))
    groups = [each & set(here) for each in joined(set(here), alike)]
    return [group for group in groups if group]


def deals_in(company: Company, group: set[tuple[str, str]], record: str) -> int:
    """Return how many deals a group is: those that its first system holds and did not merge."""
    merged = {(deal.system, deal.id): deal.merged is not None for deal in company.deals}
    first = min({system for system, _ in group}, key=lambda system: system != record)
    return max(1, sum(not merged[key] for key in group if key[0] == first))


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(COMPANIES, min_size=1, max_size=8))
def test_no_person_and_no_deal_is_lost_or_counted_twice(companies: list[Company]) -> None:
    company = numbered(companies)
    people, deals = found(company)
    assert people == people_by_the_rules(company)
    assert {key for group in deals for key in group} == {(x.system, x.id) for x in company.deals}
    for group in deals_by_the_rules(company, "a"):
        parts = [each for each in deals if each & group]
        assert set().union(*parts) == group
        assert len(parts) == deals_in(company, group, "a")


@settings(max_examples=settings().max_examples // 4)
@given(st.lists(COMPANIES, min_size=1, max_size=8))
def test_the_names_of_the_systems_do_not_matter(companies: list[Company]) -> None:
    company = numbered(companies)
    swapped = Company(*(
        tuple(replace(each, system="b" if each.system == "a" else "a") for each in rows)
        for rows in (company.leads, company.deals)
    ))  # fmt: skip

    def back(groups: set[frozenset]) -> set[frozenset]:
        return {frozenset(("b" if s == "a" else "a", i) for s, i in group) for group in groups}

    people, deals = found(company, "a")
    other_people, other_deals = found(swapped, "b")
    assert (back(other_people), len(other_deals)) == (people, len(deals))


@settings(max_examples=settings().max_examples // 4)
@given(st.lists(COMPANIES, min_size=1, max_size=8), st.sampled_from(SYSTEMS))
def test_dropping_a_system_loses_only_what_it_alone_holds(
    companies: list[Company], dropped: str
) -> None:
    company = numbered(companies)
    rest = Company(*(
        tuple(each for each in rows if each.system != dropped)
        for rows in (company.leads, company.deals)
    ))  # fmt: skip
    people, deals = found(company)
    rest_people, rest_deals = found(rest)
    for both, alone in ((people, rest_people), (deals, rest_deals)):
        kept = {key for group in both for key in group if key[0] != dropped}
        assert {key for group in alone for key in group} == kept
        # What one system holds as one is one with the other system as well, people through it.
        assert len(alone) >= len({group for group in both if group & kept})
    for group in people:
        for one, other in combinations(sorted(k for k in group if k[0] != dropped), 2):
            told_alone = any({one, other} <= alone for alone in rest_people)
            assert told_alone or any(key[0] == dropped for key in group)
