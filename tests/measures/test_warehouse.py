"""One warehouse, many readers: the same numbers, whoever asks at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import answer
from dashboard.answer import Warehouse
from dashboard.errors import ConfigError
from dashboard.measures.access import User


@pytest.fixture(scope="module")
def warehouse(demo_workspace: Path) -> Iterator[Warehouse]:
    """The sample company's warehouse, open."""
    opened = answer.open_warehouse(demo_workspace)
    yield opened
    opened.close()


def table(warehouse, user=None, **asked):
    ids = [measure.id for measure in warehouse.registry]
    filters = replace(warehouse.default_filters(), **asked)
    found = answer.answers(warehouse, ids, filters, user)
    return {measure_id: result.to_json() for measure_id, result in found.items()}


@pytest.mark.slow
def test_readers_at_the_same_time_get_what_each_gets_alone(warehouse):
    questions = [{"by": None}, {"by": "segment"}, {"by": "month"}, {"population": "all"}]
    alone = [table(warehouse, **asked) for asked in questions]
    with ThreadPoolExecutor(8) as readers:
        together = list(readers.map(lambda asked: table(warehouse, **asked), questions * 2))
    assert together == alone * 2


def test_one_answer_is_the_same_as_among_others(warehouse):
    everything = table(warehouse)
    filters = warehouse.default_filters()
    for measure_id in ("path_mix", "good_catches", "stage_lag"):
        assert answer.answer(warehouse, measure_id, filters).to_json() == everything[measure_id]


def test_a_limited_user_sees_what_the_filter_shows(warehouse):
    user = User("smb", {"segment": ("SMB",)})
    seen, asked = table(warehouse, user), table(warehouse, where={"segment": ("SMB",)})
    for measure_id in seen:
        assert seen[measure_id]["rows"] == asked[measure_id]["rows"], measure_id
    opened = answer.records(warehouse, "win_rate", warehouse.default_filters(), {}, user)
    assert set(opened.frame["segment"].unique()) == {"SMB"}


def test_a_user_who_may_see_nothing_sees_nothing(warehouse):
    nobody = User("nobody", {"segment": ()})
    for measure_id, seen in table(warehouse, nobody).items():
        assert all(not row["n"] for row in seen["rows"]), measure_id


def test_the_groups_of_a_user_hold_no_other_group(warehouse):
    user = User("smb", {"segment": ("SMB", "Enterprise")})
    groups = {row["group"] for row in table(warehouse, user, by="segment")["win_rate"]["rows"]}
    assert groups == {"SMB", "Enterprise"}


def test_an_open_warehouse_knows_whether_it_is_the_served_one(warehouse):
    assert warehouse.is_current()


def test_a_workspace_without_a_warehouse_says_what_to_run(tmp_path, demo_workspace):
    config = (demo_workspace / "gatecost.toml").read_text(encoding="utf-8")
    (tmp_path / "gatecost.toml").write_text(config, encoding="utf-8")
    with pytest.raises(ConfigError, match="gatecost build"):
        answer.open_warehouse(tmp_path)
