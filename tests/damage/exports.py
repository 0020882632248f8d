"""Valid exports to damage: every cell of a row tells which row it is of."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

COLUMNS = {
    "Id": "id", "Name": "text", "Created": "timestamp", "Close": "date", "Amount": "number",
    "Seats": "integer", "Won": "boolean",
}  # fmt: skip
REQUIRED = ("Id", "Created")
NAMES = ("Zoë & Söhne", 'The "Big" Co', "Åre, Ltd", "plain", "ünï; ñ")


@dataclass
class Export:
    """Rows as texts, the values they stand for, and how a file of them is written."""

    rows: list[list[str]]
    values: list[tuple[Any, ...]]
    headings: list[str] = field(default_factory=lambda: list(COLUMNS))
    mark: str = ","
    quote_all: bool = False

    @property
    def lines(self) -> list[str]:
        """The heading and the rows as lines without their ends."""
        return [self.line(self.headings), *map(self.line, self.rows)]

    def line(self, cells: Sequence[str]) -> str:
        out = io.StringIO()
        quoting = csv.QUOTE_ALL if self.quote_all else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=self.mark, quoting=quoting, lineterminator="").writerow(cells)
        return out.getvalue()

    def content(self, lines: Sequence[str] | None = None) -> bytes:
        return ("\n".join(self.lines if lines is None else lines) + "\n").encode()


def valid(seed: int, rows: int) -> Export:
    """Return an export of so many rows; the last of them is not the longest."""
    chosen = random.Random(seed)
    made = [_row(chosen, number) for number in range(1, rows + 1)]
    return Export(
        [texts for texts, _ in made], [values for _, values in made],
        quote_all=chosen.random() < 0.5,
    )  # fmt: skip


def _row(chosen: random.Random, number: int) -> tuple[list[str], tuple[Any, ...]]:
    created = dt.datetime(2024, 1, 1) + dt.timedelta(hours=number, seconds=chosen.randrange(3600))
    close = dt.date(2025, 1, 1) + dt.timedelta(days=number)
    amount = number * 1000 + 0.25
    name = f"{chosen.choice(NAMES)} {number}"
    won = chosen.random() < 0.5
    texts = [
        f"006K{number:06}", name, created.isoformat(" "), close.isoformat(), str(amount),
        str(number), str(won).lower(),
    ]  # fmt: skip
    return texts, (texts[0], name, created, close, amount, number, won)
