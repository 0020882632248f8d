"""What several exported objects share: who is which record, and who set what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard.demo import handling, names
from dashboard.demo.journeys import LOST, WON
from dashboard.demo.ledger import Ledger
from dashboard.demo.world import Integers, Texts


@dataclass(frozen=True)
class Parts:
    """The ledger with the numbering of its records.

    Contact n belongs to deal n; customers of old have the contacts after those, and those named
    beside the first person of a deal come last. Accounts are numbered in order of their company.
    """

    ledger: Ledger
    deals: pl.DataFrame
    companies: Integers
    colleagues: pl.DataFrame
    first_names: Texts
    last_names: Texts

    @property
    def numbered_leads(self) -> pl.DataFrame:
        """Return the leads with their number in `lead`."""
        leads = self.ledger.leads
        return leads.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("lead"), pl.all())

    @property
    def linked_deals(self) -> pl.DataFrame:
        """Return the deals that were opened by converting a lead."""
        return self.deals.filter(pl.col("lead") >= 0)

    @property
    def marketing_user(self) -> int:
        """Return the number of the user who keeps the leads."""
        return int(self.ledger.world["reps"]["count"])

    @property
    def users(self) -> int:
        """Return how many users there are: sellers, marketing, the integration, development."""
        world = self.ledger.world
        return handling.first_developer(world) + int(world["sales_development"]["count"])

    @property
    def integration_user(self) -> int:
        """Return the number of the user under which other systems write."""
        return self.marketing_user + 1

    @property
    def customers(self) -> int:
        """Return how many customers there were before the history begins."""
        return self.ledger.world.count(self.ledger.world["existing_customers"]["per_1000"])

    @property
    def first_customer(self) -> int:
        """Return the company number of the first of them; they are numbered last."""
        return len(self.ledger.company_names) - self.customers

    def account_of(self, company: Integers) -> Integers:
        """Return the account's number of each company; of one without account, any."""
        return np.searchsorted(self.companies, company)

    def contact_of(self, deal: Integers, company: Integers) -> Integers:
        """Return the contact on each deal; -1 where nobody is on record."""
        way = self.deals["way"].to_numpy()[deal]
        of_customer = self.ledger.deals.height + company - self.first_customer
        return np.where(way == "unlinked", -1, np.where(way == "customer", of_customer, deal))

    def emails(self, first: Texts, last: Texts, company: Texts) -> list[str]:
        """Return addresses under a top-level domain that nobody can own."""
        return [
            f"{one}.{other}@{name.replace(' ', '')}.example".lower()
            for one, other, name in zip(first, last, company, strict=True)
        ]


def parts_of(ledger: Ledger) -> Parts:
    """Number the records of the ledger."""
    deals = pl.concat([_new_business(ledger), _existing(ledger)])
    deals = deals.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("deal"), pl.all())
    people = ledger.leads.height + deals.height + len(ledger.company_names)
    first, last = names.person_names(ledger.world, people)
    companies = np.unique(deals["company"].to_numpy())
    return Parts(ledger, deals, companies, _colleagues(ledger, deals), first, last)


def _colleagues(ledger: Ledger, deals: pl.DataFrame) -> pl.DataFrame:
    """Return one row per person named on a deal beside the first: name, role and contact."""
    world = ledger.world
    chance = world.stream(handling.NAMES)
    of_deal = np.repeat(np.arange(deals.height), deals["colleagues"].to_numpy())
    rows = deals.select("deal", "company", "created", "rep")[of_deal]
    first = ledger.deals.height + world.count(world["existing_customers"]["per_1000"])
    return rows.with_columns(
        (first + pl.int_range(pl.len(), dtype=pl.Int64)).alias("contact"),
        pl.Series("role", chance.choice(world["buyer_people"]["roles"], rows.height)),
        pl.Series("first_name", chance.choice(names.FIRST_NAMES, rows.height)),
        pl.Series("last_name", chance.choice(names.LAST_NAMES, rows.height)),
    )


_COLUMNS = (
    "lead way path_class created company segment region rep source origin amount first_amount "
    "stamp_due accept_due colleagues loss_reason competitor stage first_stage closed type"
).split()


def _new_business(ledger: Ledger) -> pl.DataFrame:
    return ledger.deals.with_columns(pl.lit("New Business").alias("type")).select(_COLUMNS)


def _existing(ledger: Ledger) -> pl.DataFrame:
    """Give renewals and upsells the columns of the other deals."""
    world, deals = ledger.world, ledger.customer_deals
    customers = world.count(world["existing_customers"]["per_1000"])
    company = len(ledger.company_names) - customers + deals["customer"].to_numpy()
    closed = pl.col("closed").is_finite()
    return deals.select(
        pl.lit(-1, pl.Int64).alias("lead"),
        pl.lit("customer").alias("way"),
        pl.lit("").alias("path_class"),
        "created",
        pl.Series("company", company),
        pl.Series("segment", company % len(world["leads"]["segments"])),
        pl.Series("region", company // 3 % len(world["leads"]["regions"])),
        pl.Series("rep", company % world["reps"]["count"]),
        pl.lit(-1, pl.Int64).alias("source"),
        pl.lit("Customer").alias("origin"),
        "amount",
        pl.col("amount").alias("first_amount"),
        pl.lit(np.inf).alias("stamp_due"),
        pl.lit(np.inf).alias("accept_due"),
        pl.lit(0, pl.Int64).alias("colleagues"),
        pl.lit("").alias("loss_reason"),
        pl.lit("").alias("competitor"),
        pl.when(closed & pl.col("won"))
        .then(WON)
        .when(closed)
        .then(LOST)
        .otherwise(1)
        .cast(pl.Int64)
        .alias("stage"),
        pl.lit(1, pl.Int64).alias("first_stage"),
        "closed",
        "type",
    )
