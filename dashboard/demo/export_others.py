"""Account, Contact, Task, Event and User: who they are, and what was done."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from dashboard.demo import salesforce, signs
from dashboard.demo.export_parts import Parts
from dashboard.demo.world import MINUTE, Texts, by_position

MEETING = "Meeting"


def write_accounts(folder: Path, parts: Parts) -> None:
    """Write every company that has a deal; the export's own sync touches the last one."""
    world = parts.ledger.world
    firsts = (
        parts.deals.sort("created", maintain_order=True)
        .group_by("company")
        .agg(
            pl.col("created").min(),
            pl.col("segment", "region", "rep").first(),
            pl.col("way").eq("customer").any().alias("was_customer"),
        )
        .sort("company")
    )
    count = firsts.height
    names = np.asarray(parts.ledger.company_names)[firsts["company"].to_numpy()]
    created = firsts["created"].to_numpy()
    owner = salesforce.user_ids(firsts["rep"].to_numpy())
    columns = {
        "Id": salesforce.ids("Account", np.arange(count)),
        "IsDeleted": salesforce.same("0", count),
        "MasterRecordId": salesforce.same(salesforce.NULL_ID, count),
        "Name": names,
        "Type": np.where(firsts["was_customer"].to_numpy(), "Customer", "Prospect"),
        "ParentId": salesforce.same(salesforce.NULL_ID, count),
        "Website": [f"{name.replace(' ', '').lower()}.example" for name in names],
        "OwnerId": owner,
        **salesforce.audit(world, created, created, owner),
        "Segment__c": by_position(world["leads"]["segments"], firsts["segment"].to_numpy()),
        "Region__c": by_position(world["leads"]["regions"], firsts["region"].to_numpy()),
    }
    salesforce.write(folder, "Account", _synced(parts, columns))


def _synced(parts: Parts, columns: dict[str, Texts | list[str]]) -> dict[str, Texts | list[str]]:
    """Let the nightly sync save one account at the very time of the export: the as-of date."""
    as_of = parts.ledger.world.as_of_at.strftime("%Y-%m-%d %H:%M:%S")
    by = str(salesforce.user_ids([parts.integration_user])[0])
    for name, value in (
        ("LastModifiedDate", as_of),
        ("SystemModstamp", as_of),
        ("LastModifiedById", by),
    ):
        changed = np.array(columns[name])
        changed[-1] = value
        columns[name] = changed
    return columns


def write_contacts(folder: Path, parts: Parts) -> None:
    """Write the people on deals: the first of each deal, then those named beside."""
    people = pl.concat([_first_people(parts), _colleagues(parts)])
    count, created = people.height, people["created"].to_numpy()
    owner = salesforce.user_ids(people["rep"].to_numpy())
    account = parts.account_of(people["company"].to_numpy())
    salesforce.write(
        folder,
        "Contact",
        {
            "Id": salesforce.ids("Contact", people["contact"].to_numpy()),
            "IsDeleted": salesforce.same("0", count),
            "MasterRecordId": salesforce.same(salesforce.NULL_ID, count),
            "AccountId": salesforce.ids("Account", account),
            "LastName": people["last_name"].to_list(),
            "FirstName": people["first_name"].to_list(),
            "Email": people["email"].to_list(),
            "OwnerId": owner,
            **salesforce.audit(parts.ledger.world, created, created, owner),
        },
    )


def _first_people(parts: Parts) -> pl.DataFrame:
    """Return the first person of each deal, once each."""
    contact = parts.contact_of(parts.deals["deal"].to_numpy(), parts.deals["company"].to_numpy())
    people = (
        parts.deals.with_columns(pl.Series("contact", contact))
        .filter(pl.col("contact") >= 0)
        .sort("created", maintain_order=True)
        .unique("contact", keep="first", maintain_order=True)
        .sort("contact")
    )
    # A converted lead keeps its name as a contact; the others have names of their own.
    lead, number = people["lead"].to_numpy(), people["contact"].to_numpy()
    person = np.where(lead >= 0, lead, parts.ledger.leads.height + number)
    first, last = parts.first_names[person], parts.last_names[person]
    return _named(parts, people, first, last, first)


def _colleagues(parts: Parts) -> pl.DataFrame:
    """Return those named beside the first person of a deal."""
    people = parts.colleagues
    first, last = people["first_name"].to_numpy(), people["last_name"].to_numpy()
    # Addresses with an initial: nobody of them is taken for somebody who was there before.
    return _named(parts, people, first, last, people["first_name"].str.slice(0, 1).to_numpy())


def _named(
    parts: Parts, people: pl.DataFrame, first: Texts, last: Texts, spelled: Texts
) -> pl.DataFrame:
    company = np.asarray(parts.ledger.company_names)[people["company"].to_numpy()]
    return people.select("contact", "company", "created", "rep").with_columns(
        pl.Series("first_name", first),
        pl.Series("last_name", last),
        pl.Series("email", parts.emails(spelled, last, company)),
    )


