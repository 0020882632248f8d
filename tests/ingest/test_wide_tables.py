"""Columns that become rows: one per stage, only where a date stands; and rows chosen by filling."""

from __future__ import annotations

import pytest

from dashboard.errors import ConfigError
from dashboard.ingest.spread import matches
from tests.ingest.workspaces import MAPPED, load

WIDE = """
[[map]]
table = "deal_changes"
file = "wide.csv"
spread = "stage_{stage}_date"
into = "changed_at"
columns = { opportunity_id = "id" }
"""
FILE = """id,Stage_new_date,stage_won_date,closed
a,2026-01-01,2026-02-01,yes
b,2026-01-05,,
c,,not a day,
"""


def test_each_filled_column_of_a_template_becomes_a_row(tmp_path):
    loaded = load(tmp_path, MAPPED + WIDE, {"wide.csv": FILE})
    assert loaded.rows(
        "select opportunity_id, stage, changed_date::varchar, date_quality "
        "from stg_mapped_crm__deal_changes order by all"
    ) == [
        ("a", "new", "2026-01-01", "date"),
        ("a", "won", "2026-02-01", "date"),
        ("b", "new", "2026-01-05", "date"),
    ]


def test_a_bad_value_in_a_spread_column_puts_its_row_aside_and_a_blank_one_does_not(tmp_path):
    loaded = load(tmp_path, MAPPED + WIDE, {"wide.csv": FILE})
    assert loaded.reasons() == [(4, "bad_timestamp")]
    file = loaded.file("wide.csv", "deal_changes")
    assert (file.read, file.accepted, file.quarantined) == (3, 2, 1)


def test_a_template_that_no_heading_fits_is_a_fault_that_names_the_headings(tmp_path):
    with pytest.raises(ConfigError, match=r"no column is like 'on_\{stage\}'.*It has: id, Stage"):
        load(
            tmp_path, MAPPED + WIDE.replace("stage_{stage}_date", "on_{stage}"), {"wide.csv": FILE}
        )


def test_a_template_fills_several_columns_and_quotes_are_only_signs():
    headings = ['Date entered "Won (EMEA) (Sales Pipeline)"', "Deal Name"]
    assert list(matches(('Date entered "{stage} ({pipeline})"',), headings)) == [
        (headings[0], {"stage": "Won (EMEA)", "pipeline": "Sales Pipeline"})
    ]


def test_rows_without_a_value_under_a_filled_heading_are_not_chosen(tmp_path):
    chosen = """
[[map]]
table = "opportunities"
file = "wide.csv"
filled = ["closed"]
columns = { opportunity_id = "id" }
"""
    loaded = load(tmp_path, MAPPED + chosen, {"wide.csv": FILE})
    assert loaded.rows("select opportunity_id from stg_mapped_crm__opportunities") == [("a",)]
    assert loaded.file("wide.csv", "opportunities").accepted == 3


def test_spread_without_into_is_a_fault(tmp_path):
    with pytest.raises(ConfigError, match="spread and into go together"):
        load(tmp_path, MAPPED + WIDE.replace('into = "changed_at"', ""), {"wide.csv": FILE})
