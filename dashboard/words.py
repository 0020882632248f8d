"""How numbers are written and what code words are called on screen: the one table of words."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence

UNKNOWN = "not known"

_CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "BRL": "R$", "INR": "₹"}

PATH_CLASSES: Mapping[str, str] = {
    "in_flow": "through every gate",
    "returned": "turned away, then through every gate",
    "skipped": "missed a step",
    "rejected_before": "turned away, came another way",
    "back_stamped": "paperwork after",
    "bypassed": "never screened",
    "unlinked": "can't tell",
}

# Sums of path classes that sentences and bars speak of; a class may be in several.
PATH_GROUPS: Mapping[str, tuple[str, ...]] = {
    "through_every_gate": ("in_flow", "returned"),
    "no_gate": ("rejected_before", "back_stamped", "bypassed"),
}

_WORDS: Mapping[str, str] = {
    **PATH_CLASSES,
    "through_every_gate": "through every gate",
    "no_gate": "did not come through our gate",
    "missed_a_step": "missed a step",
    "cannot_tell": "can't tell",
    "all": "all",
    "strict": "by the strict count",
    "ours": "did not come through our gate",
    "wide": "outside the normal flow",
    "observed": "counted",
    "adjusted": "like with like",
    "causal-at-gate": "tested at the line",
    "bound": "lies between",
    "assumed": "your assumption",
    "conventional": "what the funnel says",
    "value-first": "what happened after",
    "both": "both",
    "moved": "moved",
    "lost": "lost",
    "unmoved": "neither yet",
    "stalled": "no sign of life",
    "parked": "parked until a date the buyer asked for",
    "won": "won",
    "open": "open",
    "reached": "reached or beyond",
    "strictly": "entered",
    "deals": "deals",
    "amount": "money",
    "verdicts": "people turned away",
    "won_deals": "deals won",
    "won_amount": "money won",
    "new_accounts": "new accounts",
    "deals_created": "deals created",
    "open_deals": "deals open now",
    "leads_created": "leads created",
    "median_of_finished": "half of the finished within",
    "half_reached_by": "half of all within",
    "share_by_30": "in the first 30 days",
    "attempt": "first attempt",
    "conversation": "first conversation",
    "lead": "lead",
    "mql": "qualified by marketing",
    "sal": "accepted by sales",
    "sql": "qualified by sales",
    "opportunity": "deal",
    "created_to_mql": "from first sight to qualified by marketing",
    "mql_to_sql": "from qualified by marketing to qualified by sales",
    "sql_to_deal": "from qualified by sales to deal",
    "created_to_won": "from first sight to won",
    "path_class": "path",
    "size_band": "size",
    "month": "month",
    "pass": "passed",
    "fail": "turned away",
    "waived": "waived",
    "rejected": "refused",
    "recycled": "sent back to marketing",
    "disqualified": "ruled out",
    "new_business": "new business",
    "ok": "counted",
    "too few": "too few",
    "too early": "too early",
    "fewer than half": "fewer than half so far",
    "not computable": "not computable",
    "withheld": "withheld",
}

# What a sentence on screen never says: hedges, blame, and the jargon of statistics.
BANNED = (
    "actually", "only", "just", "waste", "fail", "fails", "failed", "lost revenue", "n =", "ci",
    "significant", "cohort", "median", "estimate", "estimated", "biased",
)  # fmt: skip


def word(code: str) -> str:
    """Return what a code word is called on screen."""
    return _WORDS.get(code, code.replace("_", " "))


# Canonical tables as people call them.
_TABLES = {
    "leads": "leads",
    "contacts": "contacts",
    "gate_decisions": "gate decisions",
    "accounts": "accounts",
    "opportunities": "deals",
    "opportunity_contacts": "the people of a deal",
    "stages": "stages",
    "deal_changes": "the history of deals",
    "touches": "touches",
    "meetings": "meetings",
    "forecasts": "forecast calls",
    "renewals": "renewals",
    "partners": "partners",
    "users": "users",
    "exchange_rates": "exchange rates",
}


def table(name: str) -> str:
    """Return what a canonical table is called on screen."""
    return _TABLES.get(name, name.replace("_", " "))


def column(name: str) -> str:
    """Return what a column is called on screen: its name in words."""
    return (
        name.removesuffix("_id")
        .removesuffix("_at")
        .replace("_", " ")
        .replace("opportunity", "deal")
    )


def count(value: float | None) -> str:
    """Write a count: 1,234."""
    return UNKNOWN if value is None else f"{round(value):,}"


def money(value: float | None, currency: str = "USD") -> str:
    """Write an amount with at most three digits: $11.6M, $640k, $0."""
    if value is None:
        return UNKNOWN
    sign = _CURRENCY_SIGNS.get(currency, currency + " ")
    minus = "-" if value < 0 else ""
    return f"{minus}{sign}{_three_digits(abs(value))}"


def _three_digits(value: float) -> str:
    if value < 1:
        return "0" if round(value) == 0 else "1"
    # Rounding comes first: 999,600 is 1M, not 1000k.
    digits = 2 - math.floor(math.log10(value))
    rounded = round(value, digits)
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if rounded >= size:
            return f"{rounded / size:.2f}".rstrip("0").rstrip(".") + letter
    return f"{rounded:.0f}"


def in100(value: float | None) -> str:
    """Write a share as so many in a hundred, without the words: 38."""
    if value is None:
        return UNKNOWN
    if 0 < value < 0.005:
        return "under 1"
    if 0.995 < value < 1:
        return "over 99"
    return f"{round(value * 100):d}"


def percent(value: float | None) -> str:
    """Write a share in percent, with one decimal below ten: 31 %, 1.0 %."""
    if value is None:
        return UNKNOWN
    if 0 < value < 0.0005:
        return "under 0.1 %"
    shown = value * 100
    return f"{shown:.1f} %" if 0 < abs(shown) < 9.95 else f"{shown:.0f} %"


def days(value: float | None) -> str:
    """Write a number of days: 14 days, 1 day, 13.5 days."""
    if value is None:
        return UNKNOWN
    shown = f"{value:,.1f}".removesuffix(".0")
    return f"{shown} day" if shown == "1" else f"{shown} days"


def date(value: dt.date | None) -> str:
    """Write a day: 23 Oct 2026."""
    return UNKNOWN if value is None else f"{value.day} {value:%b %Y}"


def month(value: dt.date | None) -> str:
    """Write a month: Oct 2026."""
    return UNKNOWN if value is None else f"{value:%b %Y}"


FORMATS: Mapping[str, Callable[[float | None], str]] = {
    "count": count,
    "in100": in100,
    "percent": percent,
    "days": days,
}
FORMAT_NAMES = (*FORMATS, "money", "word")


def formatted(value: object, kind: str, currency: str = "USD") -> str:
    """Write a value in one of the formats that templates may name."""
    if kind == "word":
        return word(str(value))
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, str) or not kind:
        return str(value)
    number = None if value is None else float(str(value))
    return money(number, currency) if kind == "money" else FORMATS[kind](number)


def in_unit(value: float | None, unit: str, currency: str = "USD") -> str:
    """Write a measure's value in the measure's own unit."""
    return formatted(value, {"share": "percent"}.get(unit, unit), currency)


def listed(items: Sequence[str], last: str = "and") -> str:
    """Join items as a sentence does: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def shares_of(parts: Sequence[float], total: int = 100) -> list[int]:
    """Round parts of a whole so that they end at `total` (largest remainder)."""
    whole = sum(parts)
    if whole <= 0:
        return [0 for _ in parts]
    exact = [part * total / whole for part in parts]
    rounded = [math.floor(share) for share in exact]
    missing = total - sum(rounded)
    by_remainder = sorted(range(len(parts)), key=lambda at: rounded[at] - exact[at])
    for at in by_remainder[:missing]:
        rounded[at] += 1
    return rounded


_RANKS = {code: place for place, code in enumerate(_WORDS)}


def rank(code: str) -> int:
    """Return a code word's place in the table, by which rows are ordered; unknown words last."""
    return _RANKS.get(code, len(_RANKS))
