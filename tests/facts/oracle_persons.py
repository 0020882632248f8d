"""Who is one person, worked out record by record: for tables small enough to walk through."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.facts.oracle import Lead, World


def own_id(lead: Lead) -> str:
    """Return the id a lead goes by on its own: its contact's once it is converted."""
    return lead.person or lead.id


@cache
def persons(world: World) -> dict[str, str]:
    """Return the person of each id that stands on a lead or a contact."""
    records = {lead.id: lead for lead in world.leads}
    ids = {own_id(lead) for lead in world.leads} | {each.person for each in world.contacts}
    alike = [
        *((own_id(lead), own_id(records[lead.merged_into])) for lead in world.leads
          if lead.merged_into),
        *((each.person, each.merged_into) for each in world.contacts if each.merged_into),
        *same_address(world),
    ]  # fmt: skip
    sets = [{each} for each in ids | {each for pair in alike for each in pair}]
    for one, other in alike:
        joined = [each for each in sets if one in each or other in each]
        sets = [each for each in sets if each not in joined] + [set().union(*joined)]
    return {each: name_of(world, group) for group in sets for each in group}


def same_address(world: World) -> list[tuple[str, str]]:
    """Return each two ids that stand under one address."""
    under = [(lead.email, own_id(lead)) for lead in world.leads]
    under += [(each.email, each.person) for each in world.contacts]
    return [
        (one, other)
        for address, one in under
        for same, other in under
        if address is not None and address == same
    ]


def name_of(world: World, group: set[str]) -> str:
    """Return the id a person goes by: not merged away, a contact, the first."""

    def rank(each: str) -> tuple[bool, bool, str]:
        merged = [bool(one.merged_into) for one in world.contacts if one.person == each]
        merged = merged or [bool(lead.merged_into) for lead in world.leads if own_id(lead) == each]
        contacts = {lead.person for lead in world.leads} | {one.person for one in world.contacts}
        return bool(merged) and all(merged), each not in contacts, each

    return min(group, key=rank)
