"""Lead.csv and LeadHistory.csv: who came in, and each recorded change of status."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from dashboard.demo import salesforce, trials
from dashboard.demo.export_parts import Parts
from dashboard.demo.leads import source_names
from dashboard.demo.world import MINUTE, Texts, by_position

NEW = "New"
QUALIFIED = "Marketing Qualified"
CONTACTED = "Working - Contacted"
CONVERTED = "Converted"
REASON = "Turned_Away_Because__c"
LET_THROUGH = "Let_Through_At_Random__c"
VERDICTS = {
    "accepted": "Accepted by Sales",
    "picked": "Accepted by Sales",
    "rejected": "Rejected by Sales",
    "recycled": "Recycled by Sales",
    "disqualified": "Disqualified by Sales",
    "nurture": "Nurture",
    "refused": "Disqualified by Marketing",
}
"""The status that each fate leaves on the lead."""


def statuses(parts: Parts) -> pl.DataFrame:
    """Return one row per recorded status: lead, time, status, who set it; creations first."""
    leads, by_hand = parts.numbered_leads, pl.col("stamped_by_hand")
    base = [
        _status(leads, "created", NEW, parts.marketing_user),
        _status(leads.filter(~by_hand), "stamped", QUALIFIED, parts.integration_user),
        _status(leads.filter(by_hand), "stamped", QUALIFIED, parts.marketing_user),
        _status(leads.with_columns(rep="owner"), "attempted", CONTACTED),
    ]
    for fate, status in VERDICTS.items():
        by = parts.marketing_user if fate in ("nurture", "refused") else None
        base.append(_status(leads.filter(pl.col("fate") == fate), "decided", status, by))
    changes = pl.concat([*base, *_of_deals(parts)])
    changes = changes.filter(pl.col("at") < parts.ledger.world.days)
    changes = changes.sort("lead", "at", maintain_order=True)
    previous = pl.col("status").shift(1).over("lead").fill_null("")
    # Once converted, nobody goes back to calling the lead.
    converted = (pl.col("status") == CONVERTED).cum_sum().over("lead") > 0
    stale = converted & (pl.col("status") == CONTACTED)
    return (
        changes.filter(~stale)
        .with_columns(previous.alias("previous"))
        .filter(pl.col("previous") != pl.col("status"))
    )


def _of_deals(parts: Parts) -> list[pl.DataFrame]:
    """Return the statuses that come with a deal: conversion, a second pass, late paperwork."""
    linked = parts.linked_deals
    back = linked.filter(pl.col("way") == "returned").with_columns(
        (pl.col("created") - 3.0).alias("again"), (pl.col("created") - 1.0).alias("accepted")
    )
    late = linked.filter(pl.col("path_class") == "back_stamped")
    converted = linked.with_columns((pl.col("created") + MINUTE / 4).alias("converted"))
    return [
        _status(back, "again", QUALIFIED, parts.integration_user),
        _status(back, "accepted", VERDICTS["accepted"]),
        _status(converted, "converted", CONVERTED),
        _status(late, "stamp_due", QUALIFIED),
        _status(late, "accept_due", VERDICTS["accepted"]),
    ]


def _status(rows: pl.DataFrame, at: str, status: str, by: int | None = None) -> pl.DataFrame:
    who = pl.col("rep").cast(pl.Int64) if by is None else pl.lit(by, pl.Int64)
    return rows.select(
        "lead", pl.col(at).alias("at"), pl.lit(status).alias("status"), who.alias("by")
    )


def write_lead_history(folder: Path, parts: Parts, changes: pl.DataFrame) -> None:
    """Write creations, status changes and conversions in order of time."""
    linked = parts.linked_deals
    made = changes.filter(pl.col("previous") == "").with_columns(
        pl.lit("created").alias("field"), pl.lit("").alias("status")
    )
    moved = changes.filter(pl.col("previous") != "").with_columns(pl.lit("Status").alias("field"))
    conversion = linked.select(
        "lead",
        (pl.col("created") + MINUTE / 4).alias("at"),
        pl.lit("").alias("status"),
        pl.col("rep").cast(pl.Int64).alias("by"),
        pl.lit("").alias("previous"),
        pl.lit("leadConverted").alias("field"),
    ).filter(pl.col("at") < parts.ledger.world.days)
    reasoned = _status(parts.numbered_leads, "decided", "").with_columns(
        parts.numbered_leads["reason"].alias("status"),
        pl.lit("").alias("previous"),
        pl.lit(REASON).alias("field"),
    )
    said = reasoned.filter((pl.col("status") != "") & (pl.col("at") < parts.ledger.world.days))
    rows = pl.concat([made, moved, conversion, said]).sort("at", "lead", maintain_order=True)
    count = rows.height
    salesforce.write(
        folder,
        "LeadHistory",
        {
            "Id": salesforce.ids("LeadHistory", np.arange(count)),
            "IsDeleted": salesforce.same("0", count),
            "LeadId": salesforce.ids("Lead", rows["lead"].to_numpy()),
            "CreatedById": salesforce.user_ids(rows["by"].to_numpy()),
            "CreatedDate": salesforce.times(parts.ledger.world, rows["at"].to_numpy()),
            "Field": rows["field"].to_list(),
            "DataType": salesforce.same("Text", count),
            "OldValue": rows["previous"].to_list(),
            "NewValue": rows["status"].to_list(),
        },
    )


def write_leads(folder: Path, parts: Parts, changes: pl.DataFrame) -> None:
    """Write the leads as they stand at the as-of date, and a few merged second records."""
    last = changes.group_by("lead", maintain_order=True).agg(
        pl.col("status").last(), pl.col("at").last().alias("modified")
    )
    deal_of = parts.linked_deals.select("lead", "deal", pl.col("created").alias("converted_at"))
    rows = (
        parts.numbered_leads.join(last, on="lead", maintain_order="left")
        .join(deal_of, on="lead", how="left", maintain_order="left")
        .with_columns(pl.lit(-1, pl.Int64).alias("master"))
    )
    merged = _merged(parts, rows)
    salesforce.write(folder, "Lead", _lead_columns(parts, pl.concat([rows, merged])))


def _merged(parts: Parts, rows: pl.DataFrame) -> pl.DataFrame:
    """Return second records of some people, made days later and merged into the first."""
    world = parts.ledger.world
    count = min(rows.height, world.count(world["leads"]["merged_duplicates_per_1000"]))
    # Chosen evenly, not drawn: the export must not change the stream of chance.
    chosen = rows.gather_every(max(1, rows.height // max(1, count))).head(count)
    return chosen.filter(pl.col("created") < world.days - 10).with_columns(
        pl.col("lead").alias("master"),
        (pl.col("created") + 2).alias("created"),
        (pl.col("created") + 4).alias("modified"),
        (pl.lit(rows.height, pl.Int64) + pl.int_range(pl.len())).alias("lead"),
        pl.lit(NEW).alias("status"),
        pl.lit(None, pl.Int64).alias("deal"),
        pl.lit(None, pl.Float64).alias("converted_at"),
        pl.lit(value="").alias("reason"),
        pl.lit(value=False).alias("raised_hand"),
    )


def _lead_columns(parts: Parts, rows: pl.DataFrame) -> salesforce.Columns:
    world, count = parts.ledger.world, rows.height
    deal = rows["deal"].fill_null(-1).to_numpy()
    converted = deal >= 0
    company = rows["company"].to_numpy()
    account = np.where(converted, parts.account_of(company), -1)
    created, talked = rows["created"].to_numpy(), rows["attempted"].to_numpy()
    raised = np.where(rows["raised_hand"].to_numpy(), created, np.inf)
    people = np.where(rows["master"].to_numpy() >= 0, rows["master"].to_numpy(), rows["lead"])
    first, last = parts.first_names[people], parts.last_names[people]
    company_names = np.asarray(parts.ledger.company_names)[company]
    source = source_names(world, rows["source"].to_numpy())
    owner = salesforce.user_ids(rows["owner"].to_numpy())
    return {
        "Id": salesforce.ids("Lead", rows["lead"].to_numpy()),
        "IsDeleted": salesforce.flags(rows["master"].to_numpy() >= 0),
        "MasterRecordId": salesforce.ids("Lead", rows["master"].to_numpy()),
        "LastName": last,
        "FirstName": first,
        "Title": salesforce.same("", count),
        "Company": company_names,
        "Email": parts.emails(first, last, company_names),
        "LeadSource": source,
        "Status": rows["status"].to_list(),
        "OwnerId": owner,
        "IsConverted": salesforce.flags(converted),
        "ConvertedDate": salesforce.dates(world, rows["converted_at"].fill_null(np.inf).to_numpy()),
        "ConvertedAccountId": salesforce.ids("Account", account),
        "ConvertedContactId": salesforce.ids("Contact", deal),
        "ConvertedOpportunityId": salesforce.ids("Opportunity", deal),
        **salesforce.audit(world, created, rows["modified"].to_numpy(), owner),
        "LastActivityDate": salesforce.dates(world, np.where(talked < world.days, talked, np.inf)),
        "Score_After_One_Day__c": rows["score"].cast(pl.String).to_list(),
        "Hand_Raised_At__c": salesforce.times(world, raised),
        **_let_through(rows),
        REASON: _reasons(parts, rows),
        "How_Did_You_Hear__c": _told(source),
        "Segment__c": by_position(world["leads"]["segments"], rows["segment"].to_numpy()),
        "Region__c": by_position(world["leads"]["regions"], rows["region"].to_numpy()),
    }


def _let_through(rows: pl.DataFrame) -> dict[str, list[str]]:
    """Return the field of the test below the line, where the company has one."""
    if not trials.has_arm(rows):
        return {}
    names = {True: "1", False: "0", None: ""}
    return {LET_THROUGH: [names[each] for each in rows["let_through"].to_list()]}


def _reasons(parts: Parts, rows: pl.DataFrame) -> Texts:
    """Return the reason of a verdict given by the as-of date; it stays when the lead comes back."""
    given = rows["decided"].to_numpy() < parts.ledger.world.days
    return np.where(given, rows["reason"].to_numpy().astype(np.str_), "")


def _told(source: list[str]) -> list[str]:
    """Return what people say brought them: a friend, more often than the record has it."""
    return [
        "A colleague" if name == "Referral" or number % 7 == 0 else ""
        for number, name in enumerate(source)
    ]
