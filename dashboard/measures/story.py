"""One deal's story: what its people, our gates and both sides did, in order, and why its path.

A deal outside the reader's limits is as unknown as one that does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard import paths
from dashboard.engine.database import Database
from dashboard.errors import ConfigError
from dashboard.measures import slices, story_words
from dashboard.measures.context import Context
from dashboard.measures.filters import Filters
from dashboard.measures.registry import parameters_in

_PARTS = (
    "story_leads", "story_verdicts", "story_touches", "story_moves", "story_edits", "story_spans",
)  # fmt: skip
_VERDICTS = ("pass", "fail", "waived")

# What is told of an event, in this order: days, its kind, sentences, then the parts of these.
COLUMNS: Mapping[str, pl.DataType] = {
    "day": pl.Date(),
    "until_day": pl.Date(),
    "kind": pl.String(),
    "what": pl.String(),
    "who": pl.String(),
    "note": pl.String(),
    "side": pl.String(),
    "channel": pl.String(),
    "called": pl.String(),
    "role": pl.String(),
    "gate": pl.String(),
    "fail_kind": pl.String(),
    "reason": pl.String(),
    "stage_before": pl.String(),
    "stage": pl.String(),
    "amount_before": pl.Float64(),
    "amount": pl.Float64(),
    "close_date_before": pl.Date(),
    "close_date": pl.Date(),
    "lead_id": pl.String(),
}


@dataclass(frozen=True)
class Story:
    """A deal (a row of fct_deals), its events in order, and what each gate said of it.

    `gates` are names as the company calls them with what each said; `why` are sentences.
    """

    deal: Mapping[str, Any]
    events: pl.DataFrame
    gates: tuple[tuple[str, str], ...]
    why: tuple[str, ...]
    as_of: dt.date

    @property
    def is_open(self) -> bool:
        """Say whether the deal is neither won nor lost."""
        return bool(self.deal["outcome"] == "open")

    def to_json(self) -> dict[str, object]:
        """Return the story as one object: the deal, its path and why, its events."""
        return {
            "deal_id": self.deal["opportunity_id"],
            "account_name": self.deal["account_name"],
            "outcome": self.deal["outcome"],
            "path_class": self.deal["path_class"],
            "as_of": self.as_of,
            "gates": [{"gate": gate, "said": said} for gate, said in self.gates],
            "why": list(self.why),
            "events": self.events.rows(named=True),
        }

    def last_of_ours(self) -> Mapping[str, Any] | None:
        """Return the last contact from our side, or with both sides."""
        ours = self.events.filter(
            (pl.col("kind") == "touch") & pl.col("side").is_in(["seller", "mutual"])
        )
        return ours.row(-1, named=True) if ours.height else None


def told(cursor: Database, deal_id: str, filters: Filters, context: Context) -> Story:
    """Return a deal's story; ConfigError where the filters' limits do not let it be seen."""
    deal = _deal(cursor, deal_id, filters, context)
    asked = {"deal_id": deal_id}
    gates = {str(each["gate"]) for each in _rows(cursor, "story_gates", asked)}
    labels = {gate.name: gate.on_screen for gate in context.config.gates if gate.before}
    found = [row for part in _PARTS for row in _rows(cursor, part, asked)]
    closings = [row for row in found if _says_the_closing(row, deal)]
    found = [row for row in found if not _says_the_closing(row, deal)]
    found += _own_events(deal, context.as_of_date, closings)
    found.sort(key=_in_order)
    for row in found:
        row["label"] = labels.get(row.get("gate") or "", row.get("gate"))
    return Story(
        deal=deal,
        events=pl.DataFrame([_event(row) for row in found], schema=dict(COLUMNS)),
        gates=tuple(_gates_said(found, labels, gates)),
        why=story_words.why(deal),
        as_of=context.as_of_date,
    )


def _deal(cursor: Database, deal_id: str, filters: Filters, context: Context) -> Mapping[str, Any]:
    sql = paths.query_text("records", "story_deal")
    chosen = slices.parameters_of(filters, context) | {"deal_id": deal_id}
    bound = {name: chosen[name] for name in parameters_in(sql)}
    found = cursor.rows(sql, bound, name="records/story_deal.sql")
    if not found:
        raise ConfigError(f"There is no deal {deal_id!r} among those that can be seen here.")
    dimensions = {each.slot: each.name for each in context.dimensions}
    deal = {name: value for name, value in found[0].items() if not name.startswith("dim_")}
    deal |= {name: found[0][slot] for slot, name in dimensions.items()}
    if not context.config.access.show_account_names:
        deal["account_name"] = None
    return deal


def _rows(cursor: Database, name: str, asked: Mapping[str, object]) -> list[dict[str, Any]]:
    return cursor.rows(paths.query_text("records", name), asked, name=f"records/{name}.sql")


def _says_the_closing(row: Mapping[str, Any], deal: Mapping[str, Any]) -> bool:
    """Say whether a change of stage is the closing, which is an event of its own."""
    is_same_day = row["day"] == deal["closed_date"]
    return is_same_day and bool(row.get("stage_role") == deal["outcome"])


def _own_events(
    deal: Mapping[str, Any], as_of: dt.date, closings: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return what the deal's own row tells: created, handed on, parked for the buyer, closed."""
    created, closed = deal["created_date"], deal["closed_date"]
    found: list[dict[str, Any]] = []
    if created is not None:
        born = {"day": created, "happened_at": deal["created_at"]}
        found.append({**born, "kind": "created"})
        if deal["is_handed_off"]:
            talked = deal["has_conversation_before"]
            found.append({**born, "kind": "handed_off", "has_conversation_before": talked})
    if closed is not None:
        closed_at = max((row["happened_at"] for row in closings), default=None)
        ended = {"day": closed, "happened_at": closed_at, "stage": deal["stage"]}
        found.append({**ended, "kind": deal["outcome"]})
    following = deal["next_contact_date"]
    if deal["outcome"] == "open" and following is not None:
        found += _asked_to_wait(deal, following, as_of)
        if following >= as_of:
            found.append({"day": following, "kind": "next"})
    return found


