"""The exports of a company in two systems, and a workspace that reads them."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Collection, Iterable
from pathlib import Path

from tests.identity.both_systems import Deal, Person, World

AS_OF = "2026-07-01"
STAGES = {"open": "Talk", "won": "Closed Won", "lost": "Closed Lost"}
HUBSPOT_STAGES = {"open": "talk", "won": "2f9d5c1e", "lost": "closedlost"}


def _id(prefix: str, number: int) -> str:
    return f"{prefix}{number:012d}"


def _address(person: Person, *, in_marketing: bool = False) -> str:
    own = in_marketing and person.tie != "address"
    return f"{'private' if own else 'p'}{person.number}@firm{person.number}.test"


def _stamp(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _write(folder: Path, name: str, heading: str, rows: Iterable[Iterable[object]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(heading.split())
        writer.writerows(["" if each is None else each for each in row] for row in rows)


def _created(deal: Deal) -> dt.datetime:
    return deal.person.created_at + dt.timedelta(days=20)


def _closed(deal: Deal) -> dt.datetime:
    return deal.person.created_at + dt.timedelta(days=50)


def write_salesforce(world: World, folder: Path) -> None:
    """Write leads, contacts, deals, their history and calls as the weekly export does."""
    people = [x for x in world.people if x.in_salesforce]
    deals = [x for x in world.deals if x.in_salesforce]
    _write(
        folder,
        "Lead",
        "Id Email CreatedDate LastModifiedDate LeadSource OwnerId IsConverted ConvertedContactId "
        "ConvertedAccountId ConvertedOpportunityId ConvertedDate MasterRecordId IsDeleted",
        (
            (
                _id("00Q", x.number),
                _address(x),
                _stamp(x.created_at),
                "2026-06-30 12:00:00",
                "Web",
                _id("005", x.number % 7),
                x.is_converted,
                *(
                    _id(kind, x.number) if x.is_converted else None
                    for kind in ("003", "001", "006")
                ),
                _stamp(x.created_at + dt.timedelta(days=20)) if x.is_converted else None,
                None,
                False,
            )
            for x in people
        ),
    )
    _write(
        folder,
        "LeadHistory",
        "Id LeadId CreatedDate CreatedById Field OldValue NewValue",
        (
            (
                _id("017", x.number),
                _id("00Q", x.number),
                _stamp(x.created_at + dt.timedelta(days=5)),
                _id("005", 1),
                "Status",
                "New",
                x.sales_verdict,
            )
            for x in people
            if x.sales_verdict
        ),
    )
    _write(
        folder,
        "Contact",
        "Id AccountId Email CreatedDate LastModifiedDate IsDeleted",
        (
            (
                _id("003", x.number),
                _id("001", x.number),
                _address(x),
                _stamp(x.created_at),
                _stamp(x.created_at),
                False,
            )
            for x in people
            if x.is_converted or x.has_contact_by_hand
        ),
    )
    _write(
        folder,
        "Account",
        "Id Name Website CreatedDate LastModifiedDate IsDeleted",
        (
            (
                _id("001", x.person.number),
                f"Firm {x.person.number}",
                f"https://firm{x.person.number}.test",
                _stamp(_created(x)),
                _stamp(_created(x)),
                False,
            )
            for x in deals
        ),
    )
    _write(
        folder,
        "Opportunity",
        "Id AccountId OwnerId StageName CreatedDate LastModifiedDate Amount CloseDate IsClosed "
        "IsWon IsDeleted LastStageChangeDate",
        (
            (
                _id("006", x.person.number),
                _id("001", x.person.number),
                _id("005", x.person.number % 7),
                STAGES[x.outcome],
                _stamp(_created(x)),
                _stamp(_closed(x)),
                x.amount,
                f"{_closed(x):%Y-%m-%d}",
                x.outcome != "open",
                x.outcome == "won",
                False,
                _stamp(_closed(x)),
            )
            for x in deals
        ),
    )
    _write(
        folder,
        "OpportunityHistory",
        "Id OpportunityId CreatedDate CreatedById StageName Amount IsDeleted",
        (
            (
                _id("008", 2 * x.person.number + at),
                _id("006", x.person.number),
                _stamp(when),
                _id("005", 1),
                stage,
                x.amount,
                False,
            )
            for x in deals
            for at, (when, stage) in enumerate(
                [(_created(x), STAGES["open"]), (_closed(x), STAGES[x.outcome])]
            )
        ),
    )
    _write(
        folder,
        "OpportunityContactRole",
        "Id OpportunityId ContactId IsPrimary CreatedDate IsDeleted",
        (
            (
                _id("00K", x.person.number),
                _id("006", x.person.number),
                _id("003", x.person.number),
                True,
                _stamp(_created(x)),
                False,
            )
            for x in deals
        ),
    )
    _write(
        folder,
        "OpportunityStage",
        "MasterLabel ApiName SortOrder IsClosed IsWon",
        (
            (name, name, at, role != "open", role == "won")
            for at, (role, name) in enumerate(STAGES.items())
        ),
    )
    _write(
        folder,
        "Task",
        "Id WhoId Type CallType IsClosed IsDeleted CompletedDateTime CreatedDate",
        (
            (
                _id("00T", 3 * x.person.number + x.number),
                _id("003" if x.person.is_converted else "00Q", x.person.number),
                "Call",
                "Outbound",
                True,
                False,
                _stamp(x.at),
                _stamp(x.at),
            )
            for x in world.calls
            if x.in_salesforce
        ),
    )


def write_hubspot(world: World, folder: Path) -> None:
    """Write contacts, companies, deals and calls as Fivetran does; ids meet by chance."""
    people = [x for x in world.people if x.in_marketing]
    deals = [x for x in world.deals if x.in_hubspot]
    _write(
        folder,
        "contact",
        "id property_email property_createdate property_lastmodifieddate "
        "property_hubspot_owner_id property_salesforceleadid property_salesforcecontactid",
        (
            (
                x.number,
                _address(x, in_marketing=True),
                _stamp(x.created_at),
                "2026-06-30 12:00:00",
                900 + x.number % 7,
                _id("00Q", x.number) if x.tie == "id" and not x.is_converted else None,
                _id("003", x.number) if x.tie == "id" and x.is_converted else None,
            )
            for x in people
        ),
    )
    _write(
        folder,
        "contact_property_history",
        "contact_id name value timestamp",
        (
            (
                x.number,
                "lifecyclestage",
                "marketingqualifiedlead",
                _stamp(x.created_at + dt.timedelta(days=1)),
            )
            for x in people
            if x.is_mql
        ),
    )
    _write(
        folder,
        "company",
        "id property_name property_domain property_salesforceaccountid",
        (
            (
                x.person.number,
                f"Firm {x.person.number}",
                f"firm{x.person.number}.test",
                _id("001", x.person.number) if x.in_salesforce else None,
            )
            for x in deals
        ),
    )
    _write(
        folder,
        "deal_company",
        "deal_id company_id",
        ((x.person.number, x.person.number) for x in deals),
    )
    _write(
        folder,
        "deal_contact",
        "deal_id contact_id",
        ((x.person.number, x.person.number) for x in deals),
    )
    _write(
        folder,
        "deal",
        "deal_id deal_pipeline_id deal_pipeline_stage_id owner_id property_amount "
        "property_closedate property_createdate "
        "property_hs_lastmodifieddate property_hs_salesforceopportunityid",
        (
            (
                x.person.number,
                "default",
                HUBSPOT_STAGES[x.outcome],
                900 + (x.person.number + 1) % 7,
                x.other_amount,
                _stamp(_closed(x)),
                _stamp(_created(x) + dt.timedelta(minutes=4)),
                _stamp(_closed(x)),
                _id("006", x.person.number) if x.in_salesforce else None,
            )
            for x in deals
        ),
    )
    _write(
        folder,
        "deal_stage",
        "deal_id value date_entered",
        (
            (x.person.number, HUBSPOT_STAGES[stage], _stamp(when + dt.timedelta(minutes=4)))
            for x in deals
            for when, stage in {_created(x): "open", _closed(x): x.outcome}.items()
        ),
    )
    _write(folder, "deal_pipeline", "pipeline_id label display_order", [("default", "Sales", 0)])
    _write(
        folder,
        "deal_pipeline_stage",
        "stage_id pipeline_id label display_order probability is_closed closed_won",
        [
            ("closedlost", "default", "Verloren", 0, 0.0, True, False),
            ("talk", "default", "Gespräch", 1, 0.5, False, False),
            ("2f9d5c1e", "default", "Gewonnen", 2, 1.0, True, True),
        ],
    )
    calls = [x for x in world.calls if x.in_marketing]
    _write(
        folder,
        "engagement_call",
        "engagement_id property_hs_timestamp property_hs_call_direction",
        (
            (3 * x.person.number + x.number, _stamp(x.at + dt.timedelta(seconds=20)), "OUTBOUND")
            for x in calls
        ),
    )
    _write(
        folder,
        "engagement_contact",
        "engagement_id contact_id",
        ((3 * x.person.number + x.number, x.person.number) for x in calls),
    )


def write_marketo(world: World, folder: Path) -> None:
    """Write leads and the log of their values; calls are no matter of Marketo."""
    people = [x for x in world.people if x.in_marketing]
    _write(
        folder,
        "lead",
        "id created_at updated_at email sfdc_lead_id sfdc_contact_id",
        (
            (
                x.number,
                _stamp(x.created_at),
                "2026-06-30 12:00:00",
                _address(x, in_marketing=True),
                _id("00Q", x.number) if x.tie == "id" and not x.is_converted else None,
                _id("003", x.number) if x.tie == "id" and x.is_converted else None,
            )
            for x in people
        ),
    )
    _write(
        folder,
        "activity_change_data_value",
        "id activity_date lead_id primary_attribute_value old_value new_value",
        (
            (
                x.number,
                _stamp(x.created_at + dt.timedelta(days=1)),
                x.number,
                "Lead Status",
                "New",
                "MQL",
            )
            for x in people
            if x.is_mql
        ),
    )


SOURCES = {
    "salesforce": ("salesforce_weekly", write_salesforce),
    "hubspot": ("fivetran_hubspot", write_hubspot),
    "marketo": ("marketo", write_marketo),
}
GATES = {
    "hubspot": """
[[gate]]
name = "MQL"
step = "mql"
source = "hubspot"
field = "lifecyclestage"
pass = ["marketingqualifiedlead"]
""",
    "marketo": """
[[gate]]
name = "MQL"
step = "mql"
source = "marketo"
field = "Lead Status"
pass = ["MQL"]
""",
    "salesforce": """
[[gate]]
name = "SQL"
step = "sql"
source = "salesforce"
field = "Status"
pass = ["Qualified"]
[gate.fail]
rejected = ["Rejected"]
""",
}


def write_workspace(
    workspace: Path, world: World, systems: Collection[str], record: str | None
) -> None:
    """Write the exports and the config of a workspace with some of the systems."""
    toml = [f"as_of = {AS_OF}\n"]
    for system in systems:
        layout, write = SOURCES[system]
        write(world, workspace / system)
        toml.append(f'[[source]]\nname = "{system}"\nlayout = "{layout}"\nfolder = "{system}"\n')
        if system == record:
            toml.append('record_for = ["leads", "opportunities"]\n')
    toml += [GATES[system] for system in sorted(systems)]
    (workspace / "gatecost.toml").write_text("".join(toml), encoding="utf-8")
