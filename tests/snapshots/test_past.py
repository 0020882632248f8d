"""A day in the past, told from the exports of today: as from exports that were cut on that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from dashboard import answer, build
from dashboard.cli import main
from dashboard.engine.database import Database
from dashboard.engine.rewind import rewind
from dashboard.reports.past import as_it_was
from dashboard.reports.snapshot import Asked, make
from dashboard.snapshots import archive

DAY = dt.date(2026, 3, 1)
CONFIG = """
{as_of}

[[source]]
name = "crm"

[[map]]
table = "leads"
file = "leads.csv"
columns = {{ lead_id = "id", created_at = "created", hand_raised_at = "asked", modified_at = "changed" }}

[[map]]
table = "gate_decisions"
file = "gates.csv"
columns = {{ entity_id = "lead", gate = "gate", decided_at = "at", recorded_at = "noted", verdict = "verdict" }}

[[map]]
table = "touches"
file = "touches.csv"
columns = {{ opportunity_id = "deal", at = "at" }}
constants = {{ direction = "buyer" }}

[[map]]
table = "opportunities"
file = "deals.csv"
columns = {{ opportunity_id = "id", lead_id = "lead", created_at = "created", stage = "stage", amount = "amount", closed_at = "closed", expected_close_date = "due", loss_reason = "why", modified_at = "changed" }}

[[map]]
table = "deal_changes"
file = "changes.csv"
columns = {{ opportunity_id = "deal", changed_at = "at", stage = "stage", amount = "amount", expected_close_date = "due" }}

[[stage]]
stage = "Open"
role = "open"
rank = 1
[[stage]]
stage = "Talks"
role = "open"
rank = 2
[[stage]]
stage = "Won"
role = "won"
[[stage]]
stage = "Lost"
role = "lost"

[[gate]]
name = "MQL"
step = "mql"

[[mark]]
date = 2026-03-20
label = "A new score"

[control_totals]
label = "our own report"
confirmed_by = "Ann"
from = 2026-01-01
to = 2026-04-30
won_count = 3
"""  # noqa: E501

TODAY = {
    "leads": """id,created,asked,changed
L1,2026-01-01 09:00:00,2026-01-02 09:00:00,2026-01-02 09:00:00
L2,2026-01-03 09:00:00,2026-03-10 09:00:00,2026-03-10 09:00:00
L3,2026-03-09 09:00:00,,2026-03-09 09:00:00
""",
    # The second was given in February and written down in March.
    "gates": """lead,gate,at,noted,verdict
L1,MQL,2026-01-04 09:00:00,2026-01-04 09:00:00,pass
L2,MQL,2026-02-20 09:00:00,2026-03-05 09:00:00,fail
L3,MQL,2026-03-10 09:00:00,2026-03-10 09:00:00,pass
""",
    "touches": """deal,at
D1,2026-01-20 09:00:00
D2,2026-02-25 09:00:00
D2,2026-03-15 09:00:00
""",
    # D1 was won before the day, D2 won after it, D3 lost after it, D4 moved and grew after it,
    # D5 came after it. Of D6 no change is recorded: it closed after the day by its close date.
    "deals": """id,lead,created,stage,amount,closed,due,why,changed
D1,L1,2026-01-05 09:00:00,Won,100,2026-02-10 09:00:00,2026-02-10,,2026-02-10 09:00:00
D2,L2,2026-01-06 09:00:00,Won,250,2026-03-12 09:00:00,2026-03-12,,2026-03-12 09:00:00
D3,,2026-01-07 09:00:00,Lost,70,2026-03-13 09:00:00,2026-03-13,Price,2026-03-13 09:00:00
D4,,2026-01-08 09:00:00,Talks,900,,2026-06-30,,2026-03-14 09:00:00
D5,,2026-03-15 09:00:00,Open,40,,2026-07-31,,2026-03-15 09:00:00
D6,,2026-01-09 09:00:00,Won,60,,2026-03-20,,2026-03-20 09:00:00
""",
    "changes": """deal,at,stage,amount,due
D1,2026-01-05 09:00:00,Open,100,2026-02-28
D1,2026-02-10 09:00:00,Won,,2026-02-10
D2,2026-01-06 09:00:00,Open,200,2026-03-31
D2,2026-02-20 09:00:00,Talks,,
D2,2026-03-12 09:00:00,Won,250,2026-03-12
D3,2026-01-07 09:00:00,Open,70,2026-05-31
D3,2026-03-13 09:00:00,Lost,,2026-03-13
D4,2026-01-08 09:00:00,Open,300,2026-04-30
D4,2026-03-14 09:00:00,Talks,900,2026-06-30
D5,2026-03-15 09:00:00,Open,40,2026-07-31
""",
}
# The same exports as they were on the evening of the first of March.
THEN = {
    "leads": """id,created,asked,changed
