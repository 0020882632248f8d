"""Each kind of contradiction is found where it is, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.config import parse
from dashboard.ingest import contradictions
from tests.check.tables import canonical

CONFIG = parse(
    {
        "company": {"currency": "EUR"},
        "rate": [{"currency": "USD", "rate": 0.9, "since": "2026-02-01"}],
        "gate": [{"name": "MQL"}, {"name": "SQL"}],
        "source_families": {"inbound": ["Web"]},
    }
)
# A deal, its lead and its history in which nothing is wrong.
GOOD = {
    "opportunities": [
        {
            "opportunity_id": "d1", "stage": "Won", "outcome": "won", "source": "Web",
            "created_date": "2026-03-01", "closed_date": "2026-04-01", "amount": 100.0,
            "currency": "EUR", "account_id": "a1",
        }
    ],
    "accounts": [{"account_id": "a1"}],
    "leads": [
        {
            "lead_id": "l1", "person_id": "p1", "created_date": "2026-02-01", "source": "Web",
            "converted_opportunity_id": "d1",
        }
    ],
    "gate_decisions": [
        {"entity_id": "l1", "gate": "MQL", "decided_date": "2026-02-02", "verdict": "pass"},
        {"entity_id": "l1", "gate": "SQL", "decided_date": "2026-02-03", "verdict": "pass"},
    ],
    "deal_changes": [
        {"opportunity_id": "d1", "stage": "New", "changed_date": "2026-03-01",
         "recorded_date": "2026-03-01"},
        {"opportunity_id": "d1", "stage": "Won", "changed_date": "2026-04-01",
         "recorded_date": "2026-04-01"},
    ],
    "touches": [{"at_date": "2026-05-20", "direction": "buyer", "opportunity_id": "d1"}],
    "meetings": [{"meeting_id": "m1", "booked_date": "2026-03-01", "held_date": "2026-03-02"}],
    "renewals": [
        {"account_id": "a1", "period_start_date": "2026-01-01", "renewal_date": "2026-12-31"}
    ],
    "partners": [
        {"partner_id": "q1", "applied_date": "2026-01-01", "accepted_date": "2026-02-01"}
    ],
}  # fmt: skip


def found(**changed: list[dict[str, Any]]) -> dict[str, list[tuple[str, str | None, str]]]:
    database = canonical(CONFIG, **{**GOOD, **changed})
    contradictions.write(database)
    kinds: dict[str, list[tuple[str, str | None, str]]] = {}
    rows = database.query(
        "select kind, record_id, other_id, detail from contradictions order by all"
    )
    for kind, *row in rows.iter_rows():
        kinds.setdefault(kind, []).append(tuple(row))
    return kinds


def deal(**changed: Any) -> list[dict[str, Any]]:
    return [{**GOOD["opportunities"][0], **changed}]


def lead(**changed: Any) -> list[dict[str, Any]]:
    return [{**GOOD["leads"][0], **changed}]


def history(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    names = ("opportunity_id", "stage", "changed_date")
    return [dict(zip(names, row, strict=True)) for row in rows]


def decisions(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    names = ("gate", "decided_date", "verdict")
    return [{"entity_id": "l1", **dict(zip(names, row, strict=True))} for row in rows]


def test_in_a_sound_company_nothing_is_found():
    assert found() == {}


NO_HISTORY = {"deal_changes": []}
CASES = {
    "won_before_created": (
        {"opportunities": deal(closed_date="2026-02-20"), **NO_HISTORY},
        ("d1", None, "won on 2026-02-20, created on 2026-03-01"),
    ),
    "lost_before_created": (
        {
            "opportunities": deal(outcome="lost", stage="Lost", closed_date="2026-02-20"),
            **NO_HISTORY,
        },
        ("d1", None, "lost on 2026-02-20, created on 2026-03-01"),
    ),
    "gates_out_of_order": (
        {"gate_decisions": decisions(("SQL", "2026-02-02", "pass"), ("MQL", "2026-02-05", "pass"))},
        ("l1", None, "SQL on 2026-02-02, MQL on 2026-02-05"),
    ),
    "gate_unknown": (
        {"gate_decisions": decisions(("BANT", "2026-02-02", "pass"))},
        ("BANT", None, "1 decisions are counted nowhere"),
    ),
    "gate_passed_and_failed": (
        {"gate_decisions": decisions(("MQL", "2026-02-02", "pass"), ("MQL", "2026-02-02", "fail"))},
        ("l1", None, "MQL on 2026-02-02: fail, pass"),
    ),
    "gates_open_together": (
        {"gate_decisions": decisions(("MQL", "2026-02-02", "none"), ("SQL", "2026-02-03", "none"))},
        ("l1", None, "without a verdict: MQL, SQL"),
    ),
    "decision_before_lead": (
        {"gate_decisions": decisions(("MQL", "2026-01-02", "pass"))},
        ("l1", None, "MQL on 2026-01-02, lead created on 2026-02-01"),
    ),
    "stage_unknown": (
        {"deal_changes": history(("d1", "New", "2026-03-01"), ("d1", "Demo", "2026-03-02"))},
        ("Demo", "default", "1 deals stand or stood in it"),
    ),
    "outcome_against_stage": (
        {"opportunities": deal(stage="Offer"), **NO_HISTORY},
        ("d1", None, "outcome won, stage Offer is open"),
    ),
    "history_without_deal": (
        {"deal_changes": history(("d9", "New", "2026-03-01"), ("d9", "Won", "2026-04-01"))},
        ("d9", None, "2 rows, from 2026-03-01 to 2026-04-01"),
    ),
    "history_starts_late": (
        {"deal_changes": history(("d1", "Offer", "2026-03-05"))},
        ("d1", None, "created on 2026-03-01, first known stage on 2026-03-05"),
    ),
    "history_before_created": (
        {"deal_changes": history(("d1", "New", "2026-02-05"))},
        ("d1", None, "created on 2026-03-01, changed on 2026-02-05"),
    ),
    "recorded_before_it_happened": (
        {"deal_changes": [{**GOOD["deal_changes"][0], "recorded_date": "2026-02-28"}]},
        ("d1", None, "changed on 2026-03-01, recorded on 2026-02-28"),
    ),
    "reopened": (
        {"deal_changes": history(("d1", "New", "2026-03-01"), ("d1", "Lost", "2026-03-02"),
                                 ("d1", "Offer", "2026-03-09"), ("d1", "Won", "2026-04-01"))},
        ("d1", None, "closed on 2026-03-02, open again on 2026-03-09"),
    ),
    "closed_without_date": (
        {"opportunities": deal(closed_date=None), **NO_HISTORY},
        ("d1", None, "won, stage Won"),
    ),
    "closed_in_the_future": (
        {"opportunities": deal(closed_date="2026-07-01"), **NO_HISTORY},
        ("d1", None, "won on 2026-07-01, as of 2026-06-30"),
    ),
    "as_of_stands_alone": (
        {"touches": [{"at_date": "2026-06-30", "direction": "buyer"}]},
        ("2026-06-30", None, "1 rows on it, and the day before them is 2026-04-01"),
    ),
    "open_past_close_date": (
        {"opportunities": deal(outcome="open", stage="Offer", closed_date=None,
                               expected_close_date="2026-06-29"), **NO_HISTORY},
        ("d1", None, "was to close on 2026-06-29"),
    ),
    "converted_to_missing_deal": (
        {"leads": lead(converted_opportunity_id="d7")},
        ("l1", "d7", "lead created on 2026-02-01"),
    ),
    "deal_before_lead": (
        {"leads": lead(created_date="2026-03-02"), "gate_decisions": []},
        ("d1", "l1", "deal on 2026-03-01, lead on 2026-03-02"),
    ),
    "negative_amount": ({"opportunities": deal(amount=-5.0)}, ("d1", None, "-5.0 EUR")),
    "won_without_amount": ({"opportunities": deal(amount=None)}, ("d1", None, "no amount")),
    "currency_without_rate": (
        {"opportunities": deal(currency="GBP")}, ("d1", "GBP", "100.0 GBP"),
    ),
    "mixed_id_lengths": (
        {"opportunities": deal(opportunity_id="006A00000012345AAX"),
         "leads": lead(converted_opportunity_id=None),
         "deal_changes": history(("006A00000012345", "New", "2026-03-01"))},
        ("006A00000012345", "006A00000012345AAX", "they are one record"),
    ),
    "source_in_no_family": ({"leads": lead(source="Fair")}, ("Fair", None, "1 leads and deals")),
    "meeting_held_before_booked": (
        {"meetings": [{**GOOD["meetings"][0], "booked_date": "2026-03-03"}]},
        ("m1", None, "held on 2026-03-02, booked on 2026-03-03"),
    ),
    "renewal_before_period": (
        {"renewals": [{"account_id": "a1", "period_start_date": "2026-03-01",
                       "renewal_date": "2026-02-01"}]},
        ("a1", None, "due on 2026-02-01, period from 2026-03-01"),
    ),
    "partner_accepted_before_applied": (
        {"partners": [{"partner_id": "q1", "applied_date": "2026-03-01",
                       "accepted_date": "2026-02-01"}]},
        ("q1", None, "accepted on 2026-02-01, applied on 2026-03-01"),
    ),
}  # fmt: skip


# Those that read what one system alone has are tested with its layout.
OF_ONE_SYSTEM = {"deal_added_twice"}


def test_every_kind_is_tried():
    assert {each.kind for each in contradictions.kinds()} == set(CASES) | OF_ONE_SYSTEM


@pytest.mark.parametrize("kind", CASES)
def test_a_contradiction_is_found_with_what_it_is(kind):
    changed, (record_id, other_id, detail) = CASES[kind]
    database = canonical(CONFIG, **{**GOOD, **changed})
    sql = next(each.sql for each in contradictions.kinds() if each.kind == kind)
    expected = {"record_id": record_id, "other_id": other_id, "detail": detail}
    assert [{"other_id": None, **row} for row in database.rows(sql)] == [expected]


def test_a_rate_that_starts_too_late_is_none():
    late = deal(currency="USD", closed_date="2026-01-20", created_date="2026-01-10")
    detail = found(opportunities=late, **NO_HISTORY)["currency_without_rate"][0][2]
    assert detail == "100.0 USD, rates start on 2026-02-01"
    assert "currency_without_rate" not in found(opportunities=deal(currency="USD"))


def test_a_gate_known_by_day_is_not_out_of_order_within_the_day():
    same_day = decisions(("SQL", "2026-02-02", "pass"), ("MQL", "2026-02-02", "pass"))
    assert found(gate_decisions=same_day) == {}


def test_an_empty_company_contradicts_nothing():
    assert found(**{table: [] for table in GOOD}) == {}


def test_headers_say_what_to_do():
    for each in contradictions.kinds():
        assert each.header.mend.endswith("."), each.kind
        assert each.header.severity in ("warning", "note")
