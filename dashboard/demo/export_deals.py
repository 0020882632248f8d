"""Opportunity.csv, its two histories, and the people on each deal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from dashboard.demo import salesforce
from dashboard.demo.deal_saves import categories, probabilities, stage_names
from dashboard.demo.export_parts import Parts
from dashboard.demo.journeys import LOST, PARKED, WON
from dashboard.demo.leads import source_names
from dashboard.demo.world import MINUTE, World, by_position


def write_history(folder: Path, parts: Parts, rows: pl.DataFrame) -> None:
    """Write the snapshots: one row per save, each holding all watched values."""
    world, count = parts.ledger.world, rows.height
    stage = rows["stage"].to_numpy()
    before = rows["previous_stage"].fill_null(0).to_numpy()
    value, close = rows["value"].to_numpy(), rows["close"].to_numpy()
    probability = probabilities(world, stage)
    at = salesforce.times(world, rows["at"].to_numpy())
    is_first = before == 0
    old_value = rows["previous_value"].fill_null(0).to_numpy()
    until = salesforce.times(world, rows["next_at"].fill_null(np.inf).to_numpy())
    salesforce.write(
        folder,
        "OpportunityHistory",
        {
            "Id": salesforce.ids("OpportunityHistory", np.arange(count)),
            "OpportunityId": salesforce.ids("Opportunity", rows["deal"].to_numpy()),
            "CreatedById": salesforce.user_ids(rows["by"].to_numpy()),
            "CreatedDate": at,
            "CreatedDateForInsert": at,
            "StageName": stage_names(world, stage),
            "Amount": salesforce.amounts(value),
            "ExpectedRevenue": salesforce.amounts(value * probability / 100),
            "CloseDate": salesforce.dates(world, close),
            "Probability": probability.astype(np.str_),
            "FromForecastCategory": np.where(is_first, "", categories(before)),
            "ForecastCategory": categories(stage),
            "PrevForecastUpdate": salesforce.same("", count),
            "FromOpportunityStageName": stage_names(world, before),
            "PrevOpportunityStageUpdate": salesforce.same("", count),
            "ValidThroughDate": until,
            "SystemModstamp": np.where(until == "", at, until),
            "IsDeleted": salesforce.same("0", count),
            "PrevAmount": np.where(is_first, "", salesforce.amounts(old_value)),
            "PrevCloseDate": salesforce.dates(
                world, rows["previous_close"].fill_null(np.inf).to_numpy()
            ),
        },
    )


def write_field_history(folder: Path, parts: Parts, rows: pl.DataFrame) -> None:
    """Write one row per changed field: stage, amount, close date, type."""
    saved = _changed_fields(parts, rows).drop("order")
    changed = pl.concat([saved, _changed_types(parts)]).sort("at", maintain_order=True)
    count = changed.height
    salesforce.write(
        folder,
        "OpportunityFieldHistory",
        {
            "Id": salesforce.ids("OpportunityFieldHistory", np.arange(count)),
            "IsDeleted": salesforce.same("0", count),
            "OpportunityId": salesforce.ids("Opportunity", changed["deal"].to_numpy()),
            "CreatedById": salesforce.user_ids(changed["by"].to_numpy()),
            "CreatedDate": salesforce.times(parts.ledger.world, changed["at"].to_numpy()),
            "Field": changed["field"].to_list(),
            "DataType": changed["kind"].to_list(),
            "OldValue": changed["old"].to_list(),
            "NewValue": changed["new"].to_list(),
        },
    )


def _changed_fields(parts: Parts, rows: pl.DataFrame) -> pl.DataFrame:
    world = parts.ledger.world
    stage, before = rows["stage"].to_numpy(), rows["previous_stage"].fill_null(0).to_numpy()
    value, old_value = rows["value"].to_numpy(), rows["previous_value"].fill_null(0).to_numpy()
    close = salesforce.dates(world, rows["close"].to_numpy())
    old_close = salesforce.dates(world, rows["previous_close"].fill_null(np.inf).to_numpy())
    nothing = salesforce.same("", rows.height)
    is_first = before == 0
    fields = (
        ("created", "Text", nothing, nothing, is_first),
        ("StageName", "EnumOrId", stage_names(world, before), stage_names(world, stage), ~is_first),
        (
            "Amount",
            "Currency",
            salesforce.amounts(old_value),
            salesforce.amounts(value),
            ~is_first,
        ),
        ("CloseDate", "DateOnly", old_close, close, ~is_first),
    )
    saves = rows.select("deal", "at", "by").with_row_index("order")
    parts_of = [
        saves.with_columns(
            pl.lit(name).alias("field"),
            pl.lit(kind).alias("kind"),
            pl.Series("old", old),
            pl.Series("new", new),
        ).filter(applies & ((old != new) | is_first))
        for name, kind, old, new, applies in fields
    ]
    return pl.concat(parts_of).sort("order", maintain_order=True)


def _changed_types(parts: Parts) -> pl.DataFrame:
    """Return the types that were mended on the way to what the deal is now."""
    return parts.ledger.type_changes.join(
        parts.deals.select("deal", "type"), on="deal", maintain_order="left"
    ).select(
        "deal",
        "at",
        pl.col("rep").cast(pl.Int64).alias("by"),
        pl.lit("Type").alias("field"),
        pl.lit("EnumOrId").alias("kind"),
        pl.col("old"),
        pl.col("type").alias("new"),
    )


def write_deals(folder: Path, parts: Parts, rows: pl.DataFrame) -> None:
    """Write the deals as they stand at the as-of date."""
    world, deals = parts.ledger.world, parts.deals
    last = rows.group_by("deal", maintain_order=True).agg(
        pl.col("at", "value", "close").last(),
        pl.col("stage").last().alias("stage_now"),
        pl.col("at").filter(pl.col("stage") != pl.col("previous_stage")).last().alias("staged"),
    )
    mended = parts.ledger.type_changes.select("deal", pl.col("at").alias("mended_at"))
    deals = (
        deals.join(last, on="deal", maintain_order="left")
        .join(mended, on="deal", how="left", maintain_order="left")
        .with_columns(pl.max_horizontal("at", "mended_at").alias("at"))
    )
    salesforce.write(folder, "Opportunity", _deal_columns(parts, world, deals))


def _deal_columns(parts: Parts, world: World, deals: pl.DataFrame) -> salesforce.Columns:
    count, stage = deals.height, deals["stage_now"].to_numpy()
    number, company = deals["deal"].to_numpy(), deals["company"].to_numpy()
    account = np.asarray(parts.ledger.company_names)[company]
    owner = salesforce.user_ids(deals["rep"].to_numpy())
    probability = probabilities(world, stage)
    source = np.where(
        deals["lead"].to_numpy() >= 0,
        source_names(world, deals["source"].to_numpy()),
        np.where(deals["way"].to_numpy() == "unlinked", "", deals["origin"].to_numpy()),
    )
    parked_until = np.where(stage == PARKED, deals["staged"].fill_null(0).to_numpy() + 45, np.inf)
    is_lost = stage == LOST
    kind = deals["type"].to_numpy().astype(np.str_)
    return {
        "Id": salesforce.ids("Opportunity", number),
        "IsDeleted": salesforce.same("0", count),
        "AccountId": salesforce.ids("Account", parts.account_of(company)),
        "Name": np.char.add(np.char.add(account, " - "), kind),
        "StageName": stage_names(world, stage),
        "Amount": salesforce.amounts(deals["value"].to_numpy()),
        "Probability": probability.astype(np.str_),
        "ExpectedRevenue": salesforce.amounts(deals["value"].to_numpy() * probability / 100),
        "CloseDate": salesforce.dates(world, deals["close"].to_numpy()),
        "Type": kind,
        "LeadSource": source,
        "IsClosed": salesforce.flags(stage >= WON),
        "IsWon": salesforce.flags(stage == WON),
        "ForecastCategory": categories(stage),
        "OwnerId": owner,
        **salesforce.audit(world, deals["created"].to_numpy(), deals["at"].to_numpy(), owner),
        "LastStageChangeDate": salesforce.times(
            world, deals["staged"].fill_null(np.inf).to_numpy()
        ),
        "Loss_Reason__c": np.where(is_lost, deals["loss_reason"].to_numpy(), ""),
        "Competitor__c": np.where(is_lost, deals["competitor"].to_numpy(), ""),
        "Next_Contact_Date__c": salesforce.dates(world, parked_until),
        "Segment__c": by_position(world["leads"]["segments"], deals["segment"].to_numpy()),
        "Region__c": by_position(world["leads"]["regions"], deals["region"].to_numpy()),
    }


def write_contact_roles(folder: Path, parts: Parts) -> None:
    """Write who of the account is on which deal; some deals have nobody."""
    world = parts.ledger.world
    roles = _roles(parts)
    count, opened = roles.height, roles["created"].to_numpy()
    by = salesforce.user_ids(roles["rep"].to_numpy())
    created = opened + MINUTE / 2
    created = np.where(created < world.days, created, opened)
    salesforce.write(
        folder,
        "OpportunityContactRole",
        {
            "Id": salesforce.ids("OpportunityContactRole", np.arange(count)),
            "OpportunityId": salesforce.ids("Opportunity", roles["deal"].to_numpy()),
            "ContactId": salesforce.ids("Contact", roles["contact"].to_numpy()),
            "Role": roles["role"].to_list(),
            "IsPrimary": salesforce.flags(roles["is_first"].to_numpy()),
            **salesforce.audit(world, created, created, by),
            "IsDeleted": salesforce.same("0", count),
        },
    )


def _roles(parts: Parts) -> pl.DataFrame:
    """Return one row per person on a deal: the first of each, then those named beside."""
    deals = parts.deals
    contact = parts.contact_of(deals["deal"].to_numpy(), deals["company"].to_numpy())
    is_decider = deals["deal"].to_numpy() % 3 == 0
    firsts = deals.select("deal", "created", "rep").with_columns(
        pl.Series("contact", contact),
        pl.Series("role", np.where(is_decider, "Decision Maker", "User")),
        pl.lit(value=True).alias("is_first"),
    )
    others = parts.colleagues.with_columns(pl.lit(value=False).alias("is_first"))
    return pl.concat([firsts.filter(pl.col("contact") >= 0), others.select(firsts.columns)])
