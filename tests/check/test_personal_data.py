"""Names, addresses, deal names and free text of the exports are in no byte of what a build keeps.

They are planted in every kind of column and damage of every layout, in files of every kind that
the layout knows; then every file of the warehouse folder and of the quarantine is searched, and
every table read, since a database keeps its texts packed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard import build
from dashboard.engine.values import Wanted
from dashboard.errors import GatecostError
from dashboard.ingest import contract, layout_files
from dashboard.ingest.layout_files import LayoutFile

# What must never be found; each is one word, so that no mask leaves a part of it.
NAME, FAMILY, LOCAL = "Quirinius", "Xanthopoulos", "zebedee.secret"
DEAL, TEXT = "Roofgarden", "Whisperedly"
PLANTED = (NAME, FAMILY, LOCAL, DEAL, TEXT)
# The domain of an address is kept: accounts are matched by it.
ADDRESS = f"{LOCAL}@host.example"
PERSONAL = {
    "FirstName": NAME, "LastName": FAMILY, "Contact Name": f"{NAME} {FAMILY}", "Phone": NAME,
    "Deal Name": f"{DEAL} for {NAME}", "Subject": f"Call {NAME}", "Description": f"{TEXT}, he said",
    "Notes": f'{TEXT}: "{NAME}"\nand more', "Work Email": ADDRESS,
}  # fmt: skip
GOOD = {
    "timestamp": "2026-01-{day:02d} 10:00:00", "date": "2026-01-{day:02d}", "number": "100",
    "integer": "1", "boolean": "false", "email_hash": ADDRESS, "email_domain": ADDRESS,
    "salesforce_id": "00Q{day:015d}", "id": "{day}", "object_id": "{day}", "text": "Web",
}  # fmt: skip
# A whole name where a number, a time or a flag should stand; an address where a text or id should.
TYPED = ("timestamp", "date", "number", "integer", "boolean")
BAD = dict.fromkeys(TYPED, f"{NAME} {FAMILY}")
BAD |= {"text": f"see {ADDRESS}", "id": ADDRESS, "object_id": ADDRESS, "salesforce_id": ADDRESS}
BAD |= {"email_hash": f"{NAME} at home", "email_domain": f"{NAME} at home"}

CONFIG = """
as_of = 2026-06-30

[company]
time_zone = "Europe/Berlin"

[[source]]
name = "crm"
layout = "{layout}"

[[stage]]
stage = "Web"
role = "open"
rank = 1
"""


def lines(*rows: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def text_of(file: LayoutFile) -> str:
    """Write a file of this kind: good rows, a bad value in each column, and broken lines."""
    wanted = {each.heading: each for each in file.columns if each.heading}
    headings = list(wanted)
    for each in file.with_headings:
        if each not in {heading.lower() for heading in headings}:
            headings.append(each)
    extra = [name for name in PERSONAL if name.lower() not in {each.lower() for each in headings}]

    def cells(day: int, **changed: str) -> list[str]:
        own = [
            changed.get(name)
            or (GOOD[wanted[name].type].format(day=day) if name in wanted else "1")
            for name in headings
        ]
        return [*own, *(PERSONAL[name] for name in extra)]

    rows = [[*headings, *extra], cells(1), cells(2), cells(2)]
    for day, (name, column) in enumerate(wanted.items(), start=3):
        rows.append(cells(day % 28 + 1, **{name: BAD[column.type]}))
    # Values of any field: of a name, and of an address.
    for column in wanted.values():
        if column.name in ("field_name", "field_label") and column.heading:
            told = {
                each.heading: f"{NAME} {FAMILY}"
                for each in wanted.values()
                if each.name in ("old_value", "new_value", "value") and each.heading
            }
            named = {column.heading: "First Name"}
            rows += [cells(27, **named, **told), cells(27, **named, **told)]
            fault = {each.heading: "never" for each in wanted.values() if each.type == "timestamp"}
            rows.append(cells(28, **{**named, **told, **fault}))
    typed = [place for place, name in enumerate(headings) if _is_typed(wanted.get(name))]
    return lines(*rows) + broken(cells(28), typed)


def _is_typed(column: Wanted | None) -> bool:
    return column is not None and column.type in TYPED


def broken(row: list[str], typed: list[int]) -> str:
    """Write one row with each damage that keeps it from being a row.

    A name that shifts into a text makes another valid row; one that shifts into a time does not.
    """
    comma = ",".join([*row[:3], f"{NAME}, {FAMILY}", TEXT, *row[3:]])
    too_few = f"{NAME} {FAMILY},{ADDRESS}\n"
    wrapped = '"' + lines(row).rstrip("\n").replace('"', '""') + '"\n'
    shifted = "".join(lines([*row[:at], f"{NAME} {FAMILY}", *row[at:-1]]) for at in typed)
    return comma.replace("\n", " ") + "\n" + too_few + wrapped + shifted


def built(folder: Path, layout: str) -> Path:
    exports = folder / "exports"
    exports.mkdir()
    for file in layout_files.layout(layout).files:
        stem = file.stems[0].replace("*", "all")
        (exports / f"{stem}.csv").write_text(text_of(file), encoding="utf-8")
    (folder / "gatecost.toml").write_text(CONFIG.format(layout=layout), encoding="utf-8")
    build.build(folder)
    return folder


def found_in(folder: Path) -> Iterator[str]:
    """Yield where any of the planted words is, in bytes and in tables."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes().lower()
        yield from (f"{path.name}: {word}" for word in PLANTED if word.lower().encode() in content)
        yield from _in_tables(path)


