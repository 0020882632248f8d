"""Which changes there are, and how one is named."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import get_args

import pytest

from dashboard import config
from dashboard.config.models import MarkKind
from dashboard.decisions import Decision, Log
from dashboard.errors import ConfigError
from dashboard.followed import changes_of, find, recent
from dashboard.followed.watched import watched
from dashboard.measures import registry

SETTINGS = config.parse(
    {
        "gate": [{"name": "MQL", "label": "score 65"}],
        "dimension": [{"name": "segment", "table": "leads", "column": "Segment"}],
        "mark": [
            {"date": "2026-01-12", "label": "New score", "kind": "scoring", "gate": "MQL"},
            {
                "date": "2026-07-15", "label": "Training for first calls", "kind": "training",
                "control": {"segment": ["Enterprise", "Mid"]}, "measures": ["win_rate"],
            },
            {"date": "2026-07-15", "label": "Training for demos", "kind": "training"},
        ],
    }
)  # fmt: skip


def decision(choice: str, note: str = "", day: int = 20) -> Decision:
    return Decision(
        f"d{choice}", dt.date(2026, 7, day), "cost", "stalled_immediately", "What happens?",
        "38 in 100.", choice, "Ann", dt.date(2026, 9, 1), note,
    )  # fmt: skip


def test_marks_and_decisions_that_change_something_the_latest_first():
    log = Log([decision(each) for each in ("keep", "change", "read_ten", "test")])
    found = changes_of(SETTINGS, log)
    assert [(each.key, each.label) for each in found] == [
        ("2026-07-20", "Decided: change. What happens?"),
        ("2026-07-20-2", "Decided: test. What happens?"),
        ("2026-07-15", "Training for first calls"),
        ("2026-07-15-2", "Training for demos"),
        ("2026-01-12", "New score (score 65)"),
    ]
    assert [each.is_decision for each in found] == [True, True, False, False, False]
    assert found[0].measures == ("stalled_immediately",)
    assert found[2].control == {"segment": ("Enterprise", "Mid")}


def test_a_reader_of_a_part_gets_no_words_of_a_meeting():
    log = Log([decision("change", "We let Mid in.")])
    whole, part = (changes_of(SETTINGS, log, whole=each)[0] for each in (True, False))
    assert whole.label == "Decided: change. What happens? We let Mid in."
    assert part.label == "Decided: change. What happens?"


def test_a_change_is_named_by_its_date_or_a_part_of_its_label():
    changes = changes_of(SETTINGS, Log())
    assert find(changes, "2026-07-15-2").label == "Training for demos"
    assert find(changes, " 2026-07-15 ").label == "Training for first calls"
    assert find(changes, "new SCORE").key == "2026-01-12"
    for text, said in (
        ("training", "may be any of several changes: 2026-07-15 .Training for first calls., "),
        ("2026-01-13", "Did you mean '2026-01-12'"),
        ("", "There is no change ''"),
    ):
        with pytest.raises(ConfigError, match=said):
            find(changes, text)
    with pytest.raises(ConfigError, match=r"Add \[\[mark\]\] with date"):
        find([], "2026-01-12")


def test_recent_changes_are_those_of_the_last_days_and_none_that_is_planned():
    changes = changes_of(SETTINGS, Log())
    found = recent(changes, dt.date(2026, 7, 15), days=184)
    assert [each.key for each in found] == ["2026-07-15", "2026-07-15-2"]
    assert [each.key for each in recent(changes, dt.date(2026, 7, 14), 184)] == ["2026-01-12"]


def test_the_owner_s_measures_are_looked_at_and_otherwise_those_of_its_kind():
    measures = registry.load()
    changes = {each.key: each for each in changes_of(SETTINGS, Log([decision("change")]))}

    def looked_at(key: str, **about: object) -> list[str]:
        return [each.measure_id for each in watched(replace(changes[key], **about), measures)]

    assert looked_at("2026-07-15") == ["win_rate"]
    assert looked_at("2026-07-15-2")[0] == "first_conversation_wait"
    assert looked_at("2026-01-12")[0] == "score_validity"
    # A decision was taken on one measure; what else may move is looked at beside it, once.
    decided = looked_at("2026-07-20")
    assert decided[0] == "stalled_immediately"
    assert decided.count("stalled_immediately") == 1
    assert "won_by_cohort" in decided
    # What still grows after its months stands with a row that does not.
    assert looked_at("2026-07-15", measures=("mql_to_sql_conversion",)) == [
        "mql_to_sql_conversion", "stage_lag",
    ]  # fmt: skip


def test_every_row_that_is_looked_at_is_of_a_measure_that_there_is():
    measures = registry.load()
    for kind in get_args(MarkKind):
        change = replace(changes_of(SETTINGS, Log())[0], kind=kind, measures=())
        found = watched(change, measures)
        assert len(found) >= 6
        for each in found:
            assert set(each.keys) <= {*measures[each.measure_id].keys, "state"}
