"""What a config may not say, and how the fault is named."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard import config
from dashboard.errors import ConfigError

CALL = {"type": "Call", "kind": "call", "direction": "seller"}


def faults(content: dict[str, Any]) -> str:
    with pytest.raises(ConfigError) as caught:
        config.parse(content)
    return " ".join(caught.value.faults)


@pytest.mark.parametrize(
    ("families", "listed"),
    [
        ({"inbound": ["Web"], "referral": ["Friend", "Web"]}, "inbound, referral"),
        ({"inbound": ["Web", "Web"]}, "inbound, inbound"),
    ],
)
def test_a_source_belongs_to_one_family(families: dict[str, list[str]], listed: str) -> None:
    found = faults({"source_families": families})
    assert f"[source_families] 'Web' is listed more than once: in {listed}." in found


def test_a_new_business_type_is_listed_once() -> None:
    found = faults({"types": {"new_business": ["New", "First", "New"]}})
    assert "[types] new_business lists 'New' more than once" in found
    assert "First" not in found


def test_a_touch_type_means_one_thing() -> None:
    assert "[[touch]] 'Call' is declared twice" in faults({"touch": [CALL, CALL]})


@pytest.mark.parametrize("name", ["lead", "deal", "won"])
def test_a_gate_is_not_named_like_a_step_of_every_funnel(name: str) -> None:
    assert f"[[gate]] {name!r} is named like a step" in faults({"gate": [{"name": name}]})


def test_a_gates_name_does_not_part_steps() -> None:
    assert "has ' > ' in its name" in faults({"gate": [{"name": "MQL > SQL"}]})


def test_names_that_only_look_alike_are_allowed() -> None:
    content = {
        "gate": [{"name": "lead check"}, {"name": "A>B"}],
        "source_families": {"inbound": ["Web"], "referral": ["web"]},
        "types": {"new_business": ["New", "new"]},
        "touch": [CALL, {**CALL, "type": "Call back"}],
    }
    assert len(config.parse(content).gates) == 2


def test_what_no_map_reads_is_refused() -> None:
    mapped = {"source": [{"name": "crm"}]}
    gate = {"name": "MQL", "field": "Status", "pass": ["Yes"]}
    assert "Map its decisions" in faults({**mapped, "gate": [gate]})
    assert "[[touch]] is read from a layout" in faults({**mapped, "touch": [CALL]})
    layout = {"source": [{"name": "crm", "layout": "salesforce_weekly"}]}
    assert config.parse({**layout, "gate": [gate], "touch": [CALL]}).gates[0].field == "Status"
