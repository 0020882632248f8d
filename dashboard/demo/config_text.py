"""The sample company's gatecost.toml, written as a user would write it, with its reasons."""

from __future__ import annotations

import datetime as dt
import json

import polars as pl

from dashboard.demo import export_leads, signs, trials
from dashboard.demo.export_parts import Parts
from dashboard.demo.journeys import WON

COMPANY = "Northbeam Instruments"
MARK = "# The sample company of `gatecost demo`."

_HEAD = f"""{MARK} Everything in it is invented.
# This file says how the company works; the exports/ beside it say what happened.

default_period = "last_12_months"   # the running month to date and the eleven before it

[company]
name = "{COMPANY}"
currency = "USD"
time_zone = "UTC"                   # days and months are counted in this zone
fiscal_year_starts = 2              # February

# One system whose exports lie in one folder. The layout knows the files and their headings;
# [source.columns] names the company's own fields.
[[source]]
name = "crm"
layout = "salesforce_weekly"
folder = "exports"
encoding = "latin-1"

[source.columns.leads]
score = "Score_After_One_Day__c"    # frozen 24 hours after creation, never recomputed
hand_raised_at = "Hand_Raised_At__c"
self_reported_source = "How_Did_You_Hear__c"

[source.columns.opportunities]
loss_reason = "Loss_Reason__c"
competitor = "Competitor__c"
next_contact_date = "Next_Contact_Date__c"

[source.columns.users]
is_integration = "Is_Integration__c"

# The gates, in order. Times come from the recorded history of the lead's status.
[[gate]]
name = "MQL"
label = "score 65"
step = "mql"
field = "Status"
pass = ["{export_leads.QUALIFIED}"]
thresholds = [{{ at = 65 }}]          # the least score that passes
decided_by = "marketing"
reason_field = "{export_leads.REASON}"
required_fields = 3                 # on the form that a score is worked out from

[gate.fail]
recycled = ["{export_leads.VERDICTS["nurture"]}"]
disqualified = ["{export_leads.VERDICTS["refused"]}"]

[[gate]]
name = "SQL"
label = "accepted by sales"
step = "sql"
field = "Status"
pass = ["{export_leads.VERDICTS["accepted"]}"]
decided_by = "sales"
reason_field = "{export_leads.REASON}"
required_fields = 9                 # budget, authority, need, timing and who else decides

[gate.fail]
rejected = ["{export_leads.VERDICTS["rejected"]}"]
recycled = ["{export_leads.VERDICTS["recycled"]}"]
disqualified = ["{export_leads.VERDICTS["disqualified"]}"]

# Deals of these types are new business; all others are with existing customers.
[types]
new_business = ["New Business"]

# What each lead source is, for deals that no gate has seen.
[source_families]
inbound = ["Web", "Paid ads", "Webinar"]
direct_outreach = ["Outbound"]
referral = ["Referral"]
partner = ["Partner"]
executive = ["Executive"]
existing_customer = ["Customer"]

[rules]
horizon_days = 180                  # "given time" means within this many days
stall_days = 21                     # silent: no sign of life for longer than this
back_stamp_minutes = 10             # a gate counts as before a deal if this long before it
lookback_days = 365                 # verdicts older than this do not count for a deal

# With whom a buyer can solve something, by the titles of User.csv.
[roles]
can_help = ["Account Executive"]

# What the records cannot say; shown wherever it is used.
[assumptions]
seller_hour_cost = 80.0
margin = 0.7
minutes_per_touch = 12.0
confirmed_by = "Head of sales"

# What both sides agreed in writing, shown before every meeting; one of the three is still open.
[[agreement]]
about = "ready"
text = "its score is 65 or more"

[[agreement]]
about = "deal"
text = "it passed both gates and the buyer agreed to a next step"
means = "every_gate"
"""

_VIEWS = """
# Pages with their filters, under names of our own; they stand under Views on every page.
[[view]]
name = "Enterprise, this fiscal year"
address = "/wins?from=2026-02&segment=Enterprise"

[[view]]
name = "Moving or stuck in Europe"
address = "/momentum?region=Europe"
"""

_DIMENSIONS = """
# The ways to cut every figure.
[[dimension]]
name = "segment"
label = "segment"
table = "leads"
column = "Segment__c"

[[dimension]]
name = "region"
label = "region"
table = "leads"
column = "Region__c"
"""

# Type of activity, what it is, and who reached out.
_TOUCHES = (
    ("Email - inbound", "email", "buyer"),
    ("Email - outbound", "email", "seller"),
    ("Call - inbound", "call", "buyer"),
    ("Call - connected", "call", "mutual"),
    ("Call - no answer", "call", "seller"),
    ("Document opened", "document", "buyer"),
    ("Meeting", "meeting", "mutual"),
)

