"""Every folder of real exports builds from what `gatecost init` writes, and the truth comes out.

EDITS are all changes to the config that a folder needs: each is one that init itself asked for.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from dashboard import build, cli
from tests.real.test_truth import row_of

# folder -> key that init left empty -> what is filled in
EDITS: dict[str, dict[str, str]] = {
    "olist": {},
    "maven": {},
    "bpic2012": {},
    "pipedrive": {},
    "salesforce/2020": {},
    "salesforce/2026": {},
    "fivetran/salesforce": {},
    "fivetran/hubspot": {},
    "fivetran/marketo": {},
    "fivetran/pardot": {},
    "fivetran": {},
}

# folder, measure, --by, keys of the row, field, value
TRUTH: tuple[tuple[str, str, str | None, dict[str, object], str, float], ...] = (
    # 2. Olist
    ("olist", "lead_to_won_conversion", None, {}, "numerator", 842),
    ("olist", "lead_to_won_conversion", None, {}, "denominator", 8000),
    *(
        ("olist", "lead_to_won_conversion", "origin", {"group": origin}, field, value)
        for origin, n, won in (
            ("organic_search", 2296, 271),
            ("unknown", 1099, 179),
            ("(not recorded)", 60, 14),
        )
        for field, value in (("denominator", n), ("numerator", won))
    ),
    ("olist", "lead_to_won_conversion", "month", {"period": "2018-01"}, "events", 152),
    (
        "olist", "stage_lag", None,
        {"step": "created_to_won", "statistic": "median_of_finished"}, "value", 14,
    ),
    # 3. Maven
    ("maven", "win_rate", None, {}, "numerator", 4238),
    ("maven", "win_rate", None, {}, "denominator", 6711),
    ("maven", "control_totals", None, {"statistic": "won_amount"}, "value", 10_005_534),
    ("maven", "control_totals", None, {"statistic": "deals_created"}, "value", 8800),
    ("maven", "control_totals", None, {"statistic": "open_deals"}, "value", 2089),
    ("maven", "sales_velocity", None, {}, "value", 57),
    (
        "maven", "control_totals", "product",
        {"group": "GTXPro", "statistic": "won_deals"}, "value", 729,
    ),
    # 6. BPI 2012
    ("bpic2012", "funnel", None, {"step": "lead", "reading": "strict"}, "value", 13_087),
    ("bpic2012", "funnel", None, {"step": "PREACCEPTED", "reading": "strict"}, "value", 7_367),
    ("bpic2012", "funnel", None, {"step": "deal", "reading": "strict"}, "value", 5_015),
    ("bpic2012", "funnel", None, {"step": "won", "reading": "strict"}, "value", 2_246),
    ("bpic2012", "rejected_then_won", None, {"statistic": "verdicts"}, "n", 5_719),
    # 8. Salesforce, all deals: new business is a part of them
    ("salesforce/2020", "control_totals", None, {"statistic": "won_deals"}, "value", 18),
    ("salesforce/2020", "control_totals", None, {"statistic": "deals_created"}, "value", 31),
    ("salesforce/2020", "control_totals", None, {"statistic": "open_deals"}, "value", 13),
    ("salesforce/2026", "control_totals", None, {"statistic": "won_deals"}, "value", 12),
    ("salesforce/2026", "control_totals", None, {"statistic": "deals_created"}, "value", 36),
    ("salesforce/2026", "funnel", None, {"step": "lead", "reading": "strict"}, "value", 22),
    # 9. Pipedrive: all 1,995 deals are lost
    ("pipedrive", "control_totals", None, {"statistic": "deals_created"}, "value", 1995),
    ("pipedrive", "win_rate", None, {}, "numerator", 0),
    ("pipedrive", "win_rate", None, {}, "denominator", 1995),
)  # fmt: skip


def ran(*words: str) -> tuple[int, str]:
    """Return the exit code of a command and what it printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = cli.main([*words])
    return code, out.getvalue()


@cache
def answered(workspace: Path, measure: str, by: str | None) -> dict[str, Any]:
    """Return what `gatecost measure` prints of all deals; asked once for all its figures."""
    words = ["--population", "all", *(["--by", by] if by else [])]
    code, said = ran("measure", measure, *words, "--workspace", str(workspace), "--format", "json")
    assert code == 0, said
    result: dict[str, Any] = json.loads(said)
    return result


@pytest.fixture(scope="session")
def initialised(shared: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Any:
    """Run init over a folder, answer what it asked, and build: once per run."""
    base = tmp_path_factory.getbasetemp()
    base = base if worker_id == "master" else base.parent

    def once(name: str) -> Path:
        workspace = base / f"init-{name.replace('/', '-')}"
        with FileLock(str(workspace) + ".lock"):
            if not (workspace / "warehouse" / "CURRENT").exists():
                shutil.rmtree(workspace, ignore_errors=True)
                exports = shared / "data" / name
                code, said = ran("init", str(exports), "--workspace", str(workspace), "--quick")
                assert code == 0, said
                (workspace / "said.txt").write_text(said, encoding="utf-8")
                answer_questions(workspace, EDITS[name])
                build.build(workspace)
        return workspace

    return once


def answer_questions(workspace: Path, answers: dict[str, str]) -> None:
    """Fill in the empty keys; each must have been asked for, and nothing else may be."""
    path = workspace / "gatecost.toml"
    said = (workspace / "said.txt").read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    for key, value in answers.items():
        empty = next(line for line in text.splitlines() if line in (f'{key} = ""', f"{key} = []"))
        assert "To be filled in" in said
        text = text.replace(empty, f"{key} = {value}", 1)
    path.write_text(text, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.parametrize("name", EDITS)
def test_a_folder_builds_from_init_and_its_own_questions(initialised: Any, name: str) -> None:
    workspace = initialised(name)
    assert (workspace / "warehouse" / "CURRENT").is_file()
    assert len(EDITS[name]) <= 3


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "measure", "by", "keys", "field", "value"),
    TRUTH,
    ids=[f"{each[0]}-{each[1]}-{'-'.join(map(str, each[3].values()))}-{each[4]}" for each in TRUTH],
)
def test_the_truth_comes_out_of_init_alone(
    initialised: Any, name: str, measure: str, by: str | None,
    keys: dict[str, object], field: str, value: float,
) -> None:  # fmt: skip
    assert row_of(answered(initialised(name), measure, by), keys)[field] == pytest.approx(
        value, abs=5e-7
    )


@pytest.mark.real
@pytest.mark.parametrize("name", ["olist", "maven", "salesforce/2020", "pipedrive"])
def test_facts_are_known_from_the_exports_alone(initialised: Any, name: str) -> None:
    said = (initialised(name) / "said.txt").read_text(encoding="utf-8")
    facts = said.split("known already:\n")[1].split("\n\n")[0]
    assert facts.count("\n- ") + 1 >= 3