L1,2026-01-01 09:00:00,2026-01-02 09:00:00,2026-01-02 09:00:00
L2,2026-01-03 09:00:00,,2026-01-03 09:00:00
""",
    "gates": """lead,gate,at,noted,verdict
L1,MQL,2026-01-04 09:00:00,2026-01-04 09:00:00,pass
""",
    "touches": """deal,at
D1,2026-01-20 09:00:00
D2,2026-02-25 09:00:00
""",
    "deals": """id,lead,created,stage,amount,closed,due,why,changed
D1,L1,2026-01-05 09:00:00,Won,100,2026-02-10 09:00:00,2026-02-10,,2026-02-10 09:00:00
D2,L2,2026-01-06 09:00:00,Talks,200,,2026-03-31,,2026-02-20 09:00:00
D3,,2026-01-07 09:00:00,Open,70,,2026-05-31,,2026-01-07 09:00:00
D4,,2026-01-08 09:00:00,Open,300,,2026-04-30,,2026-01-08 09:00:00
D6,,2026-01-09 09:00:00,,60,,2026-03-20,,2026-01-09 09:00:00
""",
    "changes": """deal,at,stage,amount,due
D1,2026-01-05 09:00:00,Open,100,2026-02-28
D1,2026-02-10 09:00:00,Won,,2026-02-10
D2,2026-01-06 09:00:00,Open,200,2026-03-31
D2,2026-02-20 09:00:00,Talks,,
D3,2026-01-07 09:00:00,Open,70,2026-05-31
D4,2026-01-08 09:00:00,Open,300,2026-04-30
""",
}


def built(workspace: Path, files: Mapping[str, str], as_of: str = "") -> Path:
    (workspace / "exports").mkdir(parents=True)
    (workspace / "gatecost.toml").write_text(CONFIG.format(as_of=as_of))
    for name, text in files.items():
        (workspace / "exports" / f"{name}.csv").write_text(text)
    build.build(workspace)
    return workspace


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("today") / "company", TODAY)


@pytest.fixture(scope="module")
def then(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("then") / "company", THEN, f"as_of = {DAY}")


# What the exports held, and which files they were, is another thing than what was known.
NOT_KNOWN_THEN = {
    "built_with", "held_out", "joins", "load_files", "supplied", "contradictions",
    "lead_score_days", "lead_score_changes",
}  # fmt: skip


def test_every_fact_is_that_of_the_exports_of_the_day(today, then):
    with as_it_was(today, DAY) as (past, _), closing(answer.open_warehouse(then)) as cut:
        tables = cut.database.tables() - NOT_KNOWN_THEN
        for table in sorted(tables):
            told, right = (
                sorted(map(repr, each.database.query(f'from "{table}"').rows()))
                for each in (past, cut)
            )
            assert (table, told) == (table, right)


def test_a_snapshot_of_the_day_has_the_numbers_of_the_exports_of_the_day(today, then):
    with (
        closing(make(today, Asked(as_of=DAY))) as past,
        closing(make(then, Asked())) as cut,
    ):
        told, right = past.snapshot.numbers(), cut.snapshot.numbers()
        assert told == right
        assert past.snapshot.manifest.is_rerun
        # The report that the totals are checked against, and the mark, came after that day.
        assert past.material.control is None
        assert past.material.config.marks == ()


def test_the_served_warehouse_stays_as_it_is(today):
    folder = today / "warehouse"
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*") if path.is_file()}
    with as_it_was(today, DAY):
        pass
    after = {path.name: path.stat().st_mtime_ns for path in folder.glob("*") if path.is_file()}
    assert after | {".lock": 0} == before | {".lock": 0}
    assert {path.name for path in folder.iterdir()} <= {*before, "cache"}


def test_what_is_known_of_today_alone_is_named(today, capsys):
    with as_it_was(today, DAY) as (_, unknown):
        assert unknown[0].startswith("Of 1 deal no change of the stage was recorded by then")
        assert "as they are today" in unknown[-1]


def test_the_day_of_the_data_itself_is_no_other_day(today):
    with closing(make(today, Asked())) as latest:
        day = latest.snapshot.manifest.as_of_date
        numbers = latest.snapshot.numbers()
    with closing(make(today, Asked(as_of=day))) as again:
        for measure_id, told in again.snapshot.numbers().items():
            assert told["rows"] == numbers[measure_id]["rows"]


# W and L ended in February, V in March, O never; their history begins with a save in March.
# T, R and S were saved twice in one second of February, T as written in the order of the stages.
SAVED = {
    "deals": """id,lead,created,stage,amount,closed,due,why,changed
