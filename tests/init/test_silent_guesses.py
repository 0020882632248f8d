"""What init takes for granted is marked, listed and tried: touches, conversions, the folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from dashboard import cli
from tests.init.proposing import HISTORY, LEADS, OPPORTUNITIES, SALESFORCE, proposed, write


def tasks(types: Mapping[str, int]) -> str:
    rows = [f"{kind},{n}" for kind, count in types.items() for n in range(count)]
    head = "Id,WhoId,WhatId,ActivityDate,Status,Type,IsClosed,CreatedDate,CompletedDateTime\n"
    return head + "".join(
        f"00T{number},,006000000000001AAA,2026-01-05,Completed,{row.split(',')[0]},1,"
        "2026-01-05 10:00:00,2026-01-05 10:00:00\n"
        for number, row in enumerate(rows)
    )


TOLD = {
    "Email in": "buyer", "Inbound call": "buyer", "Reply to email": "buyer", "Doc open": "buyer",
    "Deck viewed": "buyer", "Price list downloaded": "buyer", "Call talk": "mutual",
    "Call - connected": "mutual", "Review held": "mutual",
}  # fmt: skip
NOT_TOLD = (
    "Email out", "Call", "Call not connected", "Meeting no show", "LinkedIn message", "InMail",
    "Check-in call",
)  # fmt: skip


def test_words_of_a_type_tell_who_reached_out(tmp_path: Path) -> None:
    kinds = dict.fromkeys([*TOLD, *NOT_TOLD], 2)
    found = proposed(tmp_path, {**SALESFORCE, "Task.csv": tasks(kinds)})
    assert {each["type"]: each["direction"] for each in found.content["touch"]} == TOLD
    asked = " ".join(found.questions("unsure"))
    for kind, direction in TOLD.items():
        assert f"2 touches are called {kind!r}: taken for {direction} by the name" in asked


def test_every_type_left_as_the_sellers_is_listed_with_its_count(tmp_path: Path) -> None:
    kinds = {"Email out": 3, "Postcard": 2, "Email in": 4, **{f"Kind {n:02}": 1 for n in range(20)}}
    found = proposed(tmp_path, {**SALESFORCE, "Task.csv": tasks(kinds)})
    (said,) = (each for each in found.questions("unsure") if each.startswith("left as the seller"))
    assert "'Email out' 3, 'Postcard' 2, 'Kind 00' 1," in said
    assert "'Kind 19' 1." in said
    assert "Email in" not in said


def test_a_pass_by_conversion_is_a_guess_of_its_own(tmp_path: Path) -> None:
    found = proposed(tmp_path, SALESFORCE)
    (said,) = (each for each in found.questions("unsure") if "pass_on_conversion" in each)
    assert said.startswith("1 leads were converted, and pass_on_conversion takes each of them")


def converting() -> dict[str, str]:
    files = {"Opportunity.csv": OPPORTUNITIES, "Lead.csv": LEADS, "LeadHistory.csv": HISTORY}
    history = "Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount\n"
    return {**files, "OpportunityHistory.csv": history}


def test_a_pass_by_conversion_is_tried_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.cli.first_look._RULES", {})
    monkeypatch.setattr("dashboard.cli.first_look._PATIENCE_SECONDS", 1e9)
    write(tmp_path / "exports", converting())
    words = ["init", str(tmp_path / "exports"), "--workspace", str(tmp_path), "--format", "json"]
    assert cli.main(words) == 0
    tried = json.loads(capsys.readouterr().out)["assumed"]
    assert ("pass_on_conversion of SQL", "true", "false") in {
        (each["assumption"], each["assumed"], each["instead"]) for each in tried
    }


@pytest.mark.parametrize("both", [False, True])
def test_the_exports_are_looked_for_here_and_then_in_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, both: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "ours" / "exports", SALESFORCE)
    if both:
        write(tmp_path / "exports", SALESFORCE)
    assert cli.main(["init", "exports", "--workspace", "ours", "--quick"]) == 0
    text = (tmp_path / "ours" / "gatecost.toml").read_text(encoding="utf-8")
    assert f'folder = "{"../exports" if both else "exports"}"' in text


def test_a_missing_folder_names_both_places_and_makes_no_workspace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["init", "exports", "--workspace", "ours"]) == 2
    said = capsys.readouterr()
    assert f"exports and {Path('ours', 'exports')}: no such folder" in said.out + said.err
    assert not (tmp_path / "ours").exists()
