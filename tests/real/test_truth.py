"""Real exports, built by their config and asked through the command line: the right answers.

Each line of TRUTH is one figure of `data/TRUTH.md`: data set, measure, the row's keys, the field
and its value. Where a figure has a twist it is said beside it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from filelock import FileLock

from dashboard import answer, build, cli
from dashboard.measures.filters import Filters

HERE = Path(__file__).resolve().parent

# data set, measure, --by, keys of the row, field, value
TRUTH: tuple[tuple[str, str, str | None, dict[str, object], str, float | None], ...] = (
    # 2. Olist: overall conversion 842 of 8,000
    ("olist", "lead_to_won_conversion", None, {}, "numerator", 842),
    ("olist", "lead_to_won_conversion", None, {}, "denominator", 8000),
    ("olist", "lead_to_won_conversion", None, {}, "value", 0.10525),
    # Conversion by origin; the literal 'unknown' and a blank are two groups
    *(
        ("olist", "lead_to_won_conversion", "origin", {"group": origin}, field, value)
        for origin, n, won in (
            ("organic_search", 2296, 271),
            ("paid_search", 1586, 195),
            ("social", 1350, 75),
            ("unknown", 1099, 179),
            ("direct_traffic", 499, 56),
            ("email", 493, 15),
            ("referral", 284, 24),
            ("other", 150, 4),
            ("display", 118, 6),
            ("other_publicities", 65, 3),
            ("(not recorded)", 60, 14),
        )
        for field, value in (("denominator", n), ("numerator", won))
    ),
    # Cohort conversion by month of first contact
    *(
        ("olist", "lead_to_won_conversion", "month", {"period": month}, field, value)
        for month, n, won in (
            ("2017-06", 4, 0),
            ("2017-07", 239, 2),
            ("2017-12", 200, 11),
            ("2018-01", 1141, 152),
            ("2018-05", 1303, 130),
        )
        for field, value in (("n", n), ("events", won))
    ),
    # Days from first contact to won: median by calendar dates 14
    (
        "olist", "stage_lag", None,
        {"step": "created_to_won", "statistic": "median_of_finished"}, "value", 14,
    ),
    ("olist", "funnel", None, {"step": "won", "reading": "strict"}, "value", 842),
    # 3. Maven: won 4,238 and lost 2,473; win rate 0.631501
    ("maven", "win_rate", None, {}, "numerator", 4238),
    ("maven", "win_rate", None, {}, "denominator", 6711),
    ("maven", "win_rate", None, {}, "value", 0.631501),
    ("maven", "control_totals", None, {"statistic": "won_deals"}, "value", 4238),
    ("maven", "control_totals", None, {"statistic": "won_amount"}, "value", 10_005_534),
    # all 8,800 deals: 4,238 won, 2,473 lost, 2,089 open (500 of them without a date)
    ("maven", "control_totals", None, {"statistic": "deals_created"}, "value", 8800),
    ("maven", "control_totals", None, {"statistic": "open_deals"}, "value", 2089),
    ("maven", "stalled_value", None, {"statistic": "deals"}, "denominator", None),
    # open deals with a date, those older than the slowest close (138 days) and than 90 days
    ("maven", "aged_open_deals", None, {"age": "older_than_any_closed"}, "numerator", 1291),
    ("maven", "aged_open_deals", None, {"age": "older_than_any_closed"}, "denominator", 1589),
    ("maven", "aged_open_deals", None, {"age": "older_than_90_days"}, "numerator", 1479),
    # days from engagement to won: half within 57
    ("maven", "sales_velocity", None, {}, "value", 57),
    # 6. BPI 2012: submitted, preaccepted, offered, approved
    ("bpic2012", "funnel", None, {"step": "lead", "reading": "strict"}, "value", 13_087),
    ("bpic2012", "funnel", None, {"step": "PREACCEPT", "reading": "strict"}, "value", 7_367),
    ("bpic2012", "funnel", None, {"step": "deal", "reading": "strict"}, "value", 5_015),
    ("bpic2012", "funnel", None, {"step": "won", "reading": "strict"}, "value", 2_246),
    # declined at the gate 5,719: each is a person turned away, and none was won later
    ("bpic2012", "rejected_then_won", None, {"statistic": "verdicts"}, "n", 5_719),
    ("bpic2012", "rejected_then_won", None, {"statistic": "verdicts"}, "events", 0),
    # back-stamp minutes 0, an automated process: all 5,015 offers came through the gate
    ("bpic2012", "path_mix", None, {"part": "in_flow", "statistic": "deals"}, "numerator", 2_246),
    *(
        (
            name, "control_totals", "path_class",
            {"group": path, "statistic": "deals_created"}, "value", deals,
        )
        for name, path, deals in (
            ("bpic2012", "in_flow", 5_015),
            ("bpic2012_10", "in_flow", 4_464),
            ("bpic2012_10", "back_stamped", 551),
        )
    ),
    # one open stage: approval is the one step, and nothing goes back
    ("bpic2012", "backward_moves_rate", None, {"path_group": "all"}, "numerator", 0),
    ("bpic2012", "corroborated_moves", None, {}, "value", None),
    # back-stamp minutes 10: the machine preaccepts and sends in one go
    ("bpic2012_10", "path_mix", None, {"part": "in_flow", "statistic": "deals"}, "numerator", 1937),
    (
        "bpic2012_10", "path_mix", None,
        {"part": "back_stamped", "statistic": "deals"}, "numerator", 309,
    ),
    (
        "bpic2012_10", "back_stamped_rate", None,
        {"kind": "back_stamped", "statistic": "deals"}, "numerator", 551,
    ),
    (
        "bpic2012_10", "back_stamped_rate", None,
        {"kind": "back_stamped", "statistic": "deals"}, "denominator", 5_015,
    ),
    # each of the 2,246 approved is in one origin, one way and one size
    *(
        (name, "outside_origins", None, {"origin": origin, "statistic": "deals"}, "numerator", won)
        for name, origin, won in (
            ("bpic2012", "no_gate", 0),
            ("bpic2012", "in_flow", 2_246),
            ("bpic2012_10", "no_gate", 309),
            ("bpic2012_10", "back_stamped", 309),
            ("bpic2012_10", "in_flow", 1_937),
        )
    ),
    (
        "bpic2012", "path_variants", None,
        {"variant": "lead > Preaccepted > deal", "statistic": "deals"}, "numerator", 2_246,
    ),
    (
        "bpic2012_10", "path_variants", None,
        {"variant": "lead > deal > paperwork", "statistic": "deals"}, "numerator", 309,
    ),
    *(
        (
            "bpic2012_10", "without_gate_by_size", None,
            {"component": "ours", "band": band, "statistic": "deals"}, "denominator", wins,
        )
        for band, wins in (("ten_largest", 10), ("all_others", 2_236))
    ),
    # no leads beside deals, or no gate before them: how wins came cannot be said
    *(
        ("maven", measure, None, {}, "value", None)
        for measure in (
            "won_without_gate_trend", "without_gate_by_size", "outside_origins", "path_variants",
            "pathway_count", "back_stamped_rate", "won_without_born_closed", "type_changed",
        )
    ),
    *(
        ("olist", measure, None, {}, "value", None)
        for measure in ("won_without_gate_trend", "path_variants", "type_changed")
    ),
    ("maven", "existing_customer_wins", None, {}, "value", None),
    # Cohorts by month of first contact; at the horizon of 365 days the younger have counts alone
    *(
        ("olist", "cohort_conversion", None, {"row": month, "column": "won"}, field, value)
        for month, n, won in (("2018-01", 1141, 152), ("2018-05", 1303, 130))
        for field, value in (("n", n), ("events", won))
    ),
    # 842 of 8,000 won so far
    ("olist", "conversion_maturity", None, {"row": "all", "column": "so_far"}, "events", 842),
    # No amount at creation is recorded, and no other stands in for it
    ("maven", "win_rate_by_value", None, {}, "value", None),
    ("bpic2012", "win_rate_by_value", None, {}, "value", None),
    # What was created less what was won and lost is what is open
    *(
        (name, "pipeline_bridge", None, {"component": component, "statistic": "deals"}, "value", n)
        for name, component, n in (
            ("maven", "created", 8800),
            ("maven", "won", -4238),
            ("maven", "lost", -2473),
            ("maven", "open_at_end", 2089),
            ("maven", "unexplained", 0),
            ("bpic2012", "created", 5015),
            ("bpic2012", "won", -2246),
            ("bpic2012", "unexplained", 0),
            ("salesforce2020", "created", 31),
            ("salesforce2020", "won", -18),
            ("salesforce2020", "open_at_end", 13),
            ("salesforce2020", "unexplained", 0),
        )
    ),
    # 8. Salesforce 2020, a weekly export without lead history: 18 won
    ("salesforce2020", "control_totals", None, {"statistic": "won_deals"}, "value", 18),
    ("salesforce2020", "control_totals", None, {"statistic": "deals_created"}, "value", 31),
    # without leads none of the 18 can be traced
    *(
        ("salesforce2020", measure, None, keys, "numerator", 18)
        for measure, keys in (
            ("outside_origins", {"origin": "unlinked", "statistic": "deals"}),
            ("path_variants", {"variant": "unlinked", "statistic": "deals"}),
        )
    ),
    # 9. Pipedrive: 1,995 deals, 5 of whose ids occur twice; each is lost
    ("pipedrive", "control_totals", None, {"statistic": "deals_created"}, "value", 1_995),
    ("pipedrive", "win_rate", None, {}, "numerator", 0),
    ("pipedrive", "win_rate", None, {}, "denominator", 1_995),
    # Distinct deals per stage; 516 of 1,995 skip the second, and a skip is one step
    *(
        (
            "pipedrive", "time_in_stage", None,
            {"stage": stage, "statistic": "half_left_within"}, "n", deals,
        )
        for stage, deals in (
            ("Qualified lead", 1_995 - 516),
            ("Needs Assessment", 1_305),
            ("Proposal/Quote Preparation", 1_086),
            ("Negotiation", 894),
            ("Closing", 741),
            ("Implementation/Onboarding", 588),
            ("Follow-up/Customer Success", 479),
            ("Renewal/Expansion", 324),
        )
    ),
    # Of the five ids that occur twice three go back while open, five times in all; the other two
    # begin anew after they were lost. 955417 is a day in stage 3 before 2: a step to 2, and back
    ("pipedrive", "backward_moves_rate", None, {"path_group": "all"}, "events", 3),
    ("pipedrive", "backward_moves_rate", None, {"path_group": "all"}, "numerator", 5),
    # Five have no stage but the first; nine were lost within three days of their first step
    ("pipedrive", "never_progressed", None, {"state": "never"}, "n", 1_995),
    ("pipedrive", "never_progressed", None, {"state": "never_lost"}, "events", 5 + 9),
    ("pipedrive", "never_progressed", None, {"state": "never_open"}, "events", 0),
    # none is won, and none is open
    ("pipedrive", "revived_and_rescued", None, {"statistic": "rescued"}, "events", 0),
    ("pipedrive", "fast_created_then_stalled", None, {}, "value", None),
    # Maven: 1,291 of 1,589 open deals are older than any that closed; but without a history of
    # stages or contacts nobody can tell which of them is silent
    *(
        ("maven", measure, None, {}, "value", None)
        for measure in (
            "momentum_curve", "stall_onset_curve", "stall_sensitivity", "stalled_by_stage",
            "fast_created_then_stalled", "never_progressed", "revived_and_rescued", "stuck_now",
        )
    ),
    # Eight deal ids have activities, none of them a buyer's, and no lead has a score
    ("pipedrive", "corroborated_moves", None, {}, "value", 0),
    ("pipedrive", "relationship_depth", None, {}, "status", None),
)  # fmt: skip

AS_OF = {"olist": "2018-11-14", "maven": "2017-12-31", "bpic2012": "2012-03-14"}
FOLDERS = {"bpic2012_10": "bpic2012", "salesforce2020": "salesforce/2020"}


@pytest.fixture(scope="session")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Any:
    """Build a real data set once per run, with its exports read where they lie."""
    base = tmp_path_factory.getbasetemp()
    base = base if worker_id == "master" else base.parent

    def build_once(name: str) -> Path:
        workspace = base / f"real-{name}"
        with FileLock(str(workspace) + ".lock"):
            if not (workspace / "warehouse" / "CURRENT").exists():
                shutil.rmtree(workspace, ignore_errors=True)
                workspace.mkdir()
                config = HERE / name.removesuffix("_10") / "gatecost.toml"
                text = config.read_text(encoding="utf-8")
                if name.endswith("_10"):
                    assert "back_stamp_minutes = 0" in text
                    text = text.replace("back_stamp_minutes = 0", "back_stamp_minutes = 10")
                (workspace / "gatecost.toml").write_text(text, encoding="utf-8")
                (workspace / "exports").symlink_to(shared / "data" / FOLDERS.get(name, name))
                build.build(workspace)
        return workspace

    return build_once


@cache
def asked(workspace: Path, *words: str) -> dict[str, Any]:
    """Return what `gatecost measure ... --format json` prints; asked once for all its figures."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = cli.main(["measure", *words, "--workspace", str(workspace), "--format", "json"])
    assert code == 0
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def row_of(result: dict[str, Any], keys: dict[str, object]) -> dict[str, Any]:
    """Return the one row that has these keys."""
    found = [row for row in result["rows"] if keys.items() <= row.items()]
    assert len(found) == 1, f"{keys}: {len(found)} rows of {len(result['rows'])}"
    row: dict[str, Any] = found[0]
    return row


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "measure", "by", "keys", "field", "value"),
    TRUTH,
    ids=[f"{each[0]}-{each[1]}-{'-'.join(map(str, each[3].values()))}-{each[4]}" for each in TRUTH],
)
def test_each_figure_of_the_truth(
    built: Any, name: str, measure: str, by: str | None,
    keys: dict[str, object], field: str, value: float | None,
) -> None:  # fmt: skip
    words = [measure, *(["--by", by] if by else [])]
    result = asked(built(name), *words)
    if value is None:
        assert result["status"] == "not computable"
    else:
        assert row_of(result, keys)[field] == pytest.approx(value, abs=5e-7)