def _in_tables(path: Path) -> Iterator[str]:
    if path.suffix not in (".duckdb", ".parquet"):
        return
    with duckdb.connect() as connection:
        if path.suffix == ".parquet":
            connection.execute(f"create table rows as from '{path}'")
        else:
            connection.execute(f"attach '{path}' as kept (read_only)")
            connection.execute("use kept")
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
        for (table,) in tables:
            rows = f'(select lower(t::varchar) as row from "{table}" as t)'
            seen = f"select distinct word from {rows}, unnest($1) as planted(word) where "
            words = [word.lower() for word in PLANTED]
            found = connection.execute(seen + "contains(row, word)", [words]).fetchall()
            yield from (f"{path.name}, table {table}: {word}" for (word,) in sorted(found))


@pytest.mark.parametrize("layout", layout_files.names())
def test_nothing_planted_is_kept(tmp_path, layout):
    built(tmp_path, layout)
    put_aside = list((tmp_path / "quarantine").rglob("*.csv"))
    assert put_aside, "the damage did not reach the quarantine"
    assert list(found_in(tmp_path / "warehouse")) == []
    assert list(found_in(tmp_path / "quarantine")) == []


def mapped_config() -> str:
    maps = ""
    for table in contract.TABLES:
        columns = ", ".join(
            f'{each.name} = "{each.name}"'
            for each in table.columns
            if each.name not in ("account_name", "partner_name")
        )
        maps += f'\n[[map]]\ntable = "{table.name}"\nfile = "{table.name}.csv"\n'
        maps += f"columns = {{ {columns} }}\n"
    return '[[source]]\nname = "crm"\n' + maps


def test_nothing_planted_is_kept_of_maps(tmp_path):
    exports = tmp_path / "exports"
    exports.mkdir()
    for table in contract.TABLES:
        headings = [each.name for each in table.columns]

        def cells(day: int, table: contract.Table = table, **changed: str) -> list[str]:
            own = [
                changed.get(each.name)
                or (each.values[0] if each.values else GOOD[each.type].format(day=day))
                for each in table.columns
            ]
            return [*own, *PERSONAL.values()]

        bad = [
            cells(day % 28 + 1, **{each.name: BAD[each.type]})
            for day, each in enumerate(table.columns, start=3)
            if each.name not in ("account_name", "partner_name")
        ]
        rows = [[*headings, *PERSONAL], cells(1), cells(2), cells(2), *bad]
        typed = [place for place, each in enumerate(table.columns) if each.type in TYPED]
        path = exports / f"{table.name}.csv"
        path.write_text(lines(*rows) + broken(cells(28), typed), encoding="utf-8")
    (tmp_path / "gatecost.toml").write_text(mapped_config(), encoding="utf-8")
    build.build(tmp_path)
    assert len(list((tmp_path / "quarantine").rglob("*.csv"))) == len(contract.TABLES)
    assert list(found_in(tmp_path)) != [], "the search finds what is in the exports"
    assert list(found_in(tmp_path / "warehouse")) == []
    assert list(found_in(tmp_path / "quarantine")) == []


def test_a_build_that_fails_leaves_nothing_either(tmp_path):
    exports = tmp_path / "exports"
    exports.mkdir()
    heading = "Id,Created,Email,Deal Name\n"
    (exports / "deals.csv").write_text(heading + f'1,2026-01-05,{ADDRESS},"{DEAL}\n', "utf-8")
    (tmp_path / "gatecost.toml").write_text(
        '[[source]]\nname = "crm"\n[[map]]\ntable = "leads"\nfile = "deals.csv"\n'
        'columns = { lead_id = "Id", created_at = "Created", email_hash = "Email" }\n',
        encoding="utf-8",
    )
    with pytest.raises(GatecostError):
        build.build(tmp_path)
    assert list(found_in(tmp_path / "warehouse")) == []
