"""The canonical tables: what every export becomes, column by column.

A column of type `timestamp` called `x_at` is UTC; the reader adds `x_date`, the local calendar
date in the config's time zone. The reader always yields every column (null where the file has
none), and an empty table where no file feeds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal[
    "id", "text", "timestamp", "date", "number", "integer", "boolean", "email_hash", "email_domain"
]

DIMENSION_SLOTS = 8
DIMENSION_COLUMNS = tuple(f"dim_{slot}" for slot in range(1, DIMENSION_SLOTS + 1))


@dataclass(frozen=True)
class Column:
    """One column of a canonical table.

    `required`: a file that lacks it cannot feed the table; a row where it is blank is
    quarantined. `values`: the only values allowed. `as_of`: its latest value is a recorded time
    and takes part in finding the as-of date (never a planned date).
    """

    name: str
    type: ColumnType
    required: bool = False
    values: tuple[str, ...] = ()
    as_of: bool = False
    default: str | None = None


@dataclass(frozen=True)
class Table:
    """One canonical table: its grain in words, its key (a repeated key is quarantined)."""

    name: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    has_dimensions: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """Return every column the reader yields: with local dates and dimension slots."""
        names: list[str] = []
        for column in self.columns:
            names.append(column.name)
            if column.type == "timestamp":
                names.append(date_column(column.name))
        return (*names, *(DIMENSION_COLUMNS if self.has_dimensions else ()))

    @property
    def refers(self) -> dict[str, str]:
        """Return the table to whose key each reference leads, by column."""
        own = {"merged_into_id": self.name}
        return {
            column.name: target
            for column in self.columns
            if (target := (_REFERS | own).get(column.name))
            and (column.name == "merged_into_id" or (self.name, column.name) not in keys_of(target))
        }

    def column(self, name: str) -> Column:
        """Return one column by name; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]


def date_column(timestamp_column: str) -> str:
    """Return the name of the local date that goes with a UTC time: created_at, created_date."""
    if timestamp_column == "at":
        return "at_date"
    return timestamp_column.removesuffix("_at") + "_date"


# The table whose key an id is, by the name of its column. A person is a lead or a contact.
_REFERS = {
    "account_id": "accounts",
    "actor_id": "users",
    "converted_opportunity_id": "opportunities",
    "entity_id": "leads",
    "lead_id": "leads",
    "opportunity_id": "opportunities",
    "owner_id": "users",
    "person_id": "persons",
}
# Rows in which such a column has another value refer to something else.
REFERS_ONLY = {"entity_id": ("entity_type", "lead")}


def keys_of(table: str) -> tuple[tuple[str, str], ...]:
    """Return the columns, each with its table, in which what a reference names may stand."""
    if table == "persons":
        return (("contacts", "person_id"), ("leads", "person_id"), ("leads", "lead_id"))
    return ((table, BY_NAME[table].key[0]),)


def _id(name: str, *, required: bool = False) -> Column:
    return Column(name, "id", required=required)


def _text(name: str, *values: str, required: bool = False, default: str | None = None) -> Column:
    return Column(name, "text", required=required, values=values, default=default)


def _time(name: str, *, required: bool = False, as_of: bool = True) -> Column:
    return Column(name, "timestamp", required=required, as_of=as_of)


def _number(name: str) -> Column:
    return Column(name, "number")


def _flag(name: str) -> Column:
    return Column(name, "boolean")


# Read from an address, which is not kept: by these people and accounts are matched.
_EMAIL_HASH = Column("email_hash", "email_hash")
_EMAIL_DOMAIN = Column("email_domain", "email_domain")

# How well a time is known: recorded by the system, typed by a person, or a calendar date only.
_DATE_QUALITY = _text("date_quality", "recorded", "editable", "date", default="recorded")