W,,2026-01-05 09:00:00,Won,100,2026-02-10 09:00:00,2026-02-10,,2026-03-10 09:00:00
L,,2026-01-05 09:00:00,Lost,90,2026-02-11 09:00:00,2026-02-11,Price,2026-03-10 09:00:00
O,,2026-01-05 09:00:00,Talks,80,,2026-06-30,,2026-03-10 09:00:00
V,,2026-01-05 09:00:00,Won,70,2026-03-10 09:00:00,2026-03-10,,2026-03-10 09:00:00
T,,2026-01-05 09:00:00,Won,900,2026-03-10 09:00:00,2026-03-10,,2026-03-10 09:00:00
R,,2026-01-05 09:00:00,Won,900,2026-03-10 09:00:00,2026-03-10,,2026-03-10 09:00:00
S,,2026-01-05 09:00:00,Won,50,2026-02-01 09:00:00,2026-02-01,,2026-02-01 09:00:00
""",
    "changes": """deal,at,stage,amount,due
W,2026-03-10 09:00:00,Won,,
L,2026-03-10 09:00:00,Lost,,
O,2026-03-10 09:00:00,Talks,,
V,2026-03-10 09:00:00,Won,,
T,2026-02-01 09:00:00,Open,200,2026-04-30
T,2026-02-01 09:00:00,Talks,300,2026-05-31
T,2026-03-10 09:00:00,Won,900,2026-03-10
R,2026-02-01 09:00:00,Talks,300,2026-05-31
R,2026-02-01 09:00:00,Open,200,2026-04-30
R,2026-03-10 09:00:00,Won,900,2026-03-10
S,2026-02-01 09:00:00,Talks,40,2026-04-30
S,2026-02-01 09:00:00,Won,50,2026-02-01
S,2026-03-10 09:00:00,Talks,60,2026-02-01
""",
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What the records of these deals said on the day, and what the facts made of it."""
    workspace = built(tmp_path_factory.mktemp("saved") / "company", TODAY | SAVED)
    records: dict[str, dict[str, object]] = {}

    def rewound(database: Database) -> dict[str, int]:
        counts = rewind(database)
        rows = database.query("from all_opportunities").to_dicts()
        records.update({row["opportunity_id"]: row for row in rows})
        assert len(records) == len(rows)
        return counts

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("dashboard.reports.past.rewind", rewound)
        with as_it_was(workspace, DAY) as (past, _):
            facts = past.database.query("from fct_deals").to_dicts()
    return {
        row["opportunity_id"]: records[row["opportunity_id"]]
        | {"found": (row["outcome"], row["closed_date"])}
        for row in facts
    }


def test_a_first_recorded_stage_that_came_later_says_nothing_of_before(saved):
    told = {name: saved[name]["found"] for name in "WLOV"}
    assert told == {
        "W": ("won", dt.date(2026, 2, 10)),
        "L": ("lost", dt.date(2026, 2, 11)),
        "O": ("open", None),
        "V": ("open", None),
    }


def test_of_changes_in_one_second_the_furthest_was_last_however_they_are_written(saved):
    told = {
        name: tuple(saved[name][column] for column in ("stage", "amount", "expected_close_date"))
        for name in "TRS"
    }
    assert told == {
        "T": ("Talks", 300, dt.date(2026, 5, 31)),
        "R": ("Talks", 300, dt.date(2026, 5, 31)),
        "S": ("Won", 50, dt.date(2026, 4, 30)),
    }


@pytest.mark.parametrize("typed", ["2026-03", "first of March", "2026-02-30"])
def test_what_is_no_day_is_refused(typed, capsys):
    with pytest.raises(SystemExit) as told:
        main(["snapshot", "--as-of", typed])
    assert told.value.code == 2
    assert "is no day" in capsys.readouterr().err


def test_a_second_build_waits_for_nobody(today):
    from dashboard.engine import publish

    with publish.build_lock(today):
        assert main(["snapshot", "--as-of", str(DAY), "--workspace", str(today)]) == 75
    assert archive.names(today) == archive.names(today)
