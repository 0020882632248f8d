"""A company that works with Salesforce and HubSpot, or Salesforce and Marketo, and its truth.

Every person, deal and call is drawn once; which system holds it, and how the two know of each
other, is drawn with it; from that follows what must come out.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection
from dataclasses import dataclass, field

PEOPLE = 600
START = dt.datetime(2026, 1, 5, 9)


@dataclass(frozen=True)
class Person:
    """One human being, and how the systems hold them."""

    number: int
    in_salesforce: bool
    in_marketing: bool
    # Where both hold them: by the other's id, by the same address, or not known to be the same.
    tie: str
    is_converted: bool
    is_mql: bool
    sales_verdict: str | None
    # Turned away, and known to sales again through a contact that was made by hand.
    has_contact_by_hand: bool

    @property
    def created_at(self) -> dt.datetime:
        return START + dt.timedelta(hours=self.number % 900)


@dataclass(frozen=True)
class Deal:
    """One deal with its values in the two systems."""

    person: Person
    in_salesforce: bool
    in_hubspot: bool
    outcome: str
    amount: int
    other_amount: int


@dataclass(frozen=True)
class Call:
    """One call with a person, logged in one system or in both."""

    person: Person
    number: int
    in_salesforce: bool
    in_marketing: bool

    @property
    def at(self) -> dt.datetime:
        return self.person.created_at + dt.timedelta(days=2, minutes=7 * self.number)


@dataclass
class World:
    """A whole company."""

    people: list[Person] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)


@dataclass(frozen=True)
class Truth:
    """What a build of some of the systems must find."""

    people: int
    mql_people: int
    deals: int
    won: int
    won_amount: int
    calls: int
    turned_away_deals: int


def draw(seed: int, *, with_deals: bool) -> World:
    """Draw a company; `with_deals`: the marketing system keeps deals too, as HubSpot does."""
    random_ = random.Random(seed)
    world = World()
    for number in range(PEOPLE):
        person = _person(random_, number)
        world.people.append(person)
        deal = _deal(random_, person, with_deals=with_deals)
        if deal:
            world.deals.append(deal)
        for at in range(random_.randrange(3)):
            both = person.in_salesforce and person.in_marketing
            where = random_.choice("smb") if both else "s" if person.in_salesforce else "m"
            world.calls.append(Call(person, at, where in "sb", where in "mb"))
    return world


def _person(random_: random.Random, number: int) -> Person:
    where = random_.choices(["both", "salesforce", "marketing"], [5, 2, 3])[0]
    in_salesforce, in_marketing = where != "marketing", where != "salesforce"
    verdict = random_.choice([None, "Qualified", "Qualified", "Rejected"])
    verdict = verdict if in_salesforce else None
    return Person(
        number,
        in_salesforce,
        in_marketing,
        random_.choices(["id", "address", "none"], [6, 3, 1])[0] if where == "both" else "none",
        verdict == "Qualified" and random_.random() < 0.6,
        in_marketing and random_.random() < 0.5,
        verdict,
        verdict == "Rejected" and random_.random() < 0.5,
    )


def _deal(random_: random.Random, person: Person, *, with_deals: bool) -> Deal | None:
    in_salesforce = person.is_converted or person.has_contact_by_hand
    alone = with_deals and not person.in_salesforce and random_.random() < 0.3
    if not in_salesforce and not alone:
        return None
    is_synced = with_deals and in_salesforce and person.in_marketing and person.tie == "id"
    amount = random_.randrange(1, 90) * 1000
    return Deal(
        person,
        in_salesforce,
        alone or (is_synced and random_.random() < 0.8),
        random_.choice(["open", "won", "won", "lost"]),
        amount,
        amount if random_.random() < 0.7 else amount + 500,
    )


def truth(world: World, systems: Collection[str], record: str = "salesforce") -> Truth:
    """Return what is true of the people and deals that these systems hold."""
    has_sales, has_marketing = "salesforce" in systems, len(set(systems) - {"salesforce"}) > 0
    held = [
        x for x in world.people
        if (has_sales and x.in_salesforce) or (has_marketing and x.in_marketing)
    ]  # fmt: skip
    twice = [
        x for x in held if has_sales and has_marketing and x.in_salesforce and x.in_marketing
        and x.tie == "none"
    ]  # fmt: skip
    deals = [
        x for x in world.deals
        if (has_sales and x.in_salesforce) or ("hubspot" in systems and x.in_hubspot)
    ]  # fmt: skip
    won = [x for x in deals if x.outcome == "won"]

    def speaks_sales(deal: Deal) -> bool:
        alone = not (deal.in_hubspot and "hubspot" in systems)
        return has_sales and deal.in_salesforce and (alone or record == "salesforce")

    return Truth(
        people=len(held) + len(twice),
        mql_people=sum(x.is_mql for x in held) if has_marketing else 0,
        deals=len(deals),
        won=len(won),
        won_amount=sum(x.amount if speaks_sales(x) else x.other_amount for x in won),
        calls=sum(_counted(x, systems) for x in world.calls),
        turned_away_deals=sum(
            x.person.has_contact_by_hand for x in deals if has_sales and x.in_salesforce
        ),
    )


def _counted(call: Call, systems: Collection[str]) -> int:
    """Return how often a call counts: twice where nobody can know that it is one person."""
    logs = ("salesforce" in systems and call.in_salesforce) + (
        "hubspot" in systems and call.in_marketing
    )
    return logs if call.person.tie == "none" else min(logs, 1)