@pytest.mark.real
def test_wins_by_a_day_are_counted_by_calendar_dates(built: Any, shared: Path) -> None:
    """Olist's 2018 months within 30, 60 and 90 days of the first contact; within 30: 552."""
    folder = shared / "data" / "olist"
    leads = pl.read_csv(folder / "olist_marketing_qualified_leads_dataset.csv")
    deals = pl.read_csv(folder / "olist_closed_deals_dataset.csv")
    came = pl.col("first_contact_date").str.to_date()
    lag = (pl.col("won_date").str.slice(0, 10).str.to_date() - came).dt.total_days()
    days = leads.join(deals, on="mql_id", how="left").select(came.dt.strftime("%Y-%m"), lag=lag)
    warehouse = answer.open_warehouse(built("olist"))
    for day in (30, 60, 90):
        expected = dict(
            days.filter(pl.col("first_contact_date") >= "2018")
            .group_by("first_contact_date")
            .agg((pl.col("lag") <= day).sum())
            .iter_rows()
        )
        horizons = {**warehouse.context.lead_horizons, "created_to_won": day}
        told = replace(warehouse, context=replace(warehouse.context, lead_horizons=horizons))
        rows = answer.answer(told, "cohort_conversion", Filters(start=dt.date(2018, 1, 1))).rows
        found = {row.keys["row"]: row.events for row in rows if row.keys["column"] == "won"}
        assert found == expected
        assert sum(found.values()) == 552 or day != 30
    warehouse.close()


