"""The mapped layout: conditions, constants, first and last of a group, dimensions, faults."""

from __future__ import annotations

import pytest

from dashboard.errors import ConfigError
from tests.ingest.workspaces import MAPPED, load

LOG = """case,act,at,by
1,SUBMIT,2026-01-01 10:00:00,u1
1,ACCEPT,2026-01-02 10:00:00,u1
1,DECLINE,2026-01-05 10:00:00,u2
2,SUBMIT,2026-01-01 11:00:00,u1
2,DECLINE,2026-01-03 10:00:00,u2
1,OFFER,2026-01-04 10:00:00,u3
1,OFFER,2026-01-03 10:00:00,u4
3,OTHER,not a time,u1
"""
GATES = """
[[map]]
table = "gate_decisions"
file = "log.csv"
where = { act = "DECLINE" }
unless = { act = ["ACCEPT", "WAIVE"] }
per = "case"
columns = { entity_id = "case", decided_at = "at" }
constants = { gate = "G", verdict = "fail", fail_kind = "rejected" }

[[map]]
table = "gate_decisions"
file = "log.csv"
where = { act = ["ACCEPT", "WAIVE"] }
columns = { entity_id = "case", decided_at = "at" }
constants = { gate = "G", verdict = "pass" }
"""
OFFERS = """
[[map]]
table = "opportunities"
file = "log.csv"
where = { act = "OFFER" }
pick = "first"
per = "case"
columns = { opportunity_id = "case", created_at = "at", owner_id = "by" }
"""


def test_where_unless_and_constants(tmp_path):
    loaded = load(tmp_path, MAPPED + GATES, {"log.csv": LOG})
    assert loaded.rows(
        "select entity_type, entity_id, gate, verdict, fail_kind, date_quality, "
        "recorded_at = decided_at, source_name from stg_mapped_crm__gate_decisions order by 2"
    ) == [
        ("lead", "1", "G", "pass", None, "recorded", True, "crm"),
        ("lead", "2", "G", "fail", "rejected", "recorded", True, "crm"),
    ]


def test_rows_that_no_map_chooses_are_accepted_unseen(tmp_path):
    file = load(tmp_path, MAPPED + GATES, {"log.csv": LOG}).report.files[0]
    assert (file.read, file.accepted, file.quarantined) == (8, 8, 0)


@pytest.mark.parametrize(("pick", "owner"), [("first", "u4"), ("last", "u3")])
def test_pick_takes_the_first_or_last_in_time(tmp_path, pick, owner):
    toml = MAPPED + OFFERS.replace('"first"', f'"{pick}"')
    loaded = load(tmp_path, toml, {"log.csv": LOG})
    assert loaded.rows("select owner_id from stg_mapped_crm__opportunities") == [(owner,)]
    assert loaded.report.files[0].accepted == 8


def test_one_file_feeds_several_tables_each_with_its_own_account(tmp_path):
    loaded = load(tmp_path, MAPPED + GATES + OFFERS, {"log.csv": LOG})
    assert [(each.table_name, each.read) for each in loaded.report.files] == [
        ("gate_decisions", 8),
        ("opportunities", 8),
    ]


def test_editable_times_are_not_recorded(tmp_path):
    toml = MAPPED + OFFERS + 'times = "editable"\n'
    loaded = load(tmp_path, toml, {"log.csv": LOG})
    assert loaded.rows("select recorded_at, date_quality from stg_mapped_crm__opportunities") == [
        (None, "editable")
    ]


def test_dimensions_are_read_by_their_column_or_mapped_by_name(tmp_path):
    toml = (
        MAPPED
        + """
[[dimension]]
name = "region"
table = "leads"
column = "Region"

[[dimension]]
name = "size"
table = "leads"
column = "Size"

[[map]]
table = "leads"
file = "leads.csv"
columns = { lead_id = "id", created_at = "at", size = "Employees" }
"""
    )
    content = "id,at,Region,Employees\nl1,2026-01-01,North,12\n"
    loaded = load(tmp_path, toml, {"leads.csv": content})
    assert loaded.rows("select dim_1, dim_2, dim_3 from stg_mapped_crm__leads") == [
        ("North", "12", None)
    ]
    assert loaded.rows("select slot, name from dimensions order by 1") == [
        ("dim_1", "region"),
        ("dim_2", "size"),
    ]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (OFFERS.replace('"opportunities"', '"oportunities"'), "Did you mean 'opportunities'"),
        (OFFERS.replace("owner_id", "owners_id"), "Did you mean 'owner_id'"),
        (OFFERS.replace('"by"', '"bye"'), "no column 'bye'. Did you mean 'by'"),
        (OFFERS.replace("log.csv", "logs.csv"), "Did you mean 'log.csv'"),
        (GATES.replace('"rejected"', '"refused"'), "fail_kind = 'refused' is none of"),
        (OFFERS.replace("opportunity_id", "account_id"), "needs opportunity_id"),
        (
            OFFERS + '[[dimension]]\nname = "x"\ntable = "opportunities"\ncolumn = "nowhere"\n',
            "no file that feeds opportunities has the column 'nowhere'",
        ),
        ("", "no [[map]]"),
    ],
)
def test_faults_of_a_map_say_what_to_mend(tmp_path, toml, message):
    with pytest.raises(ConfigError) as fault:
        load(tmp_path, MAPPED + toml, {"log.csv": LOG})
    assert message in str(fault.value)


def test_all_faults_are_told_at_once(tmp_path):
    toml = MAPPED + OFFERS.replace('"by"', '"bye"') + GATES.replace('"at"', '"att"')
    with pytest.raises(ConfigError) as fault:
        load(tmp_path, toml, {"log.csv": LOG})
    assert len(fault.value.faults) == 2


def test_a_refused_file_leaves_an_empty_table(tmp_path):
    loaded = load(tmp_path, MAPPED + OFFERS, {"log.csv": LOG + '4,"OFFER\n' + LOG})
    assert loaded.report.has_refusals
    assert loaded.rows("select count(*) from stg_mapped_crm__opportunities") == [(0,)]


def test_progress_tells_rows_and_bytes(tmp_path):
    from dashboard import config, ingest
    from dashboard.engine.database import open_in_memory

    load(tmp_path, MAPPED + OFFERS, {"log.csv": LOG})
    steps: list[tuple[str, int, int, int]] = []
    ingest.read_sources(
        open_in_memory(), config.load(tmp_path), tmp_path, lambda *step: steps.append(step)
    )
    assert steps[0] == ("log.csv", 0, 0, len(LOG))
    assert steps[-1] == ("log.csv", 8, len(LOG), len(LOG))
