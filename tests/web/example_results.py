"""Hand-made answers with known numbers, in every state a page must be able to show."""

from __future__ import annotations

import datetime as dt
import string
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import polars as pl

from dashboard import config as configs
from dashboard import words
from dashboard.config import Config
from dashboard.errors import ConfigError
from dashboard.followed import Changed, Followed
from dashboard.inventory import ExportRows, Inventory
from dashboard.measures import registry
from dashboard.measures.access import User
from dashboard.measures.filters import Filters
from dashboard.measures.records import Records
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result, Row
from dashboard.measures.story import Story
from dashboard.web.url_state import Known

AS_OF = dt.datetime(2026, 10, 23, 6, 0)
FILTERS = Filters(start=dt.date(2025, 11, 1), end=dt.date(2026, 10, 1))
MEASURES = registry.load()

CONFIG = configs.parse(
    {
        "company": {"name": "Northwind Tools", "fiscal_year_starts": 2},
        "default_period": "last_12_months",
        "types": {"new_business": ["New"]},
        "gate": [
            {"name": "score", "label": "score 60", "step": "mql"},
            {"name": "accepted", "label": "accepted by sales", "step": "sal"},
            {"name": "budget", "label": "budget form", "step": "sql"},
        ],
        "dimension": [
            {"name": "segment", "table": "leads", "column": "Segment"},
            {"name": "region", "table": "leads", "column": "Region"},
        ],
        "control_totals": {
            "label": "Closed won FY26",
            "confirmed_by": "RevOps",
            "from": "2025-11-01",
            "to": "2026-10-31",
            "won_count": 96,
            "won_amount": 11_600_000,
        },
    }
)

# path: deals won, money won
WON = {
    "in_flow": (49, 5_200_000),
    "returned": (4, 500_000),
    "skipped": (11, 1_000_000),
    "bypassed": (15, 2_600_000),
    "rejected_before": (5, 900_000),
    "back_stamped": (6, 700_000),
    "unlinked": (6, 700_000),
}
LARGEST = (
    ("Arden", 820, "in_flow"),
    ("Birch & Sons Industrial Supply (Midlands)", 640, "rejected_before"),
    ("Dune", 610, "bypassed"),
    ("Hollis", 540, "in_flow"),
    ("Ivry", 430, "back_stamped"),
    ("Juno", 390, "in_flow"),
    ("Kestrel", 340, "unlinked"),
    ("Lumen", 310, "skipped"),
    ("Moss <img src=x onerror=alert(1)>", 270, "bypassed"),
    ("Corvid", 240, "returned"),
)


def ratio(part: float, whole: float, /, **keys: object) -> Row:
    """A share with a plain interval, in the shape of an answer."""
    value = part / whole if whole else None
    few = whole < 10
    spread = 0.0 if value is None else (value * (1 - value) / max(whole, 1)) ** 0.5 * 1.96
    low, high = (None, None) if value is None or few else (value - spread, value + spread)
    return Row(
        keys=keys,
        value=None if few else value,
        low=low,
        high=high,
        n=int(whole),
        events=int(part),
        status="too few" if few else "ok",
        numerator=part,
        denominator=whole,
    )


def total(value: float, /, n: int | None = None, **keys: object) -> Row:
    """A count or a sum, of so many records."""
    return Row(keys, value, None, None, n=n, events=n)


class _Words(string.Formatter):
    """Fills `{row.number:format}` as the runtime does."""

    def format_field(self, value: object, format_spec: str) -> str:
        return words.formatted(value, format_spec, "USD")


def sides_of(found: Result) -> dict[str, str]:
    """What either side would say of an answer, filled with its rows."""
    if found.measure.sides is None or not found.rows:
        return {}
    numbers = dict.fromkeys(("numerator", "denominator", "value", "low", "high"), 0.0)
    of_all = SimpleNamespace(**numbers, n=0, events=0, details=defaultdict(str))
    names = {**{row.name: row for row in found.rows[:50]}, "n": len(found.rows)}
    told = defaultdict(lambda: of_all, names)
    return {
        side: _Words().vformat(template, (), told)
        for side, template in found.measure.sides.model_dump().items()
    }