_OF_MQL = (
    "mql_volume",
    "activity_ratio",
    "fewer_better_leads",
    "mql_to_sql_conversion",
    "cohort_conversion",
    "recycled_leads",
    "funnel",
)
# Months after the first that is shown, day, label, kind, gate, the measures it concerns.
_MARKS: tuple[tuple[int, int, str, str, str, tuple[str, ...]], ...] = (
    (2, 12, "Score counts visits to the price page", "scoring", "MQL", ()),
    (5, 1, "MQL without students and job seekers", "definition", "MQL", _OF_MQL),
    (8, 15, "Training for first calls", "training", "", ()),
)
# Where a change was not made: what followed elsewhere is set beside it.
_UNTOUCHED = {"Training for first calls": '{ region = "Europe" }'}


def config_text(parts: Parts) -> str:
    """Return the whole file."""
    head = _with_test() if trials.has_arm(parts.ledger.leads) else _HEAD
    parts_of_it = (head, _stages(parts), _DIMENSIONS, _VIEWS, _touches(), _control_totals(parts))
    return "\n".join((*parts_of_it, _marks(parts.ledger.world.as_of)))


def _with_test() -> str:
    """Return the head with the field that says who is in the test below the line."""
    score = 'score = "Score_After_One_Day__c"'
    test = f'let_through_at_random = "{export_leads.LET_THROUGH}"'
    return _HEAD.replace(score, f"{test}\n{score}")


def _stages(parts: Parts) -> str:
    stages = parts.ledger.world["stages"]
    lines = ["# The stages of a deal: open ones by rank, a parked one, and how it can end."]
    for rank, (name, share) in enumerate(
        zip(stages["open"], stages["probability"], strict=True), start=1
    ):
        lines.append(
            f'[[stage]]\nstage = "{name}"\nrole = "open"\nrank = {rank}\n'
            f"probability = {share / 100}\n"
        )
    for role in ("parked", "won", "lost"):
        lines.append(f'[[stage]]\nstage = "{stages[role]}"\nrole = "{role}"\n')
    return "\n".join(lines)


def _touches() -> str:
    lines = [
        "# What each activity type means. Only buyer and mutual are signs of life.",
        "# Gated: the buyer had to fill in a form for it.",
    ]
    for name, kind, direction in _TOUCHES:
        lines.append(f'[[touch]]\ntype = "{name}"\nkind = "{kind}"\ndirection = "{direction}"\n')
    for name, gated in ((signs.GATED, "true"), (signs.OPEN, "false")):
        lines.append(
            f'[[touch]]\ntype = "{name}"\nkind = "content"\ndirection = "buyer"\ngated = {gated}\n'
        )
    return "\n".join(lines)


def _control_totals(parts: Parts) -> str:
    """Return what the company's own report says, counted from the ledger and not by the product."""
    world = parts.ledger.world
    start, end = twelve_months(world.as_of)
    since = (start - world.first_day).days
    deals = parts.ledger.deals
    created = deals.filter((pl.col("created") >= since) & (pl.col("created") < world.days))
    won = deals.filter((pl.col("stage") == WON) & (pl.col("closed") >= since))
    return f"""# The company's own report, against which the dashboard checks itself.
[control_totals]
label = "CRM report: won, new business, last 12 months"
confirmed_by = "RevOps"
from = {start.isoformat()}
to = {end.isoformat()}
won_count = {won.height}
won_amount = {won["amount"].sum():.1f}
deals_created = {created.height}
"""


def _marks(as_of: dt.date) -> str:
    """Return what the company changed, in the twelve months that its pages show first."""
    start, _ = twelve_months(as_of)
    lines = ["# What changed, and when: drawn on every time axis; a changed definition breaks it."]
    for months, day, label, kind, gate, measures in _MARKS:
        month = start.month - 1 + months
        on = dt.date(start.year + month // 12, month % 12 + 1, day)
        lines.append(f'[[mark]]\ndate = {on.isoformat()}\nlabel = "{label}"\nkind = "{kind}"')
        lines += [f'gate = "{gate}"'] if gate else []
        lines += [f"measures = {json.dumps(measures)}"] if measures else []
        lines += [f"control = {_UNTOUCHED[label]}"] if label in _UNTOUCHED else []
        lines.append("")
    return "\n".join(lines)


def twelve_months(as_of: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the running month and the eleven before it."""
    following = (as_of.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    start = following.replace(year=following.year - 1)
    return start, following - dt.timedelta(days=1)
