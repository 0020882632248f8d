"""Event logs: a case becomes a lead, its gate decisions and, once it reaches a stage, a deal."""

from __future__ import annotations

import gzip
import shutil

import pytest

from dashboard import answer, build
from dashboard.ingest import layouts
from dashboard.measures.filters import Filters
from tests.ingest.workspaces import staged, write

CONFIG = """
[[source]]
name = "loans"
layout = "event_log"

[[gate]]
name = "SCREEN"
field = "activity"
pass = ["Screened"]
fail = { rejected = ["Declined"] }
decided_by = "system"

[[stage]]
stage = "Offer"
role = "open"
rank = 1

[[stage]]
stage = "Signed"
role = "won"

[[stage]]
stage = "Declined"
role = "lost"

[[touch]]
type = "Call"
kind = "call"
direction = "mutual"
"""

# Case 1 is won; 2 is declined at the gate; 3 passes, gets no offer and is declined; 4 is declined
# first, screened later and declined with an offer; 5 is new. Rows are not in their order.
LOG = """case_id,activity,timestamp,resource,amount,region,lifecycle
1,Offer,2026-01-03T10:00:00.250+02:00,ann,500,North,complete
1,Applied,2026-01-01T10:00:00+02:00,web,500,North,complete
1,Screened,2026-01-01T10:00:00+02:00,bot,500,North,complete
1,Call,2026-01-02T09:00:00+02:00,ann,500,North,schedule
1,Call,2026-01-02T09:10:00+02:00,ann,500,North,complete
1,Signed,2026-01-05T10:00:00+02:00,ann,500,North,complete
2,Applied,2026-01-01T11:00:00+02:00,web,70,South,complete
2,Declined,2026-01-01T11:00:01+02:00,bot,70,South,complete
3,Applied,2026-01-01T12:00:00+02:00,web,80,South,complete
3,Screened,2026-01-01T12:00:01+02:00,bot,80,South,complete
3,Declined,2026-01-02T12:00:00+02:00,bot,80,South,complete
4,Applied,2026-01-01T13:00:00+02:00,web,90,North,complete
4,Declined,2026-01-01T14:00:00+02:00,bot,90,North,complete
4,Screened,2026-01-02T13:00:00+02:00,ben,90,North,complete
4,Offer,2026-01-03T13:00:00+02:00,ben,90,North,complete
4,Declined,2026-01-04T13:00:00+02:00,ben,90,North,complete
5,Applied,2026-01-05T12:00:00+02:00,web,10,North,complete
"""


def decisions(loaded):
    return loaded.rows(
        "select entity_id, gate, verdict, fail_kind, date_quality, actor_id, "
        "strftime(decided_at, '%m-%d %H:%M') from stg_event_log__gate_decisions "
        "order by entity_id, decided_at"
    )


def deals(loaded):
    return loaded.rows(
        "select opportunity_id, lead_id, owner_id, pipeline, amount, "
        "strftime(created_at, '%m-%d %H:%M') from stg_event_log__opportunities order by 1"
    )


def test_a_case_is_a_lead_from_its_first_event_to_its_last(tmp_path):
    loaded = staged(tmp_path, CONFIG, {"log.csv": LOG})
    assert loaded.rows(
        "select lead_id, strftime(created_at, '%m-%d %H:%M'), strftime(modified_at, '%m-%d %H:%M') "
        "from stg_event_log__leads order by 1"
    ) == [
        ("1", "01-01 08:00", "01-05 08:00"),
        ("2", "01-01 09:00", "01-01 09:00"),
        ("3", "01-01 10:00", "01-02 10:00"),
        ("4", "01-01 11:00", "01-04 11:00"),
        ("5", "01-05 10:00", "01-05 10:00"),
    ]


def test_what_comes_after_a_pass_is_no_decision_of_the_gate(tmp_path):
    assert decisions(staged(tmp_path, CONFIG, {"log.csv": LOG})) == [
        ("1", "SCREEN", "pass", None, "recorded", "bot", "01-01 08:00"),
        ("2", "SCREEN", "fail", "rejected", "recorded", "bot", "01-01 09:00"),
        ("3", "SCREEN", "pass", None, "recorded", "bot", "01-01 10:00"),
        ("4", "SCREEN", "fail", "rejected", "recorded", "bot", "01-01 12:00"),
        ("4", "SCREEN", "pass", None, "recorded", "ben", "01-02 11:00"),
    ]


def test_a_case_that_never_reaches_a_stage_has_no_deal(tmp_path):
    loaded = staged(tmp_path, CONFIG, {"log.csv": LOG})
    assert deals(loaded) == [
        ("1", "1", "ann", "default", 500.0, "01-03 08:00"),
        ("4", "4", "ben", "default", 90.0, "01-03 11:00"),
    ]
    assert loaded.rows(
        "select opportunity_id, stage, actor_id from stg_event_log__deal_changes "
        "order by opportunity_id, changed_at"
    ) == [("1", "Offer", "ann"), ("1", "Signed", "ann"), ("4", "Offer", "ben"),
          ("4", "Declined", "ben")]  # fmt: skip


def test_work_that_was_only_scheduled_has_not_happened(tmp_path):
    touches = (
        "select lead_id, kind, direction, strftime(t.at, '%H:%M') from stg_event_log__touches t"
    )
    assert staged(tmp_path / "a", CONFIG, {"log.csv": LOG}).rows(touches) == [
        ("1", "call", "mutual", "07:10")
    ]
    # A log that knows no completion of an activity still has it happen.
    started = LOG.replace("ann,500,North,schedule", "ann,500,North,start").replace(
        "1,Call,2026-01-02T09:10:00+02:00,ann,500,North,complete\n", ""
    )
    assert staged(tmp_path / "b", CONFIG, {"log.csv": started}).rows(touches) == [
        ("1", "call", "mutual", "07:00")
    ]


