"""Every row and every bullet of the path classes, as deals written out in text.

One person (L1) and one deal (D1), created 2026-06-10 12:00, unless a case says otherwise.
"""

from __future__ import annotations

import pytest

from tests.facts.world import TWO_GATES, facts

LEAD = """
    | lead_id | created_at | source | converted_opportunity_id |
    | L1      | 2026-05-01 | web    | D1                       |
    | L0      | 2024-01-01 | web    |                          |
"""
DEAL = """
    | opportunity_id | account_id | created_at          | closed_at  | outcome | source |
    | D1             | A1         | 2026-06-10 12:00:00 | 2026-09-01 | won     | web    |
"""
# Somebody else's decision long ago, so that the history is known to start in 2024.
OLD = "| L0 | MQL | 2024-01-02 | pass | | recorded |"
HEAD = "| entity_id | gate | decided_at | verdict | fail_kind | date_quality |"


def verdicts(*rows: str) -> str:
    """Write decisions about L1 from `gate, time, verdict` and an optional kind of date."""
    written = []
    for row in rows:
        gate, time, verdict, *quality = (part.strip() for part in row.split(","))
        kind = "rejected" if verdict == "fail" else ""
        written.append(
            f"| L1 | {gate} | {time} | {verdict} | {kind} | {(quality or ['recorded'])[0]} |"
        )
    return "\n".join([HEAD, OLD, *written])


def path_of(decisions: str, **changes: object) -> tuple[str | None, str | None]:
    """Return path class and sub-origin of the deal D1."""
    given = {"leads": LEAD, "opportunities": DEAL, "gate_decisions": decisions}
    given |= changes.pop("given", {})  # type: ignore[call-overload]
    database = facts(given, only=["fct_deals"], **changes)  # type: ignore[arg-type]
    row = database.query("select path_class, sub_origin from fct_deals where opportunity_id = 'D1'")
    return row.row(0)


ROWS = {
    "both gates passed before, no fail": (
        ("MQL, 2026-05-10, pass", "SQL, 2026-05-20, pass"),
        "in_flow",
    ),
    "both passed, with an earlier fail": (
        ("MQL, 2026-05-05, fail", "MQL, 2026-05-10, pass", "SQL, 2026-05-20, pass"),
        "returned",
    ),
    "last verdict is a fail, although both were passed": (
        ("MQL, 2026-05-10, pass", "SQL, 2026-05-20, pass", "SQL, 2026-05-25, fail"),
        "rejected_before",
    ),
    "a fail and nothing else": (("MQL, 2026-05-10, fail",), "rejected_before"),
    "one gate passed, the other missing": (("MQL, 2026-05-10, pass",), "skipped"),
    "the other passed later": (
        ("MQL, 2026-05-10, pass", "SQL, 2026-06-20, pass"),
        "skipped",
    ),
    "a fail, then one gate passed": (
        ("MQL, 2026-05-05, fail", "MQL, 2026-05-10, pass"),
        "skipped",
    ),
    "none before, the first within thirty days": (("MQL, 2026-06-20, pass",), "back_stamped"),
    "none before, the first on day thirty": (("MQL, 2026-07-10 11:00:00, pass",), "back_stamped"),
    "none at all": ((), "bypassed"),
    "the first pass more than thirty days later": (("MQL, 2026-07-20, pass",), "bypassed"),
    "a fail after the deal": (("MQL, 2026-06-20, fail",), "bypassed"),
}


@pytest.mark.parametrize("name", ROWS)
def test_each_row_of_the_table(name: str) -> None:
    decisions, expected = ROWS[name]
    assert path_of(verdicts(*decisions))[0] == expected


def test_rest_after_and_rest_missing_are_told_apart() -> None:
    after = path_of(verdicts("MQL, 2026-05-10, pass", "SQL, 2026-06-20, pass"))
    missing = path_of(verdicts("MQL, 2026-05-10, pass"))
    assert (after[1], missing[1]) == ("rest_after", "rest_missing")


