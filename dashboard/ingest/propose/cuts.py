"""Dimensions, families of sources, types of deals: by what figures are cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dashboard.engine.profile import Column
from dashboard.ingest.propose import vocabulary
from dashboard.ingest.propose.items import Item, block, comment, listed, value
from dashboard.ingest.propose.seen import OwnFile, Seen

_MOST_DIMENSIONS = 8
_FEWEST_VALUES, _MOST_VALUES = 2, 40
_WELL_FILLED = 0.5
_PLACES = {"leads": 0, "opportunities": 1, "accounts": 2}
_LONGEST_VALUE = 60


def dimensions(seen: Seen) -> Iterator[Item]:
    """Yield the columns that may cut every figure: well filled, with few values, no persons."""
    found: dict[str, tuple[float, OwnFile, Column]] = {}
    for file in seen.files:
        if file.table not in _PLACES:
            continue
        for column in file.sheet.columns:
            name = _name(column.heading)
            better = name not in found or found[name][0] < column.fill
            if name and better and _may_cut(column):
                found[name] = (column.fill, file, column)
    best = sorted(found.items(), key=lambda each: _rank(each[1][1], each[1][2]))
    for name, (_, file, column) in best[:_MOST_DIMENSIONS]:
        evidence = (
            f"{column.fill:.0%} filled, {column.distinct} values: {listed(column.values, 4)}."
        )
        content = {"name": name, "table": file.table, "column": column.heading}
        yield Item(
            f"dimension/{file.table}/{column.heading}",
            "dimensions",
            block("[[dimension]]", content, comment(evidence, "assumed")),
        )


def _may_cut(column: Column) -> bool:
    if not _FEWEST_VALUES <= column.distinct <= _MOST_VALUES or column.fill < _WELL_FILLED:
        return False
    if column.is_time or column.emails or column.longest > _LONGEST_VALUE or column.is_key:
        return False
    is_amount = column.is_number and column.distinct > 8
    has_few_rows = column.distinct > column.filled / 3
    words = vocabulary.read("headings")["not_a_dimension"]["words"]
    return not is_amount and not has_few_rows and not vocabulary.has_word(column.heading, words)


def _rank(file: OwnFile, column: Column) -> tuple[int, bool, float, str]:
    """Put the company's own columns and those of leads first, then the better filled."""
    is_yes_or_no = column.booleans == column.filled
    return _PLACES[file.table], is_yes_or_no, -column.fill, column.heading


def _name(heading: str) -> str:
    name = re.sub(r"[^a-z0-9_]", "", vocabulary.plain(heading).replace(" ", "_"))
    return name if re.match(r"^[a-z]", name) else ""


def families(seen: Seen) -> Iterator[Item]:
    """Yield what each lead source is, for deals that no gate has seen."""
    rows = seen.rows("source_values")[:200]
    if not rows:
        return
    words = vocabulary.read("sources")["families"]
    by_family: dict[str, list[str]] = {}
    left = []
    for row in rows:
        family = vocabulary.first_fit(row["source"], words)
        if family is None:
            left.append((row["source"], row["leads"] + row["deals"]))
        else:
            by_family.setdefault(family, []).append(row["source"])
    if not by_family:
        return
    head = comment(
        "lead sources are sorted by the words in their names; what is in none is other.", "unsure"
    )
    if left:
        head += comment(f"nowhere: {listed(left)}.")
    lines = [f"{family} = {value(sources)}" for family, sources in by_family.items()]
    named = {row["source"]: vocabulary.first_fit(row["source"], words) for row in rows}
    parts = {each: f"its family would be {family or 'other'}" for each, family in named.items()}
    yield Item("source_families", "sources", "\n".join(["[source_families]", *head, *lines]), parts)


def types(seen: Seen) -> Iterator[Item]:
    """Yield which types of deals are new business, where the exports have types."""
    found = [
        (row["value"], row["deals"]) for row in seen.rows("deal_values") if row["kind"] == "type"
    ]
    if not found:
        return
    words = vocabulary.read("sources")["new_business"]
    new = [
        name
        for name, _ in found
        if vocabulary.has_word(name, words["words"])
        and not vocabulary.has_word(name, words["but_not"])
    ]
    evidence = f"types of deals: {listed(found)}."
    if new:
        head = comment(f"{evidence} Every other type is an existing customer.", "unsure")
        text = "\n".join(["[types]", *head, f"new_business = {value(new)}"])
    else:
        head = comment(f"{evidence} None is called new, so all deals are counted.", "unsure")
        text = "\n".join([*head, "# [types]", f"# new_business = {value(_names(found)[:1])}"])
    parts = {name: "is it new business?" for name, _ in found}
    yield Item("types", "sources", text, parts)


def _names(found: Sequence[tuple[str, int]]) -> list[str]:
    return [name for name, _ in found]