@pytest.mark.real
@pytest.mark.parametrize("name", AS_OF)
def test_the_as_of_day_comes_from_the_export(built: Any, name: str) -> None:
    assert asked(built(name), "control_totals")["as_of"].startswith(AS_OF[name])


@pytest.mark.real
def test_path_mix_says_what_it_needs(built: Any) -> None:
    result = asked(built("maven"), "path_mix")
    assert result["status"] == "not computable"
    assert result["finding"] == "Not computable: needs leads or gate decisions."


@pytest.mark.real
def test_stuck_deals_say_what_they_need(built: Any) -> None:
    result = asked(built("maven"), "stuck_now")
    assert result["finding"] == "Not computable: needs stage of the history of deals."
    assert result["needs"] == [
        "stage of the history of deals: map deal_changes.stage in gatecost.toml"
    ]


@pytest.mark.real
def test_no_deal_is_stuck_where_all_are_lost(built: Any) -> None:
    result = asked(built("pipedrive"), "stuck_now")
    assert (result["rows"], result["finding"]) == ([], "No open deal is silent now.")


@pytest.mark.real
@pytest.mark.parametrize("statistic", ["deals_created", "open_deals"])
def test_open_deals_without_a_date_count_only_without_a_period(built: Any, statistic: str) -> None:
    workspace = built("maven")
    whole = row_of(asked(workspace, "control_totals"), {"statistic": statistic})["value"]
    dated = asked(workspace, "control_totals", "--from", "2016-01", "--to", "2017-12")
    assert whole - row_of(dated, {"statistic": statistic})["value"] == 500


@pytest.mark.real
def test_numbers_and_rows_agree_on_real_data(built: Any) -> None:
    warehouse = answer.open_warehouse(built("bpic2012_10"))
    result = answer.answer(warehouse, "path_mix", Filters())
    for row in result.rows:
        if row.keys["statistic"] == "deals":
            mark = {key: str(value) for key, value in row.keys.items()}
            assert answer.records(warehouse, "path_mix", Filters(), mark).n == row.events
    warehouse.close()
