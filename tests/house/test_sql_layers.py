"""Each layer of SQL reads the layer below it and nothing else."""

from __future__ import annotations

import re

import pytest

from dashboard.ingest import contract
from tests.house.sql_files import QUERIES, SMALL_TABLES, select_in, sql_files, tables_read

CANONICAL = set(contract.BY_NAME)
LAYERS = (
    "staging",
    "identity",
    "facts",
    "cubes",
    "checks",
    "slices",
    "measures",
    "folds",
    "records",
    "snapshots",
    "history",
    "contradictions",
    "inventory",
)
# What the tables are called that a layer may read: how they begin, and by name.
READS = {
    "staging": (("raw_", "stg_", "config_"), SMALL_TABLES),
    # Pairs of ids are grouped by the engine.
    "identity": (
        ("all_", "pairs_", "grouped_", "link_", "synced_", "shared_", "repeated_", "report_"),
        {"held_records", "id_prefixes", "record_places", "free_mail_domains", "clock"},
    ),
    "facts": (("fct_", "config_", "link_"), CANONICAL | SMALL_TABLES | {"record_places"}),
    "cubes": (("fct_",), SMALL_TABLES),
    # A slice of what belongs to chosen records reads their slice, and has its filters from there.
    "slices": (
        (
            "cube_",
            "fct_",
            "config_",
            "chosen_deals",
            "chosen_lead",
            "chosen_verdicts",
            "chosen_gate",
        ),
        SMALL_TABLES,
    ),
    "measures": (("chosen_",), set()),
    # What a measure returned, the part of it that is folded in one go, and what it read.
    "folds": (("measured", "folding", "chosen_"), set()),
    "records": (("fct_",), {"asked"}),
    # What a snapshot keeps of the records that a reader may see.
    "snapshots": (("chosen_",), {"fct_deals"}),
    # What a layout's own tables say twice is lost in the canonical ones.
    "contradictions": (("config_", "raw_"), CANONICAL | SMALL_TABLES),
    # What two builds state of the same days, and what is kept of both.
    "history": (("changed_", "stated_", "carried_", "lead_score_", "clock_"), {"clock", "leads"}),
}
HEADER = re.compile(r"\A\s*/\*.*?\*/", re.DOTALL)


def _may_read(folder: str, table: str) -> bool:
    beginnings, names = READS.get(folder, (("",), set()))
    return table.startswith(beginnings) or table in names


def _header_only(path) -> bool:
    """A measure over another one's rows (`same_rows_as`) has a header and no SQL."""
    return not HEADER.sub("", path.read_text(encoding="utf-8")).strip()


def _with_sql(*folders: str):
    return [
        pytest.param(path, id=f"{path.parent.name}/{path.stem}")
        for path in sql_files(*folders)
        if not _header_only(path)
    ]


@pytest.mark.parametrize("path", _with_sql(*LAYERS))
def test_a_file_reads_the_layer_below_only(path):
    wrong = {table for table in tables_read(path) if not _may_read(path.parent.name, table)}
    assert wrong == set()


@pytest.mark.parametrize("path", _with_sql(*LAYERS))
def test_a_file_is_one_select_without_semicolon(path):
    select_in(path)
    assert not path.read_text(encoding="utf-8").rstrip().endswith(";")


@pytest.mark.parametrize("path", _with_sql("facts", "cubes", "slices"))
def test_a_table_has_the_prefix_of_its_layer(path):
    prefix = {"facts": "fct_", "cubes": "cube_", "slices": "chosen_"}[path.parent.name]
    assert path.stem.startswith(prefix)


def test_identity_makes_canonical_tables_and_what_they_are_made_of():
    own = ("pairs_", "link_", "synced_", "shared_", "repeated_", "report_", "held_")
    wrong = [
        path.name
        for path in sql_files("identity")
        if path.stem not in CANONICAL and not path.stem.startswith(own)
    ]
    assert wrong == []


def test_staging_names_its_layout_and_its_table():
    for path in sql_files("staging"):
        assert re.fullmatch(r"stg_[a-z0-9_]+?__[a-z0-9_]+", path.stem), path.name
        assert path.stem.split("__")[1] in CANONICAL, path.name


def test_queries_hold_sql_only():
    strangers = [
        path.name
        for path in QUERIES.rglob("*")
        if path.is_file() and path.suffix != ".sql" and path.name not in {"README.md", ".sqlfluff"}
    ]
    assert strangers == []


def test_every_layer_has_files():
    assert [folder for folder in LAYERS if not sql_files(folder)] == []
