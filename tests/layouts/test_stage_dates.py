"""Wide tables of a warehouse: one column per stage, with the day on which a deal entered it."""

from __future__ import annotations

import pytest

from dashboard import build
from dashboard.answer import answer, open_warehouse
from dashboard.ingest import layouts
from dashboard.measures.filters import Filters
from tests.ingest.workspaces import staged, write

SOURCE = '[[source]]\nname = "warehouse"\nlayout = "stage_dates"\n'
CONFIG = (
    SOURCE
    + """
[[gate]]
name = "SAO"
label = "Sales accepted"
date_field = "sales_accepted_date"
decided_by = "sales"
"""
)

# Deal 1 is won; 2 skipped a stage and was lost; 3 is open in the tenth stage; 4 was unqualified,
# for which the table has no column; 5 is new.
TABLE = """dim_crm_opportunity_id,account_id,opportunity_name,stage_name,is_won,is_closed,\
created_date,close_date,sales_accepted_date,sales_qualified_source,is_sao,order_type,net_arr,\
stage_0_pending_acceptance_date,stage_0_pending_acceptance_month,stage_1_discovery_date,\
stage_1_discovery_fiscal_quarter_date,stage_9_proposal_date,stage_10_awaiting_signature_date,\
stage_6_closed_won_date,stage_6_closed_lost_date,days_in_1_discovery
1,a,Planted,Closed Won,true,true,2026-01-05,2026-03-01,2026-01-07,SDR Generated,true,1. New,900,\
2026-01-05,2026-01-01,2026-01-07,2025-11-01,2026-02-01,2026-02-20,2026-03-02,,25
2,b,Planted,8-Closed Lost,false,true,2026-01-06,2026-04-30,2026-01-20,AE Generated,true,1. New,80,\
2026-01-06,2026-01-01,2026-01-20,2025-11-01,,,,2026-02-10,21
3,b,Planted,10-Awaiting Signature,false,false,2026-01-07,2026-06-30,2026-01-09,Channel Generated,\
true,2. Growth,70,2026-01-07,2026-01-01,2026-01-09,2025-11-01,2026-02-03,2026-03-03,,,
4,c,Planted,9-Unqualified,false,true,2026-01-08,2026-02-01,,SDR Generated,false,1. New,0,\
2026-01-08,2026-01-01,,,,,,,
5,c,Planted,0-Pending Acceptance,false,false,2026-03-08,2026-09-01,,,false,1. New,,\
2026-03-08,2026-03-01,,,,,,,
"""


def read(tmp_path, toml=CONFIG, table=TABLE):
    return staged(tmp_path, toml, {"mart_crm_opportunity.csv": table})


def moves(loaded):
    return loaded.rows(
        "select opportunity_id, stage, strftime(changed_date, '%m-%d'), date_quality "
        "from stg_stage_dates__deal_changes order by opportunity_id, changed_at"
    )


def test_each_date_is_a_change_known_by_its_day(tmp_path):
    assert moves(read(tmp_path)) == [
        ("1", "0-Pending Acceptance", "01-05", "date"),
        # No deal is in discovery today: the stage goes by the name of its column.
        ("1", "1_discovery", "01-07", "date"),
        ("1", "9_proposal", "02-01", "date"),
        ("1", "10-Awaiting Signature", "02-20", "date"),
        ("1", "Closed Won", "03-02", "date"),
        ("2", "0-Pending Acceptance", "01-06", "date"),
        ("2", "1_discovery", "01-20", "date"),
        ("2", "8-Closed Lost", "02-10", "date"),
        ("3", "0-Pending Acceptance", "01-07", "date"),
        ("3", "1_discovery", "01-09", "date"),
        ("3", "9_proposal", "02-03", "date"),
        ("3", "10-Awaiting Signature", "03-03", "date"),
        ("4", "0-Pending Acceptance", "01-08", "date"),
        ("5", "0-Pending Acceptance", "03-08", "date"),
    ]


