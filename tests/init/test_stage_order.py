"""The order of open stages: what states it, what it is guessed from, and what is only named."""

from __future__ import annotations

from pathlib import Path

from tests.init.proposing import Proposed, proposed

# Four open stages whose names sort in the wrong order, and a won and a lost one.
_PATHS = (
    ("Qualify", "Demo", "Offer", "Contract", "Won"),
    ("Qualify", "Demo", "Offer", "Won"),
    ("Qualify", "Offer", "Demo", "Lost"),
    ("Qualify", "Demo", "Qualify", "Offer"),
    ("Contract",),
)
_STATES = {"Won": "1,1", "Lost": "1,0"}


def exports(
    probabilities: dict[str, int] | None = None, *, has_history: bool = True
) -> dict[str, str | bytes]:
    """Write the deals of _PATHS, a stage a day, all of one probability unless told."""
    deals = (
        "Id,StageName,CloseDate,IsClosed,IsWon,CreatedDate,LastModifiedDate,Amount,Probability\n"
    )
    history = "Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,Probability\n"
    for number, path in enumerate(_PATHS, start=1):
        deal, last = f"00600000000000{number}AAA", path[-1]
        odds = (probabilities or {}).get(last, 0)
        deals += (
            f"{deal},{last},2026-03-01,{_STATES.get(last, '0,0')},2026-01-01 10:00:00,"
            f"2026-01-0{len(path)} 10:00:00,10,{odds}\n"
        )
        for day, stage in enumerate(path, start=1):
            odds = (probabilities or {}).get(stage, 0)
            history += f"008{number}{day},{deal},u1,2026-01-0{day} 10:00:00,{stage},10,{odds}\n"
    files: dict[str, str | bytes] = {"Opportunity.csv": deals}
    if has_history:
        files["OpportunityHistory.csv"] = history
    return files


def order(found: Proposed) -> list[str]:
    ranks = {stage: rank for stage, (_, rank) in found.stages.items() if rank is not None}
    assert sorted(ranks.values()) == list(range(1, len(ranks) + 1))
    return sorted(ranks, key=lambda stage: ranks[stage])


def asked(found: Proposed) -> list[str]:
    marked = (each.split(". ")[0] for each in found.questions("unsure"))
    return [each for each in marked if each.startswith(("rank", "nothing tells"))]


def test_equal_probabilities_leave_the_order_to_the_history_and_say_so(tmp_path: Path) -> None:
    found = proposed(tmp_path, exports())
    assert order(found) == ["Qualify", "Demo", "Offer", "Contract"]
    said = "of {!r} is guessed from the history: {} of {} deals that had both entered {!r} before"
    assert asked(found) == [
        f"rank 1 {said.format('Qualify', 4, 4, 'Qualify')} 'Demo'",
        f"rank 2 {said.format('Demo', 3, 4, 'Demo')} 'Offer'",
        f"rank 3 {said.format('Offer', 1, 1, 'Offer')} 'Contract'",
        f"rank 4 {said.format('Contract', 1, 1, 'Offer')} 'Contract'",
    ]


def test_probabilities_that_differ_rule_over_the_history(tmp_path: Path) -> None:
    told = {"Contract": 10, "Offer": 20, "Demo": 30, "Qualify": 40, "Won": 100}
    found = proposed(tmp_path, exports(told))
    assert order(found) == ["Contract", "Offer", "Demo", "Qualify"]
    assert asked(found) == []


def test_only_stages_that_share_a_probability_are_guessed(tmp_path: Path) -> None:
    told = {"Qualify": 10, "Demo": 50, "Offer": 50, "Contract": 90, "Won": 100}
    found = proposed(tmp_path, exports(told))
    assert order(found) == ["Qualify", "Demo", "Offer", "Contract"]
    assert [each.split(" is guessed")[0] for each in asked(found)] == [
        "rank 2 of 'Demo'", "rank 3 of 'Offer'",
    ]  # fmt: skip


def test_a_sort_order_rules_over_probability_and_history(tmp_path: Path) -> None:
    stages = (
        "Id,MasterLabel,ApiName,IsActive,SortOrder,IsClosed,IsWon,DefaultProbability\n"
        + "".join(
            f"01J{place},{stage},{stage},1,{place},{_STATES.get(stage, '0,0')},0\n"
            for place, stage in enumerate(
                ("Offer", "Contract", "Qualify", "Demo", "Won", "Lost"), start=1
            )
        )
    )
    found = proposed(tmp_path, {**exports(), "OpportunityStage.csv": stages})
    assert order(found) == ["Offer", "Contract", "Qualify", "Demo"]
    assert asked(found) == []


def test_where_nothing_tells_each_stage_is_named(tmp_path: Path) -> None:
    found = proposed(tmp_path, exports(has_history=False))
    assert asked(found) == [
        "nothing tells where 'Contract' stands among the open stages; rank 1 stands in",
        "nothing tells where 'Offer' stands among the open stages; rank 2 stands in",
    ]


def test_numbers_before_the_names_state_the_order(tmp_path: Path) -> None:
    names = {"Qualify": "2 Qualify", "Demo": "9 Demo", "Offer": "10 Offer", "Contract": "1 Draft"}
    files = exports()
    for name, numbered in names.items():
        files = {
            path: str(text).replace(f",{name},", f",{numbered},") for path, text in files.items()
        }
    found = proposed(tmp_path, files)
    assert order(found) == ["1 Draft", "2 Qualify", "9 Demo", "10 Offer"]
    assert asked(found) == []
