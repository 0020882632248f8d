"""Read one sheet of an Excel workbook: every cell as text, as it was entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from dashboard.engine.headings import Wants
from dashboard.engine.kinds import UnreadableFileError

_SAMPLE = 30
# A date without a time is stored as midnight.
_MIDNIGHT = " 00:00:00"


@dataclass(frozen=True)
class Sheet:
    """A sheet as lines of CSV, and on which of its rows each record stands."""

    path: Path
    rows: Sequence[int]


def headings_of_workbook(path: Path) -> tuple[str, ...]:
    """Return the first row that is filled, of the first sheet that has one."""
    reader = _open(path)
    for name in reader.sheet_names:
        for row in _frame(reader, name, _SAMPLE).iter_rows():
            if any(row):
                return tuple(str(cell or "").strip() for cell in row)
    return ()


def sheet_as_csv(path: Path, wants: Wants, target: Path) -> Sheet:
    """Write the sheet that has what is wanted; UnreadableFileError names the sheets if none has."""
    reader = _open(path)
    frame = _frame(reader, _chosen(reader, wants))
    days = [
        pl.when(pl.col(name).str.ends_with(_MIDNIGHT))
        .then(pl.col(name).str.strip_suffix(_MIDNIGHT))
        .otherwise(pl.col(name))
        .str.replace_all("\r\n|\r", "\n")
        .alias(name)
        for name in frame.columns
    ]
    filled = (
        frame.with_columns(days)
        .with_row_index("~place", offset=1)
        .filter(pl.any_horizontal(pl.col(frame.columns).is_not_null()))
    )
    filled.drop("~place").write_csv(target, include_header=False, quote_style="always")
    return Sheet(target, filled["~place"].to_list())


def _open(path: Path) -> Any:
    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise UnreadableFileError(
            f"the workbook is damaged or locked ({_first_line(error)}): save it as CSV"
        ) from error


def _frame(reader: Any, sheet: str, rows: int | None = None) -> pl.DataFrame:
    try:
        read = reader.load_sheet(sheet, header_row=None, skip_rows=0, n_rows=rows, dtypes="string")
        frame: pl.DataFrame = read.to_polars()
    except fastexcel.FastExcelError as error:
        raise UnreadableFileError(
            f"its sheet {sheet!r} cannot be read ({_first_line(error)}): save it as CSV"
        ) from error
    return frame


def _chosen(reader: Any, wants: Wants) -> str:
    """Return the only sheet, or the first of those with most of the wanted headings."""
    names: list[str] = reader.sheet_names
    if len(names) == 1:
        return names[0]
    counts = [_wanted(reader, name, wants) for name in names]
    if max(counts, default=0) == 0:
        raise UnreadableFileError(
            f"none of its sheets has a heading that is asked for. It has: {', '.join(names)}. "
            "Keep one sheet with the headings in its first row"
        )
    return names[counts.index(max(counts))]


def _wanted(reader: Any, sheet: str, wants: Wants) -> int:
    rows = _frame(reader, sheet, _SAMPLE).iter_rows()
    return max((sum(wants(cell.strip()) for cell in row if cell) for row in rows), default=0)


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:200]
