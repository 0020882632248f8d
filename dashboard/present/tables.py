"""Tables as text: the CSV behind a figure and behind a mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dashboard.measures.result import guarded

# How a text begins that may be one; whether it is, the guard says.
_LIKE_A_FORMULA = r"^\s*[=+\-@\t\r]"

if TYPE_CHECKING:
    import polars as pl

    from dashboard.measures.result import Result


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV; text that a spreadsheet would run as a formula gets a quote before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_cell(each) for each in header])
    writer.writerows([_cell(each) for each in row] for row in rows)
    return out.getvalue()


def frame_csv(frame: pl.DataFrame) -> str:
    """Return the rows behind a mark as CSV: as `csv_text` writes them, a column at a time."""
    if frame.width < 2:
        # An empty cell alone on its line needs its quotes.
        return csv_text(frame.columns, frame.iter_rows())
    header = csv_text([str(_cell(each)) for each in frame.columns], ())
    written = frame.select(_written(column) for column in frame.iter_columns())
    return header + written.write_csv(include_header=False, quote_style="necessary", null_value="")


def _written(column: pl.Series) -> pl.Series:
    """Return a column as texts; nothing where a cell stays empty."""
    import polars as pl  # noqa: PLC0415

    if column.dtype == pl.String:
        like_formula = column.filter(column.str.contains(_LIKE_A_FORMULA)).unique().to_list()
        made = column.replace({each: guarded(each) for each in like_formula})
    elif column.dtype.is_integer() or column.dtype == pl.Date:
        made = column.cast(pl.String)
    else:
        cells = (None if each is None else str(_cell(each)) for each in column.to_list())
        made = pl.Series(column.name, cells, dtype=pl.String)
    return made.set(made == "", None)


def result_csv(result: Result) -> str:
    """Return a figure's rows as CSV, with the columns of its JSON."""
    rows = result.table()
    header = list(dict.fromkeys(key for row in rows for key in row))
    return csv_text(header, ([row.get(key) for key in header] for row in rows))


def _cell(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return guarded(value)


def results_csv(results: Sequence[Result]) -> str:
    """Return several figures as one CSV, each row named by its measure."""
    rows = [{"id": each.measure.id, **row} for each in results for row in each.table()]
    header = list(dict.fromkeys(key for row in rows for key in row))
    return csv_text(header, ([row.get(key) for key in header] for row in rows))
