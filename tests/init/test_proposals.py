"""What init proposes for exports of each kind, and with which evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.errors import ConfigError
from tests.init.proposing import (
    DEALS,
    HISTORY,
    LEADS,
    OPPORTUNITIES,
    SALESFORCE,
    proposed,
    write,
)


def test_a_file_without_a_layout_is_mapped_by_its_headings(tmp_path: Path) -> None:
    found = proposed(tmp_path, {"my deals.csv": DEALS})
    (one_map,) = (each for each in found.content["map"] if each["table"] == "opportunities")
    assert one_map["columns"] == {
        "opportunity_id": "deal_id",
        "account_id": "company",
        "stage": "deal_stage",
        "created_at": "created_on",
        "closed_at": "close_date",
        "amount": "deal_value",
    }
    assert found.content["source"][0]["folder"] == "exports"


def test_without_metadata_names_tell_the_roles_and_are_marked_unsure(tmp_path: Path) -> None:
    found = proposed(tmp_path, {"deals.csv": DEALS})
    roles = {stage: role for stage, (role, _) in found.stages.items()}
    assert roles == {
        "Won": "won", "Lost": "lost", "Talking": "open", "Offer": "open", "On hold": "parked",
    }  # fmt: skip
    (told,) = (each for each in found.questions("unsure") if "'Won' is taken for won" in each)
    assert "its name says so, no metadata does. 2 deals are in it; 2 of them with" in told


def test_metadata_tell_the_roles_whatever_the_names_are(tmp_path: Path) -> None:
    found = proposed(tmp_path, {"Opportunity.csv": OPPORTUNITIES})
    assert {stage: role for stage, (role, _) in found.stages.items()} == {
        "Signiert": "won", "Aus": "lost", "Keep warm": "parked",
    }  # fmt: skip
    asked = " ".join(found.questions("unsure"))
    assert "Signiert" not in asked
    assert "'Keep warm' is taken for parked: the metadata says open" in asked


def test_names_that_tell_nothing_leave_one_key_empty(tmp_path: Path) -> None:
    nameless = DEALS
    names = {"Won": "a1", "Lost": "b2", "Talking": "c3", "Offer": "d4", "On hold": "e5"}
    for name, uuid in names.items():
        nameless = nameless.replace(f",{name},", f",{uuid},")
    found = proposed(tmp_path, {"deals.csv": nameless})
    assert found.content["outcome"]["won"] == []
    (asked,) = found.questions("required")
    assert asked.startswith("which stages mean won? Candidates: 'a1' (2 deals are in it; 2 of")


def test_open_stages_are_ranked_by_the_observed_order_of_moves(tmp_path: Path) -> None:
    history = (
        "opportunity_id,change_time,new_stage\n"
        "3,2026-01-04 10:00:00,Offer\n3,2026-01-05 10:00:00,Talking\n"
        "4,2026-01-05 10:00:00,Offer\n4,2026-01-06 10:00:00,Talking\n"
    )
    found = proposed(tmp_path, {"deals.csv": DEALS, "stage history.csv": history})
    assert found.stages["Offer"] == ("open", 1)
    assert found.stages["Talking"] == ("open", 2)


def test_a_status_becomes_one_gate_for_each_step_it_tells(tmp_path: Path) -> None:
    found = proposed(tmp_path, SALESFORCE)
    mql, sql = found.content["gate"]
    assert (mql["name"], mql["field"], mql["pass"]) == ("MQL", "Status", ["Marketing Qualified"])
    assert (sql["name"], sql["pass"]) == ("SQL", ["Sales Qualified"])
    assert sql["fail"] == {"recycled": ["Nurture"], "disqualified": ["Unqualified"]}
    assert sql["pass_on_conversion"] is True
    assert "pass_on_conversion" not in mql


def test_evidence_says_whether_a_gate_is_known_to_the_second(tmp_path: Path) -> None:
    without = " ".join(proposed(tmp_path / "a", SALESFORCE).questions("unsure"))
    assert "Its history is not exported" in without
    with_history = proposed(tmp_path / "b", {**SALESFORCE, "LeadHistory.csv": HISTORY})
    told = " ".join(with_history.questions("unsure"))
    assert "Its history is there: 2 changes, recorded to the second." in told
    assert "Its history is not exported" not in told


def test_values_that_say_nothing_are_asked_for_with_their_counts(tmp_path: Path) -> None:
    leads = LEADS.replace(",1,2026-01-02,", ",0,,")
    for name, other in (("Marketing Qualified", "A"), ("Sales Qualified", "B"), ("Nurture", "C")):
        leads = leads.replace(name, other)
    leads = leads.replace("Unqualified", "D").replace(",New,", ",E,")
    found = proposed(tmp_path, {"Opportunity.csv": OPPORTUNITIES, "Lead.csv": leads})
    assert found.content["gate"][0]["pass"] == []
    (asked,) = found.questions("required")
    assert "which values of Status say that a lead passed?" in asked
    assert "'A' 1, 'B' 1" in asked


def test_currency_types_and_families_come_from_the_values(tmp_path: Path) -> None:
    found = proposed(tmp_path, SALESFORCE).content
    assert found["company"]["currency"] == "EUR"
    assert found["types"]["new_business"] == ["New Business"]
    assert found["source_families"] == {"inbound": ["Web"], "partner": ["Partner"]}


def test_several_currencies_ask_for_rates(tmp_path: Path) -> None:
    mixed = OPPORTUNITIES.replace("Web,EUR", "Web,USD")
    found = proposed(tmp_path, {"Opportunity.csv": mixed})
    assert found.content["company"]["currency"] == "EUR"
    assert "deals are in 2 currencies" in " ".join(found.questions("unsure"))
    assert '# currency = "USD"' in found.text


def test_own_columns_are_found_by_their_names(tmp_path: Path) -> None:
    source = proposed(tmp_path, SALESFORCE).content["source"][0]
    assert source["columns"]["leads"] == {
        "hand_raised_at": "Demo_Request__c",
        "score": "Score_At_Creation__c",
    }


def test_todays_score_is_not_proposed(tmp_path: Path) -> None:
    leads = LEADS.replace("Score_At_Creation__c", "Score__c")
    source = proposed(tmp_path, {**SALESFORCE, "Lead.csv": leads}).content["source"][0]
    assert "score" not in source["columns"]["leads"]


def test_the_first_gate_asks_for_its_line_where_a_score_may_decide_it(tmp_path: Path) -> None:
    asked = [
        each for each in proposed(tmp_path, SALESFORCE).questions("unsure") if "{ at =" in each
    ]
    assert len(asked) == 1
    assert asked[0].startswith("if Score_At_Creation__c decides it")
    todays = LEADS.replace("Score_At_Creation__c", "Score__c")
    later = proposed(tmp_path / "other", {**SALESFORCE, "Lead.csv": todays})
    assert "{ at =" not in later.text


def test_a_missing_heading_gets_a_stand_in(tmp_path: Path) -> None:
    leads = LEADS.replace("Id,CreatedDate,", "Id,Born,")
    found = proposed(tmp_path, {**SALESFORCE, "Lead.csv": leads})
    assert found.content["source"][0]["columns"]["leads"]["created_at"] == "LastModifiedDate"
    assert "LastModifiedDate stands in for created_at" in " ".join(found.questions("unsure"))


def test_dates_that_may_be_read_two_ways_are_asked_for(tmp_path: Path) -> None:
    unclear = DEALS
    for month in range(1, 4):
        unclear = unclear.replace(f"2026-{month:02}-", f"{month:02}/")
    unclear = unclear.replace(" 10:00:00", "/2026")
    found = proposed(tmp_path, {"deals.csv": unclear})
    assert found.content["source"][0]["date_format"] == ""
    asked = " ".join(found.questions("required"))
    assert "the dates of 'created_on' are written: they may be day first or month first" in asked
    assert "Candidates: 'DD/MM/YYYY' or 'MM/DD/YYYY'." in asked


def test_several_amounts_are_asked_for(tmp_path: Path) -> None:
    heading = "deal_id,company,deal_stage,created_on,close_date,gross_revenue,region,net_revenue"
    lines = [heading, *(f"{line},{n}7" for n, line in enumerate(DEALS.splitlines()[1:]))]
    found = proposed(tmp_path, {"deals.csv": "\n".join(lines) + "\n"})
    assert found.content["map"][0]["columns"]["amount"] == ""
    (asked,) = found.questions("required")
    assert "'gross_revenue' (100% filled, 6 values); 'net_revenue'" in asked


def test_persons_and_keys_are_no_dimensions(tmp_path: Path) -> None:
    rows = [
        f"{n},Won,2026-01-0{1 + n % 9},2026-02-0{1 + n % 9},Agent {n % 3},{'NS'[n % 2]}"
        for n in range(12)
    ]
    head = "deal_id,stage,created_at,closed_at,sales_agent,region"
    found = proposed(tmp_path, {"deals.csv": "\n".join([head, *rows]) + "\n"})
    assert [each["column"] for each in found.content["dimension"]] == ["region"]


def test_what_persons_are_called_is_not_looked_at(tmp_path: Path) -> None:
    head, *rows = DEALS.splitlines()
    named = [f"{row},ada{n % 2}@planted.example,Planted {n % 2}" for n, row in enumerate(rows)]
    files = {"deals.csv": "\n".join([f"{head},Email,First Name", *named]) + "\n"}
    found = proposed(tmp_path, files)
    (file,) = (each for each in found.draft.files if each.table == "opportunities")
    assert {"Email", "First Name"} & {each.heading for each in file.sheet.columns} == set()
    assert "lanted" not in found.text


def test_each_folder_of_a_known_system_is_a_source(tmp_path: Path) -> None:
    found = proposed(
        tmp_path, {"a/Opportunity.csv": OPPORTUNITIES, "b/Opportunity.csv": OPPORTUNITIES}
    )
    sources = [(each["name"], each["folder"]) for each in found.content["source"]]
    assert sources == [("salesforce", "exports/a"), ("salesforce_b", "exports/b")]


def test_what_is_not_read_is_named_with_the_reason(tmp_path: Path) -> None:
    files = {"deals.csv": DEALS, "prices.csv": "product,list\nA,1\nA,2\n", "old/deals.csv": DEALS}
    left = proposed(tmp_path, files).draft.left_alone
    assert left["prices.csv"] == "no table of ours can be made of the columns"
    assert "no layout knows the folder old" in left["old/deals.csv"]


def test_an_event_log_gets_gate_and_stages_from_its_activities(tmp_path: Path) -> None:
    log = "case_id,activity,timestamp\n" + "".join(
        f"{case},{name},2026-01-0{day} 10:00:00\n"
        for case, names in (
            (1, ("SUBMITTED", "PREACCEPTED", "OFFER_SENT", "APPROVED")),
            (2, ("SUBMITTED", "DECLINED")),
            (3, ("SUBMITTED", "PREACCEPTED", "OFFER_SENT", "CANCELLED")),
        )
        for day, name in enumerate(names, start=1)
    )
    found = proposed(tmp_path, {"log.csv": log})
    assert found.stages == {
        "OFFER_SENT": ("open", 1), "APPROVED": ("won", None),
        "DECLINED": ("lost", None), "CANCELLED": ("lost", None),
    }  # fmt: skip
    (gate,) = found.content["gate"]
    assert (gate["pass"], gate["fail"]) == (["PREACCEPTED"], {"rejected": ["DECLINED"]})
    assert found.content["rules"]["back_stamp_minutes"] == 0


def test_midnights_of_another_zone_are_pointed_at(tmp_path: Path) -> None:
    rows = "".join(
        f"{n},Won,2026-01-{1 + n % 28:02} 10:{n:02}:01,2026-02-{1 + n % 28:02} 02:00:00\n"
        for n in range(40)
    )
    found = proposed(tmp_path, {"deals.csv": f"deal_id,stage,created_at,closed_at\n{rows}"})
    told = " ".join(found.questions("unsure"))
    assert "of 80 times 40 are exactly 02:00:00: midnights of a zone at UTC-2?" in told
    assert found.content["company"]["time_zone"] == "UTC"


@pytest.mark.parametrize("what", ["a missing folder", "an empty folder"])
def test_where_there_is_nothing_to_read_init_says_so(tmp_path: Path, what: str) -> None:
    if what == "an empty folder":
        write(tmp_path, {"exports/readme.md": "nothing"})
    with pytest.raises(ConfigError, match=r"is no folder|holds no file that can be read"):
        proposed(tmp_path, {}) if what == "an empty folder" else _missing(tmp_path)


def _missing(tmp_path: Path) -> None:
    from dashboard.ingest.propose import folders

    folders.discover(tmp_path / "nowhere", tmp_path)