TABLES: tuple[Table, ...] = (
    Table(
        "leads",
        "one row per lead record; a person may have several",
        (
            _id("lead_id", required=True),
            _id("person_id"),
            _id("account_id"),
            _time("created_at", required=True),
            _time("modified_at"),
            _time("hand_raised_at"),
            _text("source"),
            _text("self_reported_source"),
            _number("score"),
            # Drawn by lot, whatever the score: true was let through, false was held back.
            _flag("let_through_at_random"),
            _id("owner_id"),
            _id("converted_opportunity_id"),
            _id("merged_into_id"),
            # What another system calls the same record.
            _id("synced_lead_id"),
            _id("synced_person_id"),
            _EMAIL_HASH,
            _EMAIL_DOMAIN,
            _flag("is_deleted"),
        ),
        key=("lead_id",),
        has_dimensions=True,
    ),
    Table(
        "contacts",
        "one row per person whom the CRM knows as a contact of an account",
        (
            _id("person_id", required=True),
            _id("account_id"),
            _time("created_at"),
            _time("modified_at"),
            _id("merged_into_id"),
            _id("synced_person_id"),
            _EMAIL_HASH,
            _EMAIL_DOMAIN,
            _flag("is_deleted"),
        ),
        key=("person_id",),
    ),
    Table(
        "gate_decisions",
        "one row per entity, gate and decision",
        (
            _text("entity_type", "lead", "opportunity", "partner", "customer", default="lead"),
            _id("entity_id", required=True),
            _text("gate", required=True),
            _time("opened_at"),
            _time("decided_at", required=True),
            _time("recorded_at"),
            _text("verdict", "pass", "fail", "waived", "none", required=True),
            _text("fail_kind", "rejected", "recycled", "disqualified"),
            _text("decided_by", "marketing", "sales", "system", "buyer"),
            _id("actor_id"),
            _text("reason"),
            Column("required_fields", "integer"),
            _number("score"),
            _number("threshold"),
            _DATE_QUALITY,
        ),
    ),
    Table(
        "accounts",
        "one row per account",
        (
            _id("account_id", required=True),
            _text("account_name"),
            _text("domain"),
            _text("type"),
            _time("created_at"),
            _time("modified_at"),
            _id("merged_into_id"),
            _id("synced_account_id"),
            _flag("is_deleted"),
        ),
        key=("account_id",),
        has_dimensions=True,
    ),
    Table(
        "opportunities",
        "one row per deal",
        (
            _id("opportunity_id", required=True),
            _id("account_id"),
            _id("lead_id"),
            _id("owner_id"),
            _text("pipeline", default="default"),
            _text("stage"),
            _time("created_at"),
            _time("recorded_at"),
            _time("modified_at"),
            _text("type"),
            _text("source"),
            _text("origin"),
            _number("amount"),
            _text("currency"),
            Column("expected_close_date", "date"),
            _time("closed_at"),
            _text("outcome", "open", "won", "lost"),
            _text("loss_reason"),
            _text("lost_by"),
            _text("competitor"),
            _text("buyer_stage"),
            _text("ability"),
            _text("readiness"),
            _text("priority"),
            _text("risk"),
            Column("next_contact_date", "date"),
            _id("merged_into_id"),
            _id("synced_opportunity_id"),
            _flag("is_deleted"),
            _DATE_QUALITY,
        ),
        key=("opportunity_id",),
        has_dimensions=True,
    ),
    Table(
        "opportunity_contacts",
        "one row per deal and person",
        (
            _id("opportunity_id", required=True),
            _id("person_id", required=True),
            _text("role"),
            _flag("is_primary"),
            _time("added_at"),
        ),
    ),
    Table(
        "stages",
        "one row per pipeline and stage",
        (
            _text("pipeline", default="default"),
            _text("stage", required=True),
            _text("role", "open", "parked", "won", "lost", required=True),
            Column("rank", "integer"),
            _number("probability"),
        ),
        key=("pipeline", "stage"),
    ),
    Table(
        "deal_changes",
        "one row per recorded change of a deal; a null means that this value did not change",
        (
            _id("opportunity_id", required=True),
            _time("changed_at", required=True),
            _time("recorded_at"),
            _id("actor_id"),
            _text("stage"),
            _number("amount"),
            Column("expected_close_date", "date"),
            _number("probability"),
            _text("forecast_category"),
            _text("type"),
            _DATE_QUALITY,
        ),
    ),
    Table(
        "touches",
        "one row per contact between a buyer and us",
        (
            _id("touch_id"),
            _time("at", required=True),
            _id("lead_id"),
            _id("person_id"),
            _id("account_id"),
            _id("opportunity_id"),
            _text("kind"),
            # What the export calls it, where [[touch]] calls it by a kind.
            _text("export_kind"),
            _text("direction", "buyer", "seller", "mutual", required=True),
            _text("actor_role"),
            _id("actor_id"),
            _number("minutes"),
            _flag("gives_value"),
            _flag("is_gated"),
            _text("topic"),
        ),
    ),
    Table(
        "meetings",
        "one row per meeting",
        (
            _id("meeting_id"),
            _time("booked_at"),
            _time("held_at"),
            _number("minutes"),
            _id("owner_id"),
            _id("lead_id"),
            _id("person_id"),
            _id("account_id"),
            _id("opportunity_id"),
            _text("counterpart", "prospect", "partner", "customer"),
            _text("purpose", "recruit", "strategize", "market", "onboard", "sales"),
            _text("outcome"),
            _time("next_step_at", as_of=False),
            _text("habits"),
        ),
    ),
    Table(
        "forecasts",
        "one row per deal and forecast call",
        (
            _id("opportunity_id", required=True),
            _time("called_at", required=True),
            _text("category"),
            _number("amount"),
            Column("expected_close_date", "date"),
            _number("probability"),
            _id("actor_id"),
        ),
    ),
    Table(
        "renewals",
        "one row per account and period",
        (
            _id("account_id", required=True),
            Column("period_start_date", "date"),
            Column("renewal_date", "date", required=True),
            _text("outcome", "renewed", "churned", "open"),
            _number("amount"),
            _text("currency"),
            _flag("is_flagged_at_risk"),
            _flag("was_intervened"),
            Column("goals_recorded", "integer"),
            Column("goals_met", "integer"),
            _text("upsell_basis"),
        ),
        key=("account_id", "renewal_date"),
    ),
    Table(
        "partners",
        "one row per partner",
        (
            _id("partner_id", required=True),
            _text("partner_name"),
            _text("tier"),
            _time("applied_at"),
            _time("accepted_at"),
            _time("first_joint_action_at"),
            _number("joint_value"),
            _text("currency"),
        ),
        key=("partner_id",),
    ),
    Table(
        "users",
        "one row per user of the CRM",
        (
            _id("user_id", required=True),
            _text("role"),
            _text("team"),
            _flag("is_integration"),
            _flag("is_active"),
        ),
        key=("user_id",),
    ),
    Table(
        "exchange_rates",
        "one row per currency and first day; units of the company's currency for one of it",
        (
            _text("currency", required=True),
            Column("valid_from_date", "date", required=True),
            Column("rate", "number", required=True),
        ),
        key=("currency", "valid_from_date"),
    ),
    Table(
        "calendar",
        "one row per fiscal month of a calendar that is not made of months",
        (
            Column("fiscal_month", "text", required=True),
            Column("starts_date", "date", required=True),
            Column("ends_date", "date", required=True),
        ),
        key=("fiscal_month",),
    ),
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
