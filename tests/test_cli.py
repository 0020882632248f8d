"""The command line: results on stdout, the rest on stderr, exit codes a scheduler can read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from dashboard import answer, build, cli, paths
from dashboard.cli.arguments import parser
from dashboard.errors import DataError, LockedError
from dashboard.measures import reference
from dashboard.measures.filters import Filters
from dashboard.measures.result import guarded


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    try:
        code = cli.main(list(arguments))
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_help_of_every_command_carries_an_example(capsys):
    top = parser()
    commands = top._subparsers._group_actions[0].choices
    assert set(commands) == {
        "demo", "init", "check", "build", "serve", "measure", "rows", "explain", "measures", "docs",
        "decisions", "story", "followed", "snapshot", "deliver", "schedule",
    }  # fmt: skip
    for name in commands:
        code, out, _ = run(capsys, name, "--help")
        assert code == 0
        assert f"example: gatecost {name}" in " ".join(out.split())


def test_usage_errors_and_a_missing_config_have_code_2(capsys, tmp_path):
    assert run(capsys, "measure")[0] == 2
    code, out, err = run(capsys, "measure", "win_rate", "--workspace", str(tmp_path))
    assert (code, out) == (2, "")
    assert "gatecost demo" in err
    assert "Traceback" not in err


def test_an_unknown_measure_is_named_before_anything_is_opened(capsys, tmp_path):
    code, _, err = run(capsys, "rows", "winrate", "--workspace", str(tmp_path))
    assert code == 2
    assert "Did you mean 'win_rate'?" in err


@pytest.mark.parametrize(
    ("fault", "code"), [(DataError("refused"), 3), (LockedError("held"), 75), (ValueError("x"), 1)]
)
def test_each_fault_has_its_code_and_no_traceback(monkeypatch, capsys, tmp_path, fault, code):
    def broken(*_: object) -> None:
        raise fault

    monkeypatch.setattr(build, "build", broken)
    found, out, err = run(capsys, "build", "--workspace", str(tmp_path))
    assert (found, out) == (code, "")
    assert "Traceback" not in err
    assert "Traceback" in run(capsys, "build", "--workspace", str(tmp_path), "--debug")[2]


def test_all_measures_are_listed_with_their_questions(capsys):
    code, out, _ = run(capsys, "measures", "--format", "json")
    assert code == 0
    assert "Do we win what we open?" in [each["question"] for each in json.loads(out)]
    assert "win_rate" in run(capsys, "measures")[1]


def test_the_reference_is_fresh():
    path = paths.queries() / "README.md"
    assert path.read_text(encoding="utf-8") == reference.written(), "run `gatecost docs`"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("  @SUM(A1)", "'  @SUM(A1)"),
        ("-5.25", "-5.25"),
        ("+49 30 123", "'+49 30 123"),
        ("\tx", "'\tx"),
        ("Arden", "Arden"),
        (-3, -3),
    ],
)
def test_a_cell_that_looks_like_a_formula_gets_a_quote(cell, written):
    assert guarded(cell) == written


class TestOverTheSampleCompany:
    """What needs a built warehouse."""

    @pytest.fixture
    def at(self, demo_workspace: Path) -> list[str]:
        return ["--workspace", str(demo_workspace)]

    def test_json_is_the_interface_of_the_product(self, capsys, at):
        code, out, _ = run(capsys, "measure", "won_without_gate", "--format", "json", *at)
        content = json.loads(out)
        assert code == 0
        assert list(content) == [
            "id", "title", "question", "finding", "other_reading", "next_step", "school", "unit",
            "shape", "dated_by", "as_of", "time_zone", "filters", "status", "needs", "rows",
            "notes",
        ]  # fmt: skip
        row = content["rows"][-1]
        assert list(row) == [
            "component", "statistic", "value", "low", "high", "n", "events", "grade", "status",
            "numerator", "denominator", "bound_low", "bound_high",
        ]  # fmt: skip
        assert row["bound_low"] <= row["bound_high"] <= 1

    def test_the_default_period_rules_the_command_line(self, capsys, at, demo_workspace):
        warehouse = answer.open_warehouse(demo_workspace)
        default = warehouse.default_filters()
        warehouse.close()
        assert default != Filters()
        _, out, _ = run(capsys, "measure", "win_rate", "--format", "json", *at)
        assert json.loads(out)["filters"] == default.to_json()
        _, out, _ = run(capsys, "measure", "win_rate", "--all", "--format", "json", *at)
        assert json.loads(out)["filters"]["from"] is None

    def test_csv_and_json_hold_the_same_numbers(self, capsys, at):
        asked = ["measure", "path_mix", "--by", "segment", "--from", "2026-01", *at]
        as_json = json.loads(run(capsys, *asked, "--format", "json")[1])["rows"]
        as_csv = list(csv.DictReader(io.StringIO(run(capsys, *asked, "--format", "csv")[1])))
        assert len(as_csv) == len(as_json) > 7
        for one, other in zip(as_csv, as_json, strict=True):
            assert one == {name: "" if v is None else str(v) for name, v in other.items()}

    def test_an_answer_is_set_beside_the_year_before(self, capsys, at):
        asked = ["measure", "control_totals", *at]
        alone = json.loads(run(capsys, *asked, "--format", "json")[1])
        asked += ["--against", "year-before"]
        beside = json.loads(run(capsys, *asked, "--format", "json")[1])
        assert "against" not in alone
        assert beside["against"]["words"] == "the year before"
        assert beside["against"]["filters"]["until"] == "2025-10-23"
        for one, other in zip(alone["rows"], beside["rows"], strict=True):
            assert one.items() <= other.items()
            assert "other_value" not in one
            # How many are open is so now, and of no earlier period.
            is_now = one["statistic"] == "open_deals"
            assert other["other_value"] is None if is_now else other["other_value"] > 0
        as_csv = list(csv.DictReader(io.StringIO(run(capsys, *asked, "--format", "csv")[1])))
        assert as_csv == [
            {name: "" if v is None else str(v) for name, v in each.items()}
            for each in beside["rows"]
        ]
        code, out, _ = run(capsys, *asked)
        assert code == 0
        assert "Compared with the year before: deals closed 1 Nov 2024 to 23 Oct 2025." in out
        assert "it is so now, and of no earlier period" in out

    def test_a_story_is_told_in_three_forms(self, capsys, at):
        _, out, _ = run(capsys, "rows", "win_rate", *at)
        deal = next(csv.DictReader(io.StringIO(out)))["record_id"]
        told = json.loads(run(capsys, "story", deal, "--format", "json", *at)[1])
        assert told["deal_id"] == deal
        rows = list(
            csv.DictReader(io.StringIO(run(capsys, "story", deal, "--format", "csv", *at)[1]))
        )
        assert [each["what"] for each in rows] == [each["what"] for each in told["events"]]
        _, table, aside = run(capsys, "story", deal, *at)
        assert "Deal created" in table
        assert told["why"][0] in aside
        code, out, err = run(capsys, "story", "nonsense", *at)
        assert (code, out) == (2, "")
        assert "There is no deal 'nonsense' among those that can be seen here." in err

    def test_rows_are_as_many_as_the_number_says(self, capsys, at):
        _, out, _ = run(capsys, "measure", "win_rate", "--format", "json", *at)
        wins = json.loads(out)["rows"][0]
        code, out, err = run(capsys, "rows", "win_rate", *at)
        opened = list(csv.DictReader(io.StringIO(out)))
        assert (code, len(opened)) == (0, wins["events"])
        assert {row["outcome"] for row in opened} == {"won"}
        assert f"{wins['events']} of {wins['n']}" in err
        _, out, _ = run(capsys, "rows", "win_rate", "--mark", "part=all", *at)
        assert len(out.splitlines()) - 1 == wins["n"]

    @pytest.mark.parametrize(
        "asked",
        [
            ["measure", "win_rate", "--where", "segment=smbb"],
            ["rows", "win_rate", "--where", "segment=SMB", "--where", "segment=smbb"],
            ["measure", "win_rate", "--against", "segment:smbb"],
        ],
    )
    def test_a_value_that_no_record_has_is_refused_with_those_there_are(self, capsys, at, asked):
        code, out, err = run(capsys, *asked, *at)
        assert (code, out) == (2, "")
        assert "No record has segment 'smbb'. Known, the nearest first: SMB, " in err
        assert "Enterprise" in err

    def test_a_filter_of_two_values_is_the_sum_of_both(self, capsys, at):
        def closed(*where: str) -> int:
            chosen = [part for each in where for part in ("--where", f"segment={each}")]
            out = run(capsys, "measure", "win_rate", "--format", "json", *chosen, *at)[1]
            return json.loads(out)["rows"][0]["n"]

        assert closed("SMB", "Enterprise") == closed("SMB") + closed("Enterprise")

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            (["measure", "win_rate", "--by", "segmnt"], "Did you mean 'segment'?"),
            (["measure", "win_rate", "--where", "segment"], "Write --where NAME=VALUE"),
            (["measure", "win_rate", "--from", "2026-13"], "like 2026-01"),
            (["rows", "win_rate", "--mark", "prt=all"], "Did you mean 'part'?"),
            (["measure", "win_rate", "--against", "2025"], "Write year-before"),
            (["measure", "win_rate", "--assume", "hourcost=95"], "Did you mean 'hour_cost'?"),
            (["rows", "win_rate", "--assume", "margin=70"], "Write a number from 0 to 1."),
            (["measure", "win_rate", "--assume", "margin"], "Write --assume NAME=VALUE"),
        ],
    )
    def test_a_wrong_question_is_answered_with_the_mend(self, capsys, at, asked, said):
        code, out, err = run(capsys, *asked, *at)
        assert (code, out) == (2, "")
        assert said in err

    def test_an_answer_names_what_was_assumed_where_it_rests_on_it(self, capsys, at):
        typed = ["--assume", "hour_cost=95", "--assume", "hour_cost=120"]
        out = run(capsys, "measure", "win_rate", "--format", "json", *typed, *at)[1]
        assert "assumed" not in json.loads(out)["filters"]
        out = run(capsys, "measure", "gate_cost_range", "--format", "json", *typed, *at)[1]
        assert json.loads(out)["filters"]["assumed"] == {"seller_hour_cost": 120}

    def test_explain_shows_every_step_with_its_sql(self, capsys, at):
        code, out, _ = run(capsys, "explain", "lead_to_won_conversion", *at)
        assert code == 0
        for step in ("Lead.csv", "stg_salesforce__leads", "fct_leads", "chosen_lead_counts"):
            assert step in out
        assert "-- queries/measures/lead_to_won_conversion.sql" in out

    def test_the_table_is_for_people(self, capsys, at):
        code, out, _ = run(capsys, "measure", "stalled_immediately", "--by", "month", *at)
        assert code == 0
        assert "through every gate" in out
        assert "2026-09" in out

    def test_check_accounts_for_every_row(self, capsys, at):
        code, out, _ = run(capsys, "check", "--format", "json", *at)
        content = json.loads(out)
        assert code in (0, 4)
        assert {"files", "tables", "measures"} <= set(content)
        assert all(f["read"] == f["accepted"] + f["quarantined"] for f in content["files"])
        assert {each["status"] for each in content["measures"]} == {"ok"}