@pytest.mark.parametrize(
    ("layout", "headings"),
    [
        (
            "event_log_xes",
            "case:concept:name,concept:name,time:timestamp,org:resource,case:amount,r,transition",
        ),
        (
            "event_log_labels",
            "Case ID,Activity,Complete Timestamp,Resource,Amount,Region,Lifecycle Transition",
        ),
    ],
)
def test_a_log_is_known_by_the_names_that_its_tools_give(tmp_path, layout, headings):
    _, rows = LOG.split("\n", 1)
    plain = staged(tmp_path / "plain", CONFIG, {"log.csv": LOG})
    other = {"any name.csv.gz": gzip.compress(f"{headings}\n{rows}".encode())}
    named = staged(tmp_path / "named", CONFIG.replace("event_log", layout), other)
    assert (deals(named), decisions(named)) == (deals(plain), decisions(plain))
    assert layouts.recognise(tmp_path / "named" / "exports") == [layout]
    assert layouts.recognise(tmp_path / "plain" / "exports") == ["event_log"]


def test_a_gate_may_name_the_heading_of_the_log(tmp_path):
    headings = "case:concept:name,concept:name,time:timestamp,org:resource,case:amount,region,x"
    log = headings + "\n" + LOG.split("\n", 1)[1]
    toml = CONFIG.replace("event_log", "event_log_xes").replace('"activity"', '"concept:name"')
    assert len(decisions(staged(tmp_path, toml, {"log.csv": log}))) == 5


def test_a_log_of_days_is_known_by_day_only(tmp_path):
    days = "\n".join(
        ",".join(part[:10] if part[:2] == "20" else part for part in row.split(","))
        for row in LOG.splitlines()
    )
    loaded = staged(tmp_path, CONFIG, {"log.csv": days})
    assert {row[4] for row in decisions(loaded)} == {"date"}
    for table in ("deal_changes", "opportunities", "gate_decisions"):
        assert loaded.rows(
            f"select distinct date_quality, recorded_at from stg_event_log__{table}"
        ) == [("date", None)]


def test_dimensions_and_own_columns_come_from_the_case(tmp_path):
    toml = '[[dimension]]\nname = "region"\ntable = "leads"\ncolumn = "region"\n' + CONFIG.replace(
        '"event_log"', '"event_log"\n[source.columns.opportunities]\ntype="region"'
    )
    loaded = staged(tmp_path, toml, {"log.csv": LOG})
    assert loaded.rows("select dim_1 from stg_event_log__leads order by lead_id") == [
        (each,) for each in ("North", "South", "South", "North", "North")
    ]
    assert loaded.rows("select distinct type from stg_event_log__opportunities") == [("North",)]


def test_an_event_without_a_case_or_a_time_is_put_aside(tmp_path):
    loaded = staged(
        tmp_path, CONFIG, {"log.csv": LOG + ",Offer,2026-01-03,a,1,N,\n6,Offer,,a,1,N,\n"}
    )
    file = loaded.file("log.csv", "event")
    assert (file.read, file.accepted, file.reasons) == (19, 17, {"missing_required": 2})


def test_an_export_that_is_no_log_is_not_taken_for_one(tmp_path):
    write(tmp_path, {"deals.csv": "case_id,amount\n1,2\n"})
    assert layouts.recognise(tmp_path) == []


# The bank's log of 2012: the same figures as through maps (tests/real), with a third of the config.
BANK = """
[company]
name = "Loans"
currency = "EUR"

[rules]
back_stamp_minutes = 0

[[source]]
name = "loans"
layout = "event_log"

[[gate]]
name = "PREACCEPT"
field = "activity"
pass = ["A_PREACCEPTED"]
fail = { rejected = ["A_DECLINED"] }
decided_by = "system"

[[stage]]
stage = "O_SENT"
role = "open"
rank = 1

[[stage]]
stage = "A_APPROVED"
role = "won"

[[stage]]
stage = "A_DECLINED"
role = "lost"

[[stage]]
stage = "A_CANCELLED"
role = "lost"
"""


@pytest.mark.real
def test_the_banks_log_gives_the_figures_of_its_maps(tmp_path, root, shared):
    found = {}
    for name in ("layout", "maps"):
        workspace = tmp_path / name
        workspace.mkdir()
        (workspace / "exports").symlink_to(shared / "data" / "bpic2012")
        if name == "layout":
            (workspace / "gatecost.toml").write_text(BANK, encoding="utf-8")
        else:
            shutil.copy(root / "tests" / "real" / "bpic2012" / "gatecost.toml", workspace)
        build.build(workspace)
        warehouse = answer.open_warehouse(workspace)
        measures = ("funnel", "path_mix", "rejected_then_won", "momentum_curve", "control_totals")
        found[name] = {
            each: [
                (row.keys, row.value, row.n, row.events)
                for row in answer.answer(warehouse, each, Filters()).rows
            ]
            for each in measures
        }
        warehouse.close()
    assert found["layout"] == found["maps"]
    funnel = {
        keys["step"]: value
        for keys, value, *_ in found["layout"]["funnel"]
        if keys["reading"] == "strict"
    }
    assert funnel == {"lead": 13_087, "PREACCEPT": 7_367, "deal": 5_015, "won": 2_246}