def activities(parts: Parts) -> pl.DataFrame:
    """Return calls, mails and meetings with the records they hang on, in order of time.

    What was done with a lead moves to its contact once it is converted.
    """
    linked = parts.linked_deals.select("lead", pl.col("deal").alias("contact"))
    again = parts.ledger.second_signs.with_columns(pl.lit(-1, pl.Int64).alias("deal"))
    of_leads = (
        pl.concat([parts.ledger.lead_touches, again], how="diagonal")
        .join(linked, on="lead", how="left", maintain_order="left")
        .with_columns(pl.col("contact").fill_null(-1))
    )
    with_rep = of_leads.join(
        parts.numbered_leads.select("lead", pl.col("owner").alias("rep")),
        on="lead",
        maintain_order="left",
    )
    deals = parts.deals.with_columns(
        pl.Series(
            "contact",
            parts.contact_of(parts.deals["deal"].to_numpy(), parts.deals["company"].to_numpy()),
        )
    )
    of_deals = parts.ledger.deal_touches.drop("lead").join(
        deals.select("deal", "lead", "contact", "rep"), on="deal", maintain_order="left"
    )
    columns = ["lead", "deal", "contact", "rep", "at", "kind"]
    return pl.concat([with_rep.select(columns), of_deals.select(columns)]).sort(
        "at", "deal", "lead", maintain_order=True
    )


def _whom(rows: pl.DataFrame) -> Texts:
    contact, lead = rows["contact"].to_numpy(), rows["lead"].to_numpy()
    return np.where(
        contact >= 0,
        salesforce.ids("Contact", contact),
        np.where(rows["deal"].to_numpy() < 0, salesforce.ids("Lead", lead), salesforce.NULL_ID),
    )


def write_tasks(folder: Path, parts: Parts, rows: pl.DataFrame) -> None:
    """Write calls, mails and opened documents."""
    world = parts.ledger.world
    tasks = rows.filter(pl.col("kind") != MEETING)
    count, at = tasks.height, tasks["at"].to_numpy()
    kind = tasks["kind"].to_numpy().astype(np.str_)
    by = salesforce.user_ids(tasks["rep"].to_numpy())
    salesforce.write(
        folder,
        "Task",
        {
            "Id": salesforce.ids("Task", np.arange(count)),
            "WhoId": _whom(tasks),
            "WhatId": salesforce.ids("Opportunity", tasks["deal"].to_numpy()),
            "Subject": kind,
            "ActivityDate": salesforce.dates(world, at),
            "Status": salesforce.same("Completed", count),
            "Priority": salesforce.same("Normal", count),
            "OwnerId": by,
            "Type": kind,
            "IsDeleted": salesforce.same("0", count),
            "IsClosed": salesforce.same("1", count),
            **salesforce.audit(world, at, at, by),
            "CallType": np.select(
                [kind == "Call - inbound", np.char.startswith(kind, "Call")],
                ["Inbound", "Outbound"],
                default="",
            ),
            "CompletedDateTime": salesforce.times(world, at),
            "CallDurationInSeconds": signs.call_seconds(world, kind),
        },
    )


def write_events(folder: Path, parts: Parts, rows: pl.DataFrame) -> None:
    """Write meetings that were held."""
    world = parts.ledger.world
    events = rows.filter(pl.col("kind") == MEETING)
    count, at = events.height, events["at"].to_numpy()
    by = salesforce.user_ids(events["rep"].to_numpy())
    deal = events["deal"].to_numpy()
    # A meeting is booked at most four days ahead, and not before its deal.
    booked = np.maximum(at - 1 - deal % 4, parts.deals["created"].to_numpy()[deal] + 2 * MINUTE)
    booked = np.minimum(booked, at)
    salesforce.write(
        folder,
        "Event",
        {
            "Id": salesforce.ids("Event", np.arange(count)),
            "WhoId": _whom(events),
            "WhatId": salesforce.ids("Opportunity", deal),
            "Subject": salesforce.same(MEETING, count),
            "IsAllDayEvent": salesforce.same("0", count),
            "ActivityDateTime": salesforce.times(world, at),
            "ActivityDate": salesforce.dates(world, at),
            "DurationInMinutes": np.where(deal % 2 == 0, "30", "60"),
            "OwnerId": by,
            "Type": salesforce.same(MEETING, count),
            "IsDeleted": salesforce.same("0", count),
            "IsChild": salesforce.same("0", count),
            **salesforce.audit(world, booked, booked, by),
        },
    )


def write_users(folder: Path, parts: Parts) -> None:
    """Write the sellers, the one who keeps the leads, the integration, and sales development."""
    count = parts.users
    numbers = np.arange(count)
    is_integration = numbers == parts.integration_user
    is_marketing = numbers == parts.marketing_user
    is_developer = numbers > parts.integration_user
    last = np.where(is_integration, "Sync", np.where(is_marketing, "Operations", "Seller"))
    role = np.where(is_integration, "", np.where(is_marketing, "Marketing", "Sales"))
    created = np.zeros(count)
    salesforce.write(
        folder,
        "User",
        {
            "Id": salesforce.user_ids(numbers),
            "Username": [f"user{number}@northbeam.example" for number in numbers],
            "LastName": np.char.add(np.char.add(last, " "), numbers.astype(np.str_)),
            "FirstName": salesforce.same("", count),
            "Department": role,
            "Title": np.select(
                [is_integration, is_marketing, is_developer],
                ["", "Marketing Operations", "Sales Development"],
                default="Account Executive",
            ),
            "IsActive": salesforce.same("1", count),
            "UserType": np.where(is_integration, "AutomatedProcess", "Standard"),
            **salesforce.audit(parts.ledger.world, created, created, salesforce.user_ids(numbers)),
            "Is_Integration__c": salesforce.flags(is_integration),
        },
    )