def result(measure_id: str, *rows: Row, **changes: object) -> Result:
    """An answer as the runtime gives it."""
    measure = MEASURES[measure_id]
    made = Result(
        measure=measure,
        filters=FILTERS,
        as_of=AS_OF,
        time_zone="UTC",
        status="ok",
        needs=(),
        rows=rows,
        notes=(),
        finding="",
        other_reading=measure.other_reading,
        next_step=measure.next_step,
        whole=rows,
        population="deals in the 12 months to 23 Oct 2026",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def everything() -> dict[str, Result]:
    """The sample company of the design: 96 wins, $11.6M."""
    won = {part: deals for part, (deals, _) in WON.items()}
    money = {part: amount for part, (_, amount) in WON.items()}
    paths = [ratio(n, 96, part=part, statistic="deals") for part, n in won.items()]
    paths += [ratio(n, 11_600_000, part=part, statistic="amount") for part, n in money.items()]
    made = (
        result(
            "control_totals",
            total(96, statistic="won_deals"),
            total(11_600_000, statistic="won_amount"),
            total(61, statistic="new_accounts"),
            total(524, statistic="deals_created"),
            total(6800, statistic="leads_created"),
        ),
        result("path_mix", *paths),
        result(
            "won_without_gate",
            ratio(26, 96, component="ours", statistic="deals"),
            ratio(4_200_000, 11_600_000, component="ours", statistic="amount"),
        ),
        result(
            "stalled_immediately",
            ratio(163, 524, path_group="all"),
            ratio(119, 312, path_group="through_every_gate"),
            ratio(26, 118, path_group="no_gate"),
            ratio(13, 66, path_group="missed_a_step"),
            ratio(5, 28, path_group="cannot_tell"),
        ),
        result("largest_wins", *(_win(*each, at) for at, each in enumerate(LARGEST))),
        result("lead_to_won_conversion", ratio(68, 6800)),
        result("mql_to_sql_conversion", ratio(780, 2510)),
        result("win_rate", ratio(96, 400)),
        result("won_by_cohort", replace(ratio(96, 524), value=0.19, low=0.16, high=0.23)),
        result("sales_velocity", Row({}, 82.0, 74.0, 91.0, 96, 96)),
        result(
            "pipeline_created",
            total(524, n=524, statistic="deals"),
            total(38_000_000, statistic="amount"),
        ),
        result(
            "stalled_value",
            ratio(83, 210, statistic="deals"),
            ratio(6_100_000, 15_900_000, statistic="amount"),
        ),
        result(
            "momentum_30_days",
            ratio(152, 524, state="moved"),
            ratio(41, 524, state="lost"),
            ratio(331, 524, state="unmoved"),
        ),
        result(
            "rejected_then_won",
            ratio(9, 96, statistic="deals"),
            ratio(1_400_000, 11_600_000, statistic="amount"),
            ratio(31, 1240, statistic="verdicts"),
        ),
        result(
            "first_conversation_wait",
            Row({"clock": "attempt"}, 0.9, 0.6, 1.2, 2310, 1980),
            Row({"clock": "conversation"}, 6.0, 5.0, 7.0, 2310, 1410),
        ),
        result("turned_away_ledger", *(_listed(at) for at in range(9))),
        result(
            "good_catches",
            *(_listed(at) for at in range(1204)),
            population="verdicts given Nov 2024 to Oct 2025",
        ),
    )
    return {each.measure.id: each for each in made}


def opportunities_alone() -> dict[str, Result]:
    """What is left when no leads and no gate decisions were exported."""
    found = everything()
    for measure_id in (
        "path_mix",
        "won_without_gate",
        "lead_to_won_conversion",
        "mql_to_sql_conversion",
        "rejected_then_won",
        "turned_away_ledger",
        "good_catches",
        "first_conversation_wait",
    ):
        found[measure_id] = replace(
            found[measure_id],
            status="not computable",
            needs=("Add Lead.csv with its history.",),
            rows=(),
            whole=(),
            finding="Not computable: needs leads and gate decisions.",
            next_step="",
        )
    stalled = found["stalled_immediately"]
    found["stalled_immediately"] = replace(stalled, rows=stalled.rows[:1])
    return found


def a_handful() -> dict[str, Result]:
    """Seven wins: counts stay, shares and comparisons go."""
    found = everything()
    won = {"in_flow": 3, "bypassed": 2, "back_stamped": 1, "unlinked": 1}
    paths = [ratio(won.get(part, 0), 7, part=part, statistic="deals") for part in WON]
    paths += [
        ratio(won.get(part, 0) * 90_000, 630_000, part=part, statistic="amount") for part in WON
    ]
    found["path_mix"] = result("path_mix", *paths)
    found["control_totals"] = result(
        "control_totals",
        total(7, statistic="won_deals"),
        total(630_000, statistic="won_amount"),
        total(5, statistic="new_accounts"),
    )
    found["won_without_gate"] = result(
        "won_without_gate", ratio(3, 7, component="ours", statistic="deals")
    )
    found["stalled_immediately"] = result(
        "stalled_immediately",
        ratio(3, 19, path_group="all"),
        ratio(3, 7, path_group="through_every_gate"),
        ratio(1, 12, path_group="no_gate"),
    )
    found["win_rate"] = result("win_rate", ratio(7, 19))
    found["rejected_then_won"] = result(
        "rejected_then_won",
        ratio(1, 7, statistic="deals"),
        ratio(90_000, 630_000, statistic="amount"),
    )
    return found


def _win(name: str, thousands: int, path: str, at: int) -> Row:
    details = {
        "account_name": name,
        "amount": thousands * 1000.0,
        "path_class": path,
        "closed_date": dt.date(2026, 10 - at % 9, 3 + at),
    }
    return Row({"record_id": f"006{at:03}"}, None, None, None, 1, None, details=details)


def _listed(at: int) -> Row:
    return Row({"record_id": f"R{at:04}"}, None, None, None, 1, None)


@dataclass
class ExampleDesk:
    """A desk with hand-made answers; every mark opens as many rows as it says."""

    results: Mapping[str, Result] = field(default_factory=everything)
    config: Config = CONFIG
    as_of: dt.datetime = AS_OF
    as_of_label: str = "latest recorded change"
    explained: str = "select 1"
    dated: Sequence[Changed] = ()
    after_changes: Mapping[str, Followed] = field(default_factory=dict)
    # Nothing can be kept there.
    workspace: Path = Path("/dev/null/none")

    def measure(self, measure_id: str) -> Measure | None:
        """Return a measure's words."""
        return MEASURES.measures.get(measure_id)

    def known(self, user: User | None) -> Known:
        """Return the values of two dimensions."""
        return Known(
            FILTERS,
            {"segment": ("Large", "Medium", "SMB"), "region": ("East & <b>West</b>", "North")},
            frozenset(each.id for each in MEASURES),
        )

    def first_month(self, user: User | None) -> dt.date | None:
        """Return the month in which the sample begins."""
        return dt.date(2024, 11, 1)

    def answers(
        self, ids: tuple[str, ...], filters: Filters, user: User | None
    ) -> Mapping[str, Result]:
        """Return the hand-made answers, whatever the filters."""
        found = {each: self.results[each] for each in ids if each in self.results}
        return {
            each: replace(one, filters=filters, sides=one.sides or sides_of(one))
            for each, one in found.items()
        }

    def computable(self, measure_id: str) -> bool:
        """Say whether an answer has figures."""
        found = self.results.get(measure_id)
        return found is not None and found.status != "not computable"

    def late_answer(self, measure_id: str, filters: Filters, user: User | None) -> Result | None:
        """Return a hand-made answer, as late as the others."""
        return self.answers((measure_id,), filters, user).get(measure_id)

    def remembered(self, measure_id: str, filters: Filters, user: User | None) -> Result | None:
        """Remember nothing."""
        return None

    def records(
        self, measure_id: str, filters: Filters, mark: Mapping[str, str], user: User | None
    ) -> Records:
        """Return as many rows as the mark counts."""
        found = self.results[measure_id].row(**mark)
        if found is None:
            raise ConfigError(f"{measure_id} has no mark {dict(mark)}.")
        n = found.events or found.n or 0
        frame = pl.DataFrame([_record(at) for at in range(n)])
        return Records(frame, n, n, "Deals won in the 12 months to 23 Oct 2026, new business")

    def story(self, deal_id: str, user: User | None) -> Story:
        """Know no deal."""
        raise ConfigError(f"There is no deal {deal_id!r}.")

    def explain(self, measure_id: str) -> str:
        """Return some SQL."""
        return MEASURES[measure_id].sql

    def unlocks(self) -> Mapping[str, int]:
        """Return how many answers wait for stage changes."""
        return {"stage changes": 14}

    def inventory(self) -> Inventory:
        """Return an account of nothing."""
        return Inventory()

    def export_rows(self, listed: str, mark: Mapping[str, str]) -> ExportRows:
        """Return no rows."""
        return ExportRows(listed, "", pl.DataFrame({"place": []}))

    def dated_changes(self, user: User | None) -> Sequence[Changed]:
        """Return the changes that a test has dated."""
        return self.dated

    def followed(self, key: str, user: User | None) -> Followed:
        """Return what a test says followed."""
        return self.after_changes[key]


def _record(at: int) -> dict[str, object]:
    paths = [*WON]
    return {
        "record_id": f"006{at:03}",
        "account_name": LARGEST[at % 10][0],
        "amount": 620_000.0 - 1000 * at,
        "path_class": paths[at % 7] if at % 3 else "in_flow",
        "created_date": dt.date(2026, 1 + at % 9, 1 + at % 28),
        "closed_date": dt.date(2026, 10, 1 + at % 20),
    }