BEFORE = {
    # conversion stamps the last gate and the deal in one go: a later gate counts up to 10 minutes
    "later gate nine minutes after the deal": (
        ("MQL, 2026-05-10, pass", "SQL, 2026-06-10 12:09:00, pass"), 10, "in_flow",
    ),
    "later gate eleven minutes after the deal": (
        ("MQL, 2026-05-10, pass", "SQL, 2026-06-10 12:11:00, pass"), 10, "skipped",
    ),
    "only gate nine minutes before the deal is paperwork": (
        ("MQL, 2026-06-10 11:51:00, pass",), 10, "back_stamped",
    ),
    "only gate ten minutes before the deal counts": (
        ("MQL, 2026-06-10 11:50:00, pass",), 10, "skipped",
    ),
    "an automated process: nought minutes": (
        ("MQL, 2026-06-10 11:59:59, pass", "SQL, 2026-06-10 12:00:00, pass"), 0, "in_flow",
    ),
    "an earlier gate does not follow from a later one": (
        ("SQL, 2026-05-10, pass", "MQL, 2026-06-10 12:05:00, pass"), 10, "skipped",
    ),
    "re-accepted at conversion after a fail": (
        ("MQL, 2026-05-10, pass", "SQL, 2026-05-20, fail", "SQL, 2026-06-10 12:01:00, pass"),
        10, "returned",
    ),
    "known by date: on the deal's day is before": (
        ("MQL, 2026-06-10, pass, date", "SQL, 2026-06-10, pass, date"), 10, "in_flow",
    ),
    "editable: on the deal's day is before": (
        ("MQL, 2026-06-10, pass, editable", "SQL, 2026-06-10 23:00:00, pass, editable"),
        10, "in_flow",
    ),
    "known by date: the day after is paperwork": (
        ("MQL, 2026-06-11, pass, date",), 10, "back_stamped",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BEFORE)
def test_what_counts_as_before(name: str) -> None:
    decisions, minutes, expected = BEFORE[name]
    found = path_of(verdicts(*decisions), settings={"back_stamp_minutes": minutes})
    assert found[0] == expected


def test_paperwork_must_come_before_the_close() -> None:
    deal = DEAL.replace("2026-09-01", "2026-06-15")
    late = path_of(verdicts("MQL, 2026-06-20, pass"), given={"opportunities": deal})
    early = path_of(verdicts("MQL, 2026-06-12, pass"), given={"opportunities": deal})
    assert (late[0], early[0]) == ("bypassed", "back_stamped")


def test_verdicts_older_than_the_look_back_do_not_count() -> None:
    lead = LEAD.replace("2026-05-01", "2025-01-01")
    old = path_of(verdicts("MQL, 2025-06-09, pass", "SQL, 2025-06-09, pass"), given={"leads": lead})
    within = path_of(
        verdicts("MQL, 2025-06-10, pass", "SQL, 2025-06-10, pass"), given={"leads": lead}
    )
    assert (old[0], within[0]) == ("bypassed", "in_flow")


def test_verdicts_before_the_persons_previous_deal_do_not_count() -> None:
    deals = DEAL + "\n| D0 | A1 | 2026-05-25 12:00:00 | 2026-06-01 | lost | web |"
    roles = "| opportunity_id | person_id |\n| D0 | L1 |\n| D1 | L1 |"
    lead = LEAD.replace("D1  ", "D0  ")
    found = path_of(
        verdicts("MQL, 2026-05-10, pass", "SQL, 2026-05-20, pass"),
        given={"leads": lead, "opportunities": deals, "opportunity_contacts": roles},
    )
    assert found[0] == "bypassed"


GATES = {
    "not yet in force": ("| SQL | 2 | sql | opportunity | 2026-07-01 | | |", "in_flow"),
    "no longer in force": ("| SQL | 2 | sql | opportunity | | 2026-06-01 | |", "in_flow"),
    "applies to another source": ("| SQL | 2 | sql | opportunity | | | event |", "in_flow"),
    "applies to this source": ("| SQL | 2 | sql | opportunity | | | web event |", "skipped"),
    "a stage gate is not asked before the deal": ("| SQL | 2 | sql | | | | |", "in_flow"),
}


@pytest.mark.parametrize("name", GATES)
def test_gates_that_are_not_asked_for(name: str) -> None:
    second, expected = GATES[name]
    gates = f"""
        | gate | position | step | before      | since | until | sources |
        | MQL  | 1        | mql  | opportunity |       |       |         |
        {second}
    """
    assert path_of(verdicts("MQL, 2026-05-10, pass"), gates=gates)[0] == expected


def test_a_waived_gate_is_not_asked_for() -> None:
    found = path_of(verdicts("MQL, 2026-05-10, pass", "SQL, 2026-05-12, waived"))
    assert found[0] == "in_flow"


def test_no_gate_left_is_bypassed_because_none_applies() -> None:
    found = path_of(verdicts("MQL, 2026-05-10, waived", "SQL, 2026-05-12, waived"))
    assert found == ("bypassed", "no_gate_applies")


def test_no_person_is_never_outside() -> None:
    lead = LEAD.replace("D1  ", "    ")
    assert path_of(verdicts(), given={"leads": lead}) == ("unlinked", "account_only")
    deal = DEAL.replace("A1", "  ")
    assert path_of(verdicts(), given={"leads": lead, "opportunities": deal}) == (
        "unlinked", "no_person",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("account", "created", "expected"),
    [
        ("A1", "2026-01-01", ("unlinked", "account_only")),
        ("A1", "2025-01-01", ("bypassed", "account_unknown")),
        ("A2", "2026-01-01", ("bypassed", "account_unknown")),
    ],
)
def test_an_account_without_leads_is_bypassed_where_accounts_are_matched(
    account: str, created: str, expected: tuple[str, str]
) -> None:
    leads = f"| lead_id | created_at | account_id |\n| L9 | {created} | {account} |"
    found = path_of(
        verdicts("MQL, 2026-01-02, pass").replace("L1", "L9"),
        given={"leads": leads + "\n| L0 | 2024-01-01 | |"},
        settings={"accounts_matched_to_leads": True},
    )
    assert found == expected


CONTACT_ROLE = "| opportunity_id | person_id | is_primary | added_at |\n| D1 | C1 | | 2026-06-10 |"


@pytest.mark.parametrize(
    ("history_starts", "expected"), [("2025-12-01", "unlinked"), ("2024-12-01", "bypassed")]
)
def test_nothing_found_in_the_first_year_of_history_cannot_be_told(
    history_starts: str, expected: str
) -> None:
    import datetime as dt

    lead = LEAD.replace("D1  ", "    ")
    found = path_of(
        verdicts(),
        given={"leads": lead, "opportunity_contacts": CONTACT_ROLE},
        settings={"history_starts": dt.date.fromisoformat(history_starts)},
    )
    assert found[0] == expected


def test_a_person_whose_first_record_is_inside_the_history_can_be_told() -> None:
    import datetime as dt

    found = path_of(verdicts(), settings={"history_starts": dt.date(2026, 1, 1)})
    assert found[0] == "bypassed"


def test_a_converted_lead_comes_before_a_contact_role_and_a_primary_before_the_earliest() -> None:
    roles = """
        | opportunity_id | person_id | is_primary | added_at   |
        | D1             | C1        |            | 2026-06-01 |
        | D1             | C2        | true       | 2026-06-09 |
    """
    given = {"leads": LEAD, "opportunities": DEAL, "opportunity_contacts": roles}
    by_lead = facts({**given, "gate_decisions": verdicts()})
    by_role = facts({**given, "leads": LEAD.replace("D1  ", "    "), "gate_decisions": verdicts()})
    select = "select person_id, link_kind from fct_deal_links where opportunity_id = 'D1'"
    assert by_lead.query(select).row(0) == ("L1", "converted_lead")
    assert by_role.query(select).row(0) == ("C2", "contact_role")


def test_a_converted_person_is_the_contact_and_keeps_the_leads_verdicts() -> None:
    leads = """
        | lead_id | person_id | created_at |
        | L1      | C1        | 2026-05-01 |
        | L0      |           | 2024-01-01 |
    """
    found = path_of(
        verdicts("MQL, 2026-05-10, pass", "SQL, 2026-05-20, pass"),
        given={"leads": leads, "opportunity_contacts": CONTACT_ROLE},
    )
    assert found[0] == "in_flow"


def test_a_merged_lead_keeps_its_verdicts() -> None:
    leads = """
        | lead_id | merged_into_id | is_deleted | created_at | converted_opportunity_id |
        | L2      |                |            | 2026-05-01 | D1                       |
        | L1      | L2             | true       | 2026-04-01 |                          |
        | L0      |                |            | 2024-01-01 |                          |
    """
    found = path_of(
        verdicts("MQL, 2026-05-10, pass", "SQL, 2026-05-20, pass"), given={"leads": leads}
    )
    assert found[0] == "in_flow"


FAMILIES = {
    "config_source_families": """
        | source   | family          |
        | referral | referral        |
        | partner  | partner         |
        | outbound | direct_outreach |
        | board    | executive       |
    """
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("referral", "referral"),
        ("partner", "partner"),
        ("outbound", "direct_outreach"),
        ("board", "executive"),
        ("web", "other"),
    ],
)
def test_where_a_deal_that_was_never_screened_came_from(source: str, expected: str) -> None:
    deal = DEAL.replace("| web ", f"| {source} ")
    found = path_of(verdicts(), given={"opportunities": deal}, configs=FAMILIES)
    assert found == ("bypassed", expected)


def test_an_existing_customer_and_a_first_meeting_are_named() -> None:
    earlier = DEAL + "\n| D0 | A1 | 2025-01-01 | 2025-02-01 | won | web |"
    customer = path_of(verdicts(), given={"opportunities": earlier})
    meetings = "| person_id | held_at |\n| L1 | 2026-06-05 |"
    met = path_of(verdicts(), given={"meetings": meetings})
    assert (customer[1], met[1]) == ("existing_customer", "first_meeting")


def test_no_gate_decisions_means_no_path() -> None:
    assert path_of(HEAD) == (None, None)
    assert path_of(verdicts(), gates="| gate | position | step | before |") == (None, None)


def test_turned_away_first_is_counted_in_every_class() -> None:
    database = facts(
        {
            "leads": LEAD,
            "opportunities": DEAL,
            "gate_decisions": verdicts(
                "MQL, 2026-05-05, fail", "MQL, 2026-05-10, pass", "SQL, 2026-05-20, pass"
            ),
        },
        gates=TWO_GATES,
    )
    select = "select path_class, is_turned_away_first from fct_deals where opportunity_id = 'D1'"
    assert database.query(select).row(0) == ("returned", True)