def test_a_stage_goes_by_the_name_that_the_config_gives_it(tmp_path):
    toml = CONFIG + '[[stage]]\nstage = "1-Discovery"\nrole = "open"\nrank = 1\n'
    assert ("2", "1-Discovery", "01-20", "date") in moves(read(tmp_path, toml))


def test_the_tenth_stage_comes_after_the_ninth_and_flags_tell_what_closes(tmp_path):
    assert read(tmp_path).rows(
        "select stage, role, rank from stg_stage_dates__stages order by rank nulls last, stage"
    ) == [
        ("0-Pending Acceptance", "open", 1),
        ("1_discovery", "open", 2),
        ("9_proposal", "open", 3),
        ("10-Awaiting Signature", "open", 4),
        ("8-Closed Lost", "lost", None),
        ("9-Unqualified", "lost", None),
        ("Closed Won", "won", None),
    ]


def test_without_flags_the_columns_of_the_layout_tell_won_and_lost(tmp_path):
    table = TABLE.replace("is_won,is_closed", "x,y")
    assert read(tmp_path, table=table).rows(
        "select stage, role from stg_stage_dates__stages where role <> 'open' order by 1"
    ) == [("8-Closed Lost", "lost"), ("Closed Won", "won")]


def test_deals_say_who_brought_them_about(tmp_path):
    assert read(tmp_path).rows(
        "select opportunity_id, outcome, source, origin, type, amount, date_quality, recorded_at, "
        "expected_close_date::varchar from stg_stage_dates__opportunities order by 1"
    ) == [
        ("1", "won", *["SDR Generated"] * 2, "1. New", 900.0, "date", None, "2026-03-01"),
        ("2", "lost", *["AE Generated"] * 2, "1. New", 80.0, "date", None, "2026-04-30"),
        ("3", "open", *["Channel Generated"] * 2, "2. Growth", 70.0, "date", None, "2026-06-30"),
        ("4", "lost", *["SDR Generated"] * 2, "1. New", 0.0, "date", None, "2026-02-01"),
        ("5", "open", None, None, "1. New", None, "date", None, "2026-09-01"),
    ]


def test_a_gate_is_passed_on_the_day_of_its_date_field(tmp_path):
    rows = (
        "select entity_type, entity_id, gate, verdict, decided_by, date_quality, "
        "strftime(decided_date, '%m-%d') from stg_stage_dates__gate_decisions order by 2"
    )
    assert read(tmp_path).rows(rows) == [
        ("opportunity", deal, "SAO", "pass", "sales", "date", day)
        for deal, day in (("1", "01-07"), ("2", "01-20"), ("3", "01-09"))
    ]


def test_deals_end_on_the_day_of_their_last_stage(tmp_path):
    read(tmp_path).database.close()
    build.build(tmp_path)
    warehouse = open_warehouse(tmp_path)
    found = {
        row.keys["statistic"]: row.value
        for row in answer(warehouse, "control_totals", Filters()).rows
    }
    closed = warehouse.database.query(
        "select opportunity_id, closed_date::varchar, is_close_date_editable from fct_deals "
        "where closed_date is not null order by 1"
    ).rows()
    warehouse.close()
    assert (found["won_deals"], found["open_deals"], found["deals_created"]) == (1, 2, 5)
    # Of deal 4 no column tells: the closing date stands in, and is marked as editable.
    assert closed == [
        ("1", "2026-03-02", False), ("2", "2026-02-10", False), ("4", "2026-02-01", True),
    ]  # fmt: skip


def test_no_name_of_a_deal_is_kept(tmp_path):
    loaded = read(tmp_path)
    for name in loaded.database.tables():
        assert "Planted" not in str(loaded.rows(f'select * from "{name}"')), name


@pytest.mark.parametrize(
    ("headings", "known"),
    [
        ("id,stage_name,sales_accepted_date,created_date,close_date,stage_1_x_date", True),
        ("Id,StageName,CloseDate,IsClosed,IsWon,CreatedDate", False),
    ],
)
def test_a_wide_table_is_recognised_by_its_headings(tmp_path, headings, known):
    write(tmp_path, {"anything.csv": headings + "\n"})
    assert ("stage_dates" in layouts.recognise(tmp_path)) is known
