"""What a company may decide in `gatecost.toml`: every table and key of it, with its default."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, field_validator, model_validator

from dashboard.config import addresses, checks
from dashboard.config.addresses import is_origin
from dashboard.config.delivery import Alert, Mail, Report
from dashboard.config.strict import Strict
from dashboard.errors import did_you_mean

# The steps of a funnel are kept as one text: these, the gates between them, and the mark between.
FUNNEL_STEPS = ("lead", "deal", "won")
STEP_MARK = " > "

Role = Literal["open", "parked", "won", "lost"]
Verdict = Literal["pass", "fail", "waived", "none"]
FailKind = Literal["rejected", "recycled", "disqualified"]
RecordKind = Literal["deal", "lead", "account"]
MarkKind = Literal["scoring", "journey", "training", "integration", "definition", "other"]
DefaultPeriod = Literal["all", "last_12_months"]
PathFamily = Literal[
    "referral", "partner", "direct_outreach", "executive", "existing_customer", "inbound", "other"
]


RecordAddress = Annotated[str, AfterValidator(addresses.record_address)]


class Company(Strict):
    """Who this is, and how it counts days and money."""

    name: str = "Our company"
    currency: str = "USD"
    time_zone: str = "UTC"
    fiscal_year_starts: Annotated[int, Field(ge=1, le=12)] = 1

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(
                f"unknown time zone {value!r}.{did_you_mean(value, available_timezones())}"
            )
        return value

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which days are counted."""
        return ZoneInfo(self.time_zone)


class Warehouse(Strict):
    """A warehouse that is asked instead of exports; its address is named here, never written."""

    kind: Literal["postgresql", "redshift", "snowflake", "bigquery"]
    address_env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    # A file that holds the address and nothing else, relative to the workspace.
    address_file: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _names_its_address(cls, given: object) -> object:
        keys = {"kind", "address_env", "address_file"}
        if not isinstance(given, dict) or not given.keys() <= keys:
            raise ValueError(f"an address with its password is never written here: {_ADDRESS}")
        if ("address_env" in given) == ("address_file" in given):
            raise ValueError(f"one of address_env and address_file is needed: {_ADDRESS}")
        return given


_ADDRESS = (
    'put it into an environment variable and name that: address_env = "GATECOST_PG", '
    'or into a file of its own: address_file = "secrets/warehouse"'
)


class Source(Strict):
    """One system: its exports in one folder, or a warehouse; the as-of date is found per source."""

    name: str
    layout: str = "mapped"
    # Relative to the workspace, or s3://bucket/prefix.
    folder: str = "exports"
    # Keys and endpoint of an object store, where the environment does not hold them.
    store_file: str | None = None
    database: Warehouse | None = None
    # canonical table -> SELECT whose columns are named like that table's
    queries: dict[str, str] = Field(default_factory=dict)
    encoding: Literal["utf-8", "latin-1", "utf-16"] | None = None
    delimiter: str | None = None
    time_zone: str | None = None
    date_format: str | None = None
    # heading -> format, for files in which columns differ
    date_formats: dict[str, str] = Field(default_factory=dict)
    number_format: Literal["1,234.56", "1.234,56", ""] | None = None
    # Reports of Salesforce show ids of 15 characters, all else of it the same with 18: made alike.
    ids: Literal["as_written", "salesforce"] = "as_written"
    record_for: tuple[str, ...] = ()
    # canonical table -> canonical column -> heading, for what a layout cannot know
    columns: dict[str, dict[str, str]] = Field(default_factory=dict)


class Map(Strict):
    """Rows of one file, or of one query, become rows of one canonical table."""

    source: str | None = None
    table: str
    file: str = ""
    # Of a source with a warehouse: a SELECT, or a file that holds one, instead of an export.
    query: str | None = None
    query_file: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    where: dict[str, str | list[str]] = Field(default_factory=dict)
    unless: dict[str, str | list[str]] = Field(default_factory=dict)
    filled: tuple[str, ...] = ()
    # A template such as "stage_{stage}_date": each column like it becomes a row, its time `into`.
    spread: str | None = None
    into: str | None = None
    pick: Literal["first", "last"] | None = None
    per: str | None = None
    times: Literal["recorded", "editable"] = "recorded"

    @property
    def read_from(self) -> str:
        """Return what the rows come from, as messages call it."""
        return self.file or self.query_file or f"query {self.table}"

    @model_validator(mode="after")
    def _reads_one_thing(self) -> Map:
        if sum(map(bool, (self.file, self.query, self.query_file))) != 1:
            raise ValueError("one of file, query and query_file is needed: what the rows are in")
        return self

    @model_validator(mode="after")
    def _pick_needs_per(self) -> Map:
        if self.pick and not self.per:
            raise ValueError("pick needs per: the column whose first or last row is taken")
        if self.unless and not self.per:
            raise ValueError("unless needs per: the column whose groups are left out")
        if (self.spread is None) != (self.into is None):
            raise ValueError("spread and into go together: the columns, and the time they hold")
        return self


