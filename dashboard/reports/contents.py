"""The files of a snapshot besides its report: every number, the records behind, and its state."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace

import polars as pl

from dashboard import answer, paths
from dashboard.measures.access import User
from dashboard.measures.filters import Filters
from dashboard.measures.ledger import LedgerRows
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result
from dashboard.present.pages import PAGES
from dashboard.present.tables import frame_csv
from dashboard.reports.material import Material
from dashboard.snapshots import archive, state

# A list may hold a hundred thousand people; rows/*.csv has all of them.
MOST_LISTED = 100
# Of these a number counts records one by one; the others weigh them, and list none of their own.
_COUNTED = ("ratio", "values", "spells", "mixed")


def written(material: Material, asked: Filters, user: User | None) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file, one after the other."""
    yield archive.NUMBERS, numbers_json(material.results).encode()
    for measure_id, found in listed(material, asked, user).items():
        yield f"rows/{measure_id}.csv", found.encode()
    deals = state.deals_of(material.warehouse, asked, user)
    yield archive.RESTATED, frame_csv(_restated(material, deals)).encode()
    yield archive.FIGURES, _parquet(state.figures_of(material.warehouse, asked, user))
    yield archive.DEALS, _parquet(deals)


def numbers_json(results: Mapping[str, Result]) -> str:
    """Return every answer as one JSON object, a line each: what `measure --format json` prints.

    Of a list it has the first hundred rows, how many there are, and where all of them stand.
    """
    lines = (
        f"{json.dumps(key)}: {json.dumps(told(each), ensure_ascii=False, allow_nan=False)}"
        for key, each in results.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def told(result: Result) -> dict[str, object]:
    """Return one answer as numbers.json has it."""
    if not isinstance(result.rows, LedgerRows):
        return result.to_json()
    listing = {"records": result.rows.n, "rows_in": f"rows/{result.measure.id}.csv"}
    return {**replace(result, rows=result.rows[:MOST_LISTED]).to_json(), **listing}


def listed(material: Material, asked: Filters, user: User | None) -> dict[str, str]:
    """Return the records behind the counts of the Overview and behind every list, as CSV."""
    found = answer.events(material.warehouse, listed_in(material), asked, user)
    return {measure_id: frame_csv(each.frame) for measure_id, each in found.items()}


def listed_in(material: Material) -> list[str]:
    """Return the measures of a report whose records are listed."""
    usable = (each for each in material.results.values() if each.status in ("ok", "too few"))
    return [each.measure.id for each in usable if _lists_records(each.measure)]


def json_text(content: object) -> str:
    """Return something as JSON whose bytes follow from it alone."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1, sort_keys=True) + "\n"


def _lists_records(measure: Measure) -> bool:
    # A wait is a time and counts nobody: behind it stands everybody who ever asked.
    is_wait = measure.input == "spells" and measure.unit == "days"
    is_counted = measure.id in PAGES[0].measures and measure.input in _COUNTED and not is_wait
    return measure.input == "rows" or is_counted


def _restated(material: Material, deals: pl.DataFrame) -> pl.DataFrame:
    """Return what builds stated otherwise; of a part of the company only what its deals say.

    A person turned away belongs to no part for certain, so nothing of people is told there. What is
    told is numbered anew: its numbers among all would say how many the whole company has.
    """
    sql = paths.query_text("inventory", "restatements")
    with closing(material.warehouse.database.cursor()) as cursor:
        found = cursor.query(sql, name="inventory/restatements.sql")
    if not material.is_limited:
        return found
    is_own = pl.col("record_id").is_in(deals["opportunity_id"].implode())
    part = found.filter((pl.col("table_name") == "deals") & is_own)
    return part.with_columns(pl.int_range(1, pl.len() + 1).alias("restated_number"))


def _parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd", statistics=False)
    return out.getvalue()
