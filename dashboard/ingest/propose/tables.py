"""Which of our tables a file without a layout feeds, and which heading is which column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.engine.files import OpenFile, stem_of
from dashboard.engine.profile import Column
from dashboard.ingest import contract
from dashboard.ingest.propose import vocabulary

_KEYS = {"leads": "lead_id", "opportunities": "opportunity_id", "accounts": "account_id"}


@dataclass(frozen=True)
class Sheet:
    """A file that nothing has claimed: its columns, and the sample that is open."""

    file: OpenFile
    name: str
    columns: tuple[Column, ...]

    def column(self, heading: str) -> Column:
        """Return one column by its heading."""
        return next(each for each in self.columns if each.heading == heading)

    @property
    def rows(self) -> int:
        """Return how many rows the file, or its sample, has."""
        return self.file.rows


@dataclass(frozen=True)
class Guess:
    """A file, the table it seems to feed, and its columns: ours -> the heading."""

    sheet: Sheet
    table: str
    columns: Mapping[str, str]
    # ours -> why it is not sure
    doubts: Mapping[str, str]
    # Columns that may be meant where none is called so: ours -> headings
    candidates: Mapping[str, tuple[str, ...]]


def guess(sheet: Sheet, table: str) -> Guess | None:
    """Read a file as one of our tables, None where the rows cannot be that."""
    columns = {
        name: heading
        for name in vocabulary.read("headings")[table]
        if (heading := _heading(sheet, table, name)) is not None
    }
    doubts: dict[str, str] = {}
    key = _KEYS.get(table)
    if key and not _find_key(sheet, table, key, columns, doubts):
        return None
    if table == "leads" and "created_at" not in columns:
        return None
    if table == "deal_changes" and not {"opportunity_id", "changed_at"} <= set(columns):
        return None
    if table == "opportunities":
        _settle_times(columns, doubts)
    return Guess(sheet, table, columns, doubts, _amounts(sheet, table, columns))


def is_like(sheet: Sheet, table: str) -> bool:
    """Tell whether a file's name, or its headings, say that its rows are of this kind."""
    words = vocabulary.read("headings")["files"][table]
    if vocabulary.has_word(stem_of(sheet.file.path), words):
        return True
    keys = [
        each
        for each in words
        if f"{each} id" in {vocabulary.plain(c.heading) for c in sheet.columns}
    ]
    return bool(keys)


def _heading(sheet: Sheet, table: str, name: str) -> str | None:
    kind = contract.BY_NAME[table].column(name).type
    fitting = [each.heading for each in sheet.columns if _fits(each, kind)]
    return vocabulary.best_heading(fitting, vocabulary.read("headings")[table][name])


def _fits(column: Column, kind: str) -> bool:
    if not column.filled:
        return kind in ("id", "text")
    if kind in ("timestamp", "date"):
        return column.is_time
    if kind in ("number", "integer"):
        return column.is_number
    return not column.is_time


def _find_key(
    sheet: Sheet, table: str, key: str, columns: dict[str, str], doubts: dict[str, str]
) -> bool:
    """Find what tells the rows apart: by its name, else the first column with a value per row."""
    named = columns.get(key)
    if named and sheet.column(named).is_key:
        return True
    unique = [
        each.heading
        for each in sheet.columns
        if each.is_key and not each.is_time and not each.emails and " " not in str(each.values[:1])
    ]
    if table == "accounts" or not unique:
        return False
    columns[key] = unique[0]
    others = f"; so has {', '.join(unique[1:4])}" if unique[1:] else ""
    doubts[key] = (
        f"no column is called a key of {table}; each of the {sheet.rows:,} rows has its own "
        f"{unique[0]}{others}"
    )
    return True


def _settle_times(columns: dict[str, str], doubts: dict[str, str]) -> None:
    """A deal needs a day on which it came to be; its closing day stands in for it."""
    if "created_at" in columns or "closed_at" not in columns:
        return
    columns["created_at"] = columns["closed_at"]
    doubts["created_at"] = (
        f"no column tells when a deal was created; {columns['closed_at']} stands in for it, so "
        "that every deal takes no time to close"
    )


def _amounts(sheet: Sheet, table: str, columns: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Name the numbers that might be the amount, where no column is called so."""
    if table != "opportunities" or "amount" in columns:
        return {}
    used = set(columns.values())
    words = ("amount", "value", "revenue", "price", "total", "sum", "worth", "budget", "mrr", "arr")
    found: Sequence[str] = [
        each.heading
        for each in sheet.columns
        if each.is_number
        and each.heading not in used
        and each.distinct > 2
        and vocabulary.has_word(each.heading, words)
    ]
    return {"amount": tuple(found)} if found else {}