class Stage(Strict):
    """A deal stage, its role, and its rank among the open stages of its pipeline."""

    stage: str
    role: Role
    rank: int | None = None
    pipeline: str = "default"
    probability: float | None = None


class Threshold(Strict):
    """The least score that passes a gate, from a day on; from the first day where none is given."""

    at: float
    since: dt.date | None = None


class Gate(Strict):
    """A point where somebody or something decides whether a lead may go on.

    A gate is fed by a mapped `gate_decisions` table, or by a lead field whose values mean pass,
    fail or waived. `step` names the conventional step it stands for.
    """

    name: str
    label: str = ""
    step: Literal["mql", "sal", "sql"] | None = None
    before: Literal["opportunity"] | None = "opportunity"
    stage: str | None = None
    # Whose fields are meant, where there are several systems.
    source: str | None = None
    field: str | None = None
    date_field: str | None = None
    reason_field: str | None = None
    pass_values: tuple[str, ...] = Field(default=(), alias="pass")
    fail_values: dict[FailKind, list[str]] = Field(default_factory=dict, alias="fail")
    waived_values: tuple[str, ...] = Field(default=(), alias="waived")
    pass_on_conversion: bool = False
    decided_by: Literal["marketing", "sales", "system", "buyer"] | None = None
    # The line of a gate that a score decides: the least score that passes, each from its day on.
    thresholds: tuple[Threshold, ...] = ()
    # How many fields must be filled in before it decides; no CRM exports that.
    required_fields: Annotated[int, Field(ge=0)] | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    applies: dict[Literal["source"], list[str]] = Field(default_factory=dict)

    @property
    def on_screen(self) -> str:
        """Return the gate's name as the company calls it."""
        return self.label or self.name


class Dimension(Strict):
    """A way to cut every figure, read from a column of one table."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: str = ""
    table: Literal["leads", "accounts", "opportunities"]
    column: str

    @property
    def on_screen(self) -> str:
        """Return the dimension's name as the screen shows it."""
        return self.label or self.name.replace("_", " ")


class Rate(Strict):
    """From this day on, one unit of `currency` is worth `rate` of the company's currency."""

    currency: str
    rate: Annotated[float, Field(gt=0)]
    since: dt.date = dt.date(1970, 1, 1)


class Touch(Strict):
    """What an activity type means: who reached out, and how.

    `gated`: something of ours that the buyer got after filling in a form; false where it was open
    to everybody; unknown unless said.
    """

    type: str
    kind: str
    direction: Literal["buyer", "seller", "mutual"]
    gated: bool | None = None


class Roles(Strict):
    """Who of ours is who, by the roles that touches and users carry.

    `can_help`: with whom a buyer can solve something; unless given, every known role that is
    neither marketing's nor sales development's.
    """

    can_help: tuple[str, ...] = ()


class Rules(Strict):
    """The limits behind the measures, printed wherever they are used."""

    horizon_days: Annotated[int, Field(ge=1)] = 180
    stall_days: Annotated[int, Field(ge=1)] = 21
    back_stamp_minutes: Annotated[int, Field(ge=0)] = 10
    lookback_days: Annotated[int, Field(ge=1)] = 365
    history_starts: dt.date | None = None
    accounts_matched_to_leads: bool = False
    # The dimensions by which deals are alike, beside size, source and quarter; unless given, the
    # first that is read from accounts, else the first.
    alike: tuple[str, ...] | None = None


class Assumptions(Strict):
    """What the records cannot say and the company estimates; shown wherever used.

    An hour's cost and a gate's yearly running cost are in the company's currency, spare hours are
    those of all sellers in a year; None is unknown. For `gate_horizon_days` a lead is followed from
    its creation, before the page of the gate judges it.
    """

    seller_hour_cost: Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)] = 80.0
    margin: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.7
    minutes_per_touch: Annotated[float, Field(ge=0, le=480, allow_inf_nan=False)] = 12.0
    spare_seller_hours: Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)] | None = None
    gate_horizon_days: Annotated[int, Field(ge=30, le=365)] = 365
    gate_running_cost: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)] = 0.0
    confirmed_by: str | None = None


class ControlTotals(Strict):
    """The company's own report, against which ours is checked."""

    label: str = "the company's own report"
    confirmed_by: str | None = None
    start: dt.date | None = Field(default=None, alias="from")
    end: dt.date | None = Field(default=None, alias="to")
    won_count: int | None = None
    won_amount: float | None = None
    deals_created: int | None = None