def _asked_to_wait(
    deal: Mapping[str, Any], following: dt.date, as_of: dt.date
) -> list[dict[str, Any]]:
    """Return the days since the last sign of life that count as parked, from the first of them."""
    last, silent = deal["last_sign_date"], deal["silent_days"]
    if last is None or silent is None or following <= last:
        return []
    parked_until = min(as_of - dt.timedelta(days=int(silent)), following)
    if parked_until <= last:
        return []
    return [{"day": last, "until_day": parked_until, "kind": "asked_to_wait"}]


def _gates_said(
    events: Sequence[Mapping[str, Any]], labels: Mapping[str, str], asked: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Say what each gate said of the deal in reach of it."""
    for gate, label in labels.items():
        its = [
            each for each in events
            if each.get("gate") == gate and each["kind"] in _VERDICTS
            and each["is_linked"] and each["is_before"] is not None
        ]  # fmt: skip
        yield label, story_words.gate_said(its, is_asked=gate in asked)


def _event(row: Mapping[str, Any]) -> dict[str, object]:
    said = {
        "what": story_words.what(row),
        "who": story_words.who(row),
        "note": story_words.note(row),
    }
    return {name: said.get(name, row.get(name)) for name in COLUMNS}


def _in_order(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Return by what events stand in order: day, moment, kind, then all that tells them apart.

    What happened on a day whose moment nobody recorded comes first in it, spans and the end last.
    """
    kind, moment = str(row["kind"]), row.get("happened_at")
    begun = 1 if moment else 2 * (kind in story_words.LAST_OF_A_DAY)
    at = moment.isoformat(timespec="microseconds") if moment else ""
    names = (
        "side", "channel", "called", "gate", "role", "lead_id", "stage", "reason", "amount",
        "close_date",
    )  # fmt: skip
    told = tuple(str(row.get(name) or "") for name in names)
    return (row["day"], begun, at, story_words.KINDS.index(kind), told)
