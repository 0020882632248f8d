"""CampaignMember.csv: who read something of ours, behind a form or freely."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from dashboard.demo import salesforce, signs
from dashboard.demo.export_parts import Parts


def write_members(folder: Path, parts: Parts) -> None:
    """Write one response per person who read something when they came in."""
    world = parts.ledger.world
    linked = parts.linked_deals.select("lead", pl.col("deal").alias("contact"))
    rows = parts.ledger.content.join(linked, on="lead", how="left", maintain_order="left")
    count, at = rows.height, rows["at"].to_numpy()
    kind = rows["kind"].to_numpy().astype(np.str_)
    by = salesforce.user_ids(np.full(count, parts.integration_user))
    salesforce.write(
        folder,
        "CampaignMember",
        {
            "Id": salesforce.ids("CampaignMember", np.arange(count)),
            "IsDeleted": salesforce.same("0", count),
            "CampaignId": salesforce.ids("Campaign", (kind == signs.GATED).astype(np.int64)),
            "LeadId": salesforce.ids("Lead", rows["lead"].to_numpy()),
            "ContactId": salesforce.ids("Contact", rows["contact"].fill_null(-1).to_numpy()),
            "Status": kind,
            "HasResponded": salesforce.same("1", count),
            "FirstRespondedDate": salesforce.dates(world, at),
            **salesforce.audit(world, at, at, by),
        },
    )
