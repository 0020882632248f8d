"""A small company in HubSpot, as each of its exports would write it."""

from __future__ import annotations

import csv
import io

FIVETRAN = """
[[source]]
name = "hubspot"
layout = "fivetran_hubspot"
"""

CSV = FIVETRAN.replace("fivetran_hubspot", "hubspot_csv")
AIRBYTE = FIVETRAN.replace("fivetran_hubspot", "airbyte_hubspot")

# The id that HubSpot gives the outcome "Connected" of a call, the same in every account.
CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7"
WON = "2f9d5c1e-77aa-4c2e-9a55-0d5b6c8e1f10"


def table(*rows: str) -> str:
    """Write rows of values parted by | as a CSV file with quotes where they are needed."""
    records = [[value.strip() for value in row.split("|")] for row in rows]
    assert {len(record) for record in records} == {len(records[0])}
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(records)
    return text.getvalue()


PIPELINES = table(
    "pipeline_id|label|display_order|active|_fivetran_deleted",
    "default|Sales Pipeline|0|TRUE|FALSE",
    "77|Renewals|1|TRUE|FALSE",
)
# The lost stage sorts first, the won one has a uuid, one was renamed, one label stands twice.
STAGES = table(
    "stage_id|pipeline_id|label|display_order|probability|is_closed|closed_won|_fivetran_deleted",
    "closedlost|default|Verloren|0|0.0|TRUE|FALSE|FALSE",
    "appointmentscheduled|default|First talk|1|0.2|FALSE|FALSE|FALSE",
    "contractsent|default|Procurement|2|0.9|FALSE|FALSE|FALSE",
    "1001|default|Check|3|0.5|FALSE|FALSE|FALSE",
    "1002|default|Check|4|0.6|FALSE|FALSE|FALSE",
    f"{WON}|default|Gewonnen|5|1.0|TRUE|TRUE|FALSE",
    "2001|77|Due|0|0.5|FALSE|FALSE|FALSE",
    "2002|77|Gewonnen|1|1.0|TRUE|TRUE|FALSE",
)
DEALS = table(
    "deal_id|deal_pipeline_id|deal_pipeline_stage_id|owner_id|property_dealname|property_amount"
    "|property_closedate|property_createdate|is_deleted|property_hs_salesforceopportunityid",
    f"1|default|{WON}|900|Ada's deal|1000|2026-03-05 00:00:00|2026-02-01 09:00:00|false"
    "|006000000000001",
    "2|default|contractsent|900|Deal|200|2026-09-01 00:00:00|2026-02-02 09:00:00|false|",
    "3|default|closedlost|900|Deal|300|2026-04-01 00:00:00|2026-02-03 09:00:00|false|",
    "4|default|1002|900|Deal|400|2026-09-01 00:00:00|2026-02-04 09:00:00|false|",
    "5|default|1001|900|Deal|500|2026-09-01 00:00:00|2026-02-05 09:00:00|true|",
    "6|77|2001|900|Deal|600|2026-09-01 00:00:00|2026-02-06 09:00:00|false|",
)
CONTACTS = table(
    "id|property_email|property_firstname|property_createdate|property_lastmodifieddate"
    "|property_hs_analytics_source|property_lifecyclestage"
    "|property_hs_lifecyclestage_marketingqualifiedlead_date|property_hs_merged_object_ids"
    "|property_salesforceleadid|property_salesforcecontactid|_fivetran_deleted",
    "11|Ada@Example.com|Ada|2026-01-01 10:00:00|2026-03-01 10:00:00|ORGANIC_SEARCH|customer"
    "|2026-01-10 11:12:13|12;13|00Q000000000001|003000000000001|FALSE",
    "12|bob@example.com|Bob|2026-01-02 10:00:00|2026-01-20 09:00:00|OFFLINE|lead|||||FALSE",
    "14|cy@example.com|Cy|2026-01-03 10:00:00|2026-01-21 09:00:00||marketingqualifiedlead"
    "|2026-01-12 00:30:00||||TRUE",
)
FIVETRAN_FILES = {
    "deal.csv": DEALS,
    "deal_pipeline.csv": PIPELINES,
    "deal_pipeline_stage.csv": STAGES,
    "contact.csv": CONTACTS,
}
