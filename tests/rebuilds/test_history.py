"""What a warehouse keeps of the builds before it: restatements, and the lead scores of each day."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.engine import publish
from dashboard.errors import DataError
from tests.rebuilds.companies import FILES, built, rows

RESTATED = (
    "select table_name, record_id, column_name, business_date::varchar, old_value, new_value "
    "from restatements order by all"
)
NEXT_DAY = "2026-02-02T00:00:00"


def changed(name: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[name]
    return {**FILES, name: FILES[name].replace(old, new)}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was built once."""
    workspace = tmp_path_factory.mktemp("first")
    built(workspace)
    return workspace


@pytest.fixture
def company(first: Path, tmp_path: Path) -> Path:
    """A copy of it, to be built again."""
    return Path(shutil.copytree(first, tmp_path / "company", copy_function=shutil.copy2))


def test_the_same_exports_restate_nothing(company: Path) -> None:
    assert rows(built(company, as_of=NEXT_DAY).path, RESTATED) == []


def test_another_amount_of_a_closed_deal_is_a_restatement(company: Path) -> None:
    again = built(company, changed("deals.csv", "Won,100", "Won,90"), as_of=NEXT_DAY)
    assert rows(again.path, RESTATED) == [
        ("deals", "D1", "amount_at_close", "2026-01-20", "100.0", "90.0")
    ]
    assert rows(again.path, "select built_as_of::varchar from restatements") == [
        ("2026-02-02 00:00:00",)
    ]


def test_another_outcome_and_another_day_are_restatements(company: Path) -> None:
    files = changed("deals.csv", "Lost,50,2026-01-21", "Won,50,2026-01-22")
    assert rows(built(company, files).path, RESTATED) == [
        ("deals", "D2", "closed_date", "2026-01-21", "2026-01-21", "2026-01-22"),
        ("deals", "D2", "outcome", "2026-01-21", "lost", "won"),
    ]


def test_what_happened_since_is_news_and_no_restatement(company: Path) -> None:
    files = changed("deals.csv", "Open,70,", "Won,70,2026-02-03 09:00:00")
    files["leads.csv"] += "L4,2026-02-02 09:00:00,5,2026-02-02 09:00:00\n"
    assert rows(built(company, files, as_of="2026-02-05T00:00:00").path, RESTATED) == []


def test_a_win_told_late_is_a_restatement_without_an_old_value(company: Path) -> None:
    files = changed("deals.csv", "Open,70,", "Won,70,2026-01-25 09:00:00")
    assert rows(built(company, files, as_of=NEXT_DAY).path, RESTATED) == [
        ("deals", "D3", "amount_at_close", "2026-01-25", None, "70.0"),
        ("deals", "D3", "closed_date", "2026-01-25", None, "2026-01-25"),
        ("deals", "D3", "outcome", "2026-01-25", None, "won"),
    ]


def test_a_lead_added_late_and_a_lead_that_is_gone_are_restatements(company: Path) -> None:
    files = changed("leads.csv", "L3,2026-01-03 09:00:00,,", "L9,2026-01-10 09:00:00,,")
    assert rows(built(company, files, as_of=NEXT_DAY).path, RESTATED) == [
        ("leads", "L3", "created_date", "2026-01-03", "2026-01-03", None),
        ("leads", "L9", "created_date", "2026-01-10", None, "2026-01-10"),
    ]


def test_another_verdict_restates_the_verdict_and_the_path_of_the_deal(company: Path) -> None:
    files = changed("gates.csv", "pass", "fail")
    assert rows(built(company, files).path, RESTATED) == [
        ("deals", "D1", "path_class", "2026-01-05", "in_flow", "rejected_before"),
        ("verdicts", "L1/MQL", "verdict", "2026-01-04", "pass", "fail"),
    ]


def test_what_came_later_on_the_as_of_day_is_news_and_no_restatement(company: Path) -> None:
    files = changed("deals.csv", "Open,70,", "Won,70,2026-02-01 15:00:00")
    files["leads.csv"] += "L4,2026-02-01 16:00:00,5,2026-02-01 16:00:00\n"
    assert rows(built(company, files, as_of=NEXT_DAY).path, RESTATED) == []


def test_restatements_are_carried_forward(company: Path) -> None:
    files = changed("deals.csv", "Won,100", "Won,90")
    built(company, files, as_of="2026-02-02T00:00:00")
    built(company, files, as_of="2026-02-03T00:00:00")
    last = built(company, FILES, as_of="2026-02-04T00:00:00")
    assert rows(
        last.path,
        "select built_as_of::date::varchar, old_value, new_value from restatements order by all",
    ) == [("2026-02-02", "100.0", "90.0"), ("2026-02-04", "90.0", "100.0")]


def test_each_day_keeps_its_scores(company: Path) -> None:
    built(company, changed("leads.csv", ",10,", ",15,"), as_of="2026-02-02T00:00:00")
    files = changed("leads.csv", ",20,", ",,")
    last = built(company, files, as_of="2026-02-03T00:00:00")
    assert rows(
        last.path, "select as_of_date::varchar, lead_id, score from lead_scores order by all"
    ) == [
        ("2026-02-01", "L1", 10.0),
        ("2026-02-01", "L2", 20.0),
        ("2026-02-02", "L1", 15.0),
        ("2026-02-02", "L2", 20.0),
        ("2026-02-03", "L1", 10.0),
    ]


def test_a_day_built_again_keeps_its_last_scores(company: Path) -> None:
    again = built(company, changed("leads.csv", ",10,", ",15,"))
    assert rows(again.path, "select lead_id, score from lead_scores order by all") == [
        ("L1", 15.0),
        ("L2", 20.0),
    ]


def test_a_build_as_of_an_earlier_day_leaves_the_scores_alone(company: Path) -> None:
    earlier = built(company, changed("leads.csv", ",10,", ",15,"), as_of="2026-01-15T00:00:00")
    assert rows(earlier.path, "select distinct as_of_date::varchar from lead_scores") == [
        ("2026-02-01",)
    ]


def test_an_unreadable_warehouse_before_is_not_passed_over(company: Path) -> None:
    publish.current(company).write_bytes(b"no database")
    with pytest.raises(DataError, match="remove the file CURRENT"):
        built(company)
    (publish.folder_of(company) / publish.POINTER).unlink()
    assert rows(built(company).path, RESTATED) == []


def test_restatements_are_counted_in_the_order_in_which_they_were_found(company: Path) -> None:
    built(company, changed("deals.csv", "Won,100", "Won,90"), as_of=NEXT_DAY)
    again = built(company, changed("deals.csv", "Won,100", "Won,80"), as_of=NEXT_DAY)
    assert rows(
        again.path, "select restated_number, old_value, new_value from restatements order by all"
    ) == [(1, "100.0", "90.0"), (2, "90.0", "80.0")]
