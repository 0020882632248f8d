"""Random companies: what changed the pipeline, and who entered a step, agree with the rules."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings

from tests.facts import oracle_pipeline as rules
from tests.facts.company import facts_of, told_apart
from tests.facts.oracle import World, closing, person_of
from tests.facts.random_company import companies
from tests.facts.test_oracle import FIRST_DAY, _day_text
from tests.facts.world import TWO_GATES

SINCE = f"date_diff('day', date '{FIRST_DAY.date()}', {{}})"
RATES = "\n".join(
    [
        "| currency | valid_from_date | rate |",
        "| USD | 1970-01-01 | 1 |",
        *(
            f"| {currency} | {_day_text(since)} | {worth} |"
            for currency, each in rules.RATES.items()
            for since, worth in each
        ),
    ]
)
GATES = {
    "one gate a step": (TWO_GATES, {"MQL": "mql", "SQL": "sql"}),
    "two gates of one step": (TWO_GATES.replace("sql", "mql"), {"MQL": "mql", "SQL": "mql"}),
}


def differences(world: World) -> list[str]:
    database = facts_of(world, "fct_pipeline_changes", configs={"config_rates": RATES})
    added_up = f"""(
        select opportunity_id, component, {SINCE.format("changed_date")} as day,
            count(*) as events, sum(deals)::int as deals, sum(amount) as amount
        from fct_pipeline_changes group by all
    )"""
    keys = ("opportunity_id", "component", "day")
    return told_apart(database, added_up, rules.changes(world), *keys) + [
        f"{deal.id}: its events do not lead to what it is"
        for deal in world.deals
        if not leads_there(world, database, deal.id)
    ]


def leads_there(world: World, database, name: str) -> bool:
    """Return whether a deal's events add up to one open deal and its amount, or to none."""
    deal = next(each for each in world.deals if each.id == name)
    is_open = closing(world, deal)[0] == "open"
    deals, amount = database.query(
        f"select sum(deals), coalesce(sum(amount), 0) from fct_pipeline_changes"
        f" where opportunity_id = '{name}'"
    ).row(0)
    end = (rules.amount_at_end(world, deal) or 0) if is_open else 0
    return deals == is_open and abs(amount - end) < 0.006


@settings(max_examples=settings().max_examples // 10)
@given(companies())
def test_changes_of_the_pipeline_agree_with_the_rules(world: World) -> None:
    assert differences(world) == []


def month(number: int) -> tuple[int, int]:
    """Return the month of a day."""
    date = FIRST_DAY + dt.timedelta(days=number)
    return date.year, date.month


@pytest.mark.parametrize("name", GATES)
@settings(max_examples=settings().max_examples // 10)
@given(companies())
def test_entries_into_a_step_agree_with_the_rules(name: str, world: World) -> None:
    assert entered_otherwise(world, *GATES[name]) == []


def entered_otherwise(world: World, gates: str, steps: dict[str, str]) -> list[str]:
    database = facts_of(world, "fct_lead_entries", "fct_lead_again", gates=gates)
    entries = f"(select *, {SINCE.format('entered_date')} as day from fct_lead_entries)"
    again = f"(select *, {SINCE.format('entered_date')} as day from fct_lead_again)"
    expected = rules.entries(world, steps, month)
    assert {person_of(world, lead.id) for lead in world.leads} >= {
        row["person_id"] for row in expected
    }
    return told_apart(database, entries, expected, "person_id", "step", "day") + told_apart(
        database,
        again,
        [
            {name: row[name] for name in ("person_id", "step", "day", "is_new_in_month")}
            for row in expected
            if row["place"] != 1
        ],
        *("person_id", "step", "day"),
    )
