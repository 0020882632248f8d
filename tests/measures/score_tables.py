"""Leads at a line as the text of a slice: what a test of the line says, the rest as usual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

COLUMNS: Mapping[str, object] = {
    "period": "",
    "group_name": "All",
    "record_id": "",
    "cluster_id": "",
    "regime": "65",
    "score": 65,
    "threshold": 65,
    "distance": 0,
    "source": "web",
    "is_old": True,
    "is_worked": False,
    "let_through_at_random": "",
    "is_hand_raised": False,
    "readiness": 0,
    "n": 1,
    "wins": 0,
    "events": 0,
    "value": 0,
    "value_squares": 0,
    "value_capped": 0,
    "value_capped_squares": 0,
}


def text(rows: Iterable[Mapping[str, object]], columns: Mapping[str, object] = COLUMNS) -> str:
    """Write rows as a text table, with the usual value of each column that a row leaves out."""
    lines = [" | ".join(columns)]
    for row in rows:
        assert row.keys() <= columns.keys(), row
        lines.append(" | ".join(_cell(row.get(name, usual)) for name, usual in columns.items()))
    return "\n".join(f"| {line} |" for line in lines)


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def at(
    distance: float, n: int, wins: int, *, each: float = 1000, **more: object
) -> dict[str, object]:
    """Return leads so many points from the line, of whom so many won a deal of `each`."""
    line = float(str(more.get("threshold", 65)))
    told = {
        "score": int(line + distance) if float(distance).is_integer() else 0,
        "distance": distance,
        "n": n,
        "wins": wins,
        "events": wins,
        "value": wins * each,
        "value_squares": wins * each**2,
        "value_capped": wins * each,
        "value_capped_squares": wins * each**2,
    }
    return told | more
