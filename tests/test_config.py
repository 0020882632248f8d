"""What a config may not say, and how the fault is named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
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


def test_a_gate_has_one_line_a_day() -> None:
    lines = [{"at": 65}, {"at": 60}]
    assert "'MQL' has two thresholds without since." in faults(
        {"gate": [{"name": "MQL", "thresholds": lines}]}
    )
    dated = [{"at": 65, "since": dt.date(2026, 1, 1)}, {"at": 60, "since": dt.date(2026, 1, 1)}]
    assert "'MQL' has two thresholds since 2026-01-01." in faults(
        {"gate": [{"name": "MQL", "thresholds": dated}]}
    )
    moved = [{"at": 65}, {"at": 60, "since": dt.date(2026, 1, 1)}]
    gate = config.parse({"gate": [{"name": "MQL", "thresholds": moved}]}).gates[0]
    assert [(line.since, line.at) for line in gate.thresholds] == [
        (None, 65.0),
        (dt.date(2026, 1, 1), 60.0),
    ]


def test_one_gate_decides_by_score() -> None:
    gates = [{"name": name, "thresholds": [{"at": 65}]} for name in ("MQL", "SQL")]
    assert "[[gate]] 'SQL' has thresholds, and so has 'MQL' before it." in faults({"gate": gates})


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


FAULTY = """\
# our funnel
as_of = "soon"

[company]
currency = "EUR"
time_zon = "Europe/Berlin"

[[source]]
name = "crm"

[[source]]
name = "crm"
layout = "mapped"

[[map]]
source = "crm"
table = "leads"
file = '''
leads.csv'''
columns = { lead_id = "Id" }
pick = "middle"

[[map]]
table = "leads"
file = "people.csv"
source = "erp"
unless = { State = [
    "done",
    1,
] }
"""


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / config.FILE_NAME
    path.write_text(FAULTY, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path)
    found = [each.removeprefix(str(path)) for each in caught.value.faults]
    lines = [":2:", ":6:", ":11:", ":21:", ":26:", ":27:"]
    assert [each.split(" ")[0] for each in found] == lines
    assert "as_of = 'soon'" in found[0]
    assert "[company], time_zon: there is no such key. Did you mean 'time_zone'?" in found[1]
    assert "[[source]] 'crm' is declared twice" in found[2]
    assert "[[map]] 1, pick = 'middle': Input should be 'first' or 'last'" in found[3]
    assert "names the source 'erp', which is not declared" in found[4]
    assert "[[map]] 2, unless.State: Input should be a valid string" in found[5]


def test_a_missing_key_is_told_with_the_line_of_its_table(tmp_path: Path) -> None:
    path = tmp_path / config.FILE_NAME
    path.write_text("\n[[source]]\nname = 'crm'\n\n[[map]]\nfile = 'a.csv'\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path)
    assert caught.value.faults == (f"{path}:5: [[map]] 1, table is missing. Add it.",)


LATER = """\
[[source]]
name = "crm"

[[map]]
table = "leads"
file = "leads.csv"
columns = { lead_id = "Id", created_at = "Created" }
constants = { source = "Web" }
unless = { State = "x" }
per = "Id"

[[map]]
table = "touches"
file = "calls.csv"
columns = { at = "When" }

[[gate]]
name = "MQL"
"""


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        ("[[map]] of leads.csv to leads: it has no column 'Created'. Did you mean 'Made'?", 7),
        ("[[map]] of leads.csv to leads: it has no column 'State'.", 9),
        ("[[map]] of calls.csv to touches: needs direction.", 12),
        ("[[map]] of calls.csv: there is no such file in exports.", 12),
        ("leads.csv: [[gate]] 'MQL': it has no column 'Status'.", 17),
        ("[[source]] 'crm': the folder exports is missing.", 1),
    ],
)
def test_a_fault_found_in_reading_has_the_line_that_it_is_about(tmp_path, fault, line):
    path = tmp_path / config.FILE_NAME
    path.write_text(LATER, encoding="utf-8")
    assert config.located(tmp_path, [fault]) == (f"{path}:{line}: {fault}",)


def test_a_fault_of_the_data_has_no_line_of_the_config(tmp_path):
    (tmp_path / config.FILE_NAME).write_text(LATER, encoding="utf-8")
    fault = "leads.csv: the days of 'Created' can be read in two ways."
    assert config.located(tmp_path, [fault, "[[gate]] 'none'"]) == (fault, "[[gate]] 'none'")


def test_alike_names_dimensions_that_are_declared(tmp_path: Path) -> None:
    path = tmp_path / config.FILE_NAME
    text = """
[rules]
alike = ["segmnt"]

[[dimension]]
name = "segment"
table = "accounts"
column = "Segment"
"""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"\[rules\] alike names 'segmnt'.*Did you mean 'segment'"
    ):
        config.load(tmp_path)


def test_a_mark_names_gates_and_measures_that_are_there() -> None:
    mark = {"date": "2026-04-01", "label": "New score", "kind": "scoring"}
    found = faults(
        {"gate": [{"name": "MQL"}], "mark": [{**mark, "gate": "MLQ", "measures": ["win_rat"]}]}
    )
    assert "[[mark]] 'New score' names 'MLQ', which is no [[gate]]. Did you mean 'MQL'?" in found
    assert "names 'win_rat', which is no measure. Did you mean 'win_rate'?" in found
    assert "label" in faults({"mark": [{**mark, "label": ""}]})
    good = {**mark, "gate": "MQL", "measures": ["win_rate", "mql_volume"]}
    assert config.parse({"gate": [{"name": "MQL"}], "mark": [good]}).marks[0].gate == "MQL"


def test_a_mark_names_one_dimension_for_the_part_it_did_not_touch():
    mark = {"date": "2026-04-01", "label": "New score", "kind": "scoring"}
    dimension = [{"name": "segment", "table": "leads", "column": "Segment"}]

    def marked(control: dict[str, Any]) -> dict[str, Any]:
        return {"dimension": dimension, "mark": [{**mark, "control": control}]}

    found = faults(marked({"segmnt": "SMB"}))
    assert "has the control 'segmnt', which is no [[dimension]]. Did you mean 'segment'?" in found
    assert "at most 1 item" in faults(marked({"segment": "SMB", "region": "EMEA"}))
    assert config.parse(marked({"segment": "SMB"})).marks[0].control == {"segment": "SMB"}


@pytest.mark.parametrize("address", ["javascript:alert({id})", "https://crm.example/", "{id}"])
def test_an_address_of_records_is_of_the_web_and_holds_the_id(address):
    said = "leads to no record. Write a web address with {id} in it"
    assert said in faults({"record_address": address})
    assert said in faults({"record_addresses": {"deal": address}})


def test_each_kind_of_record_may_have_its_own_address():
    addresses = {"deal": "https://crm.example/0-3/{id}", "lead": "https://crm.example/0-1/{id}"}
    assert config.parse({"record_addresses": addresses}).record_addresses == addresses
    assert "should be 'deal', 'lead' or 'account'" in faults({"record_addresses": {"firm": "x"}})