class SavedView(Strict):
    """A page and its filters under a name of the company's own: /wins?from=2026-02."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    address: str


class Mark(Strict):
    """Something that changed on a day, drawn on every time axis.

    A `definition` breaks the line: what was counted before and after is not the same. `measures`
    are the ids of those it concerns, all unless given; `gate` is the gate that was changed.
    `control` is the part of the company that it did not touch: a dimension and its value or values.
    """

    date: dt.date
    label: Annotated[str, Field(min_length=1)]
    kind: MarkKind = "other"
    measures: tuple[str, ...] = ()
    gate: str | None = None
    control: Annotated[dict[str, str | list[str]], Field(max_length=1)] = Field(
        default_factory=dict
    )


class Agreement(Strict):
    """What both sides agreed in writing, shown before every meeting.

    `about` is when a lead is ready for sales, when an evaluation begins, or when a deal is created.
    Where it `means` that every gate was passed first, the share of deals that obey is counted.
    """

    about: Literal["ready", "evaluation", "deal"]
    text: Annotated[str, Field(min_length=1, max_length=300)]
    means: Literal["every_gate"] | None = None


class Server(Strict):
    """Where the dashboard listens."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8050
    trusted_hosts: tuple[str, ...] = ()
    # Origins whose pages may show an address with embed=1 in a frame.
    may_embed: tuple[str, ...] = ()

    @field_validator("may_embed")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            if not is_origin(each):
                raise ValueError(
                    f"{each!r} is no origin. Write scheme and host alone: https://intranet.example"
                )
        return value


class Access(Strict):
    """What may be shown; a user's own limits come through the access hook."""

    show_account_names: bool = True
    limits: dict[str, list[str]] = Field(default_factory=dict)


class Types(Strict):
    """Which deal types are new business; every other type is an existing customer."""

    new_business: tuple[str, ...] = ()


class Outcome(Strict):
    """Which stages mean won and lost, where no export says it; this rules over `[[stage]]`."""

    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


class Config(Strict):
    """A whole workspace's config."""

    company: Company = Company()
    as_of: dt.datetime | dt.date | None = None
    default_period: DefaultPeriod = "all"
    rules: Rules = Rules()
    assumptions: Assumptions = Assumptions()
    types: Types | None = None
    sources: tuple[Source, ...] = Field(default=(), alias="source")
    maps: tuple[Map, ...] = Field(default=(), alias="map")
    stages: tuple[Stage, ...] = Field(default=(), alias="stage")
    outcome: Outcome | None = None
    gates: tuple[Gate, ...] = Field(default=(), alias="gate")
    dimensions: Annotated[tuple[Dimension, ...], Field(max_length=8, alias="dimension")] = ()
    touches: tuple[Touch, ...] = Field(default=(), alias="touch")
    roles: Roles = Roles()
    source_families: dict[PathFamily, list[str]] = Field(default_factory=dict)
    rates: tuple[Rate, ...] = Field(default=(), alias="rate")
    control_totals: ControlTotals | None = None
    marks: tuple[Mark, ...] = Field(default=(), alias="mark")
    agreements: tuple[Agreement, ...] = Field(default=(), alias="agreement")
    views: tuple[SavedView, ...] = Field(default=(), alias="view")
    mail: Mail | None = None
    reports: tuple[Report, ...] = Field(default=(), alias="report")
    alerts: tuple[Alert, ...] = Field(default=(), alias="alert")
    # Where a record is in the CRM, by its id: https://x.lightning.force.com/{id}. One address for
    # all kinds, or [record_addresses] where each kind has its own.
    record_address: RecordAddress | None = None
    record_addresses: dict[RecordKind, RecordAddress] = Field(default_factory=dict)
    server: Server = Server()
    access: Access = Access()

    def source_of(self, one_map: Map) -> Source:
        """Return the source a map belongs to: the named one, or the only one."""
        if one_map.source is None:
            return self.sources[0]
        return {source.name: source for source in self.sources}[one_map.source]

    @property
    def all_stages(self) -> tuple[Stage, ...]:
        """Return the stages with the roles that `[outcome]` gives them."""
        outcome = self.outcome or Outcome()
        roles: dict[str, Role] = dict.fromkeys(outcome.lost, "lost")
        roles |= dict.fromkeys(outcome.won, "won")
        known = {each.stage for each in self.stages}
        return (
            *(
                each.model_copy(update={"role": roles[each.stage], "rank": None})
                if each.stage in roles
                else each
                for each in self.stages
            ),
            *(Stage(stage=name, role=role) for name, role in roles.items() if name not in known),
        )

    def slot_of(self, dimension: str) -> str:
        """Return the column of a configured dimension: dim_1 to dim_8."""
        names = [each.name for each in self.dimensions]
        return f"dim_{names.index(dimension) + 1}"

    @property
    def alike(self) -> tuple[Dimension, ...]:
        """Return the dimensions that two deals must share to be compared like with like."""
        if self.rules.alike is not None:
            return tuple(each for each in self.dimensions if each.name in self.rules.alike)
        of_accounts = [each for each in self.dimensions if each.table == "accounts"]
        return tuple((of_accounts or list(self.dimensions))[:1])

    @model_validator(mode="after")
    def _hangs_together(self) -> Config:
        faults = checks.faults(self)
        if faults:
            raise checks.FaultsError(faults)
        return self
