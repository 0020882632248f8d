"""Tables written as text: a heading row, a rule, and rows; a blank cell is null."""

from __future__ import annotations

import polars as pl


def read(text: str) -> pl.DataFrame:
    """Read a text table; every column is text, blank is null."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    rows = [
        [cell.strip() or None for cell in line.strip("|").split("|")]
        for line in lines
        if not set(line) <= set("|+- ")
    ]
    heading = [str(cell) for cell in rows[0]]
    columns: dict[str, list[str | None]] = {name: [] for name in heading}
    for row in rows[1:]:
        if len(row) != len(heading):
            raise ValueError(f"{len(row)} cells for {len(heading)} columns: {row}")
        for name, cell in zip(heading, row, strict=True):
            columns[name].append(cell)
    return pl.DataFrame(columns, schema=dict.fromkeys(heading, pl.String))
