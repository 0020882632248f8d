"""Event logs: which activity is the gate, which begins a deal, and which end it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dashboard.ingest.propose import vocabulary
from dashboard.ingest.propose.items import Item, block, comment
from dashboard.ingest.propose.seen import Seen

# An ending that this share of won cases has too is none.
_RARE = 0.005


def items(seen: Seen) -> Iterator[Item]:
    """Yield gate and stages of an event log, nothing where there is none."""
    if not seen.has_layout("event_log"):
        return
    rows = seen.rows("activities", {"won": ""})
    won = _first(rows, "won")
    deal = _first(rows, "offer")
    gate = _first(rows, "pass")
    if won is None or deal is None:
        yield _asked(rows)
        return
    rows = seen.rows("activities", {"won": won["activity"]})
    lost = [row for row in rows if _is_end(row)]
    yield from _stages(deal, won, lost)
    if gate is not None:
        yield _gate(gate, lost)


def _first(rows: Sequence[dict[str, Any]], meaning: str) -> dict[str, Any] | None:
    """Return the activity that goes by the earliest word; of several the one with fewest words."""
    words = vocabulary.read("gates")["activities"][meaning]
    for word in words:
        fitting = [row for row in rows if vocabulary.has_word(row["activity"], [word])]
        if fitting:
            return min(
                fitting, key=lambda row: (len(vocabulary.plain(row["activity"])), -row["cases"])
            )
    return None


def _is_end(row: dict[str, Any]) -> bool:
    words = vocabulary.read("gates")["activities"]["lost"]
    is_rare = row["cases_with_won"] <= _RARE * row["cases"]
    return is_rare and vocabulary.has_word(row["activity"], words)


def _stages(
    deal: dict[str, Any], won: dict[str, Any], lost: Sequence[dict[str, Any]]
) -> Iterator[Item]:
    why = "a deal begins with it: its name says that something was offered."
    yield _stage(deal, "open", why, rank=1)
    yield _stage(won, "won", "its name says won.")
    for row in lost:
        yield _stage(row, "lost", "its name says lost, and hardly a case with it is won.")


def _stage(row: dict[str, Any], role: str, why: str, rank: int | None = None) -> Item:
    head = comment(f"{row['activity']!r} is taken for {role}: {why} {_evidence(row)}", "unsure")
    content = {"stage": row["activity"], "role": role, "rank": rank}
    return Item(
        f"stage/default/{row['activity']}",
        "stages",
        block("[[stage]]", content, head),
    )


def _gate(gate: dict[str, Any], lost: Sequence[dict[str, Any]]) -> Item:
    words = vocabulary.read("gates")["fail"]
    rejected = [
        row["activity"]
        for row in lost
        if vocabulary.first_fit(row["activity"], words) and row["mean_place"] is not None
    ]
    head = comment(
        f"{gate['activity']!r} is taken for the gate: its name says so. {_evidence(gate)} A case "
        f"that ends with {', '.join(map(repr, rejected)) or 'none'} before it was turned away.",
        "unsure",
    )
    content = {
        "name": _short(gate["activity"]),
        "field": "activity",
        "pass": [gate["activity"]],
        "fail": {"rejected": rejected} if rejected else None,
        "decided_by": "system",
    }
    return Item("gate/activity", "gates", block("[[gate]]", content, head))


def _short(activity: str) -> str:
    """Return an activity without the letter of its kind: A_PREACCEPTED is PREACCEPTED."""
    words = vocabulary.plain(activity).upper().split()
    return " ".join(words[1:] if len(words[0]) == 1 and words[1:] else words)


def _evidence(row: dict[str, Any]) -> str:
    return f"{row['cases']:,} cases, {row['events']:,} times."


def _asked(rows: Sequence[dict[str, Any]]) -> Item:
    shown = "; ".join(f"{row['activity']!r} ({row['cases']:,} cases)" for row in rows[:20])
    head = comment(f"which activities mean won? Candidates: {shown}.", "required")
    return Item("outcome", "stages", "\n".join(["[outcome]", *head, "won = []", "lost = []"]))
