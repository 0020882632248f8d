"""A finding about deals from outside is said by each of the three counts, from its own rows."""

from __future__ import annotations

import pytest

from dashboard.measures.registry import load

DEALS = """
| opportunity_id | account_id | path_class      | outcome | closed_date |
| a              | a          | in_flow         | won     | 2026-05-01  |
| b              | b          | in_flow         | won     | 2026-05-01  |
| c              | c          | in_flow         | won     | 2026-05-01  |
| d              | d          | in_flow         | won     | 2026-05-01  |
| e              | e          | in_flow         | won     | 2026-05-01  |
| f              | f          | returned        | won     | 2026-05-01  |
| g              | g          | skipped         | won     | 2026-05-01  |
| h              | h          | back_stamped    | won     | 2026-05-01  |
| i              | i          | back_stamped    | won     | 2026-05-01  |
| j              | j          | bypassed        | won     | 2026-05-01  |
| k              | k          | rejected_before | won     | 2026-05-01  |
| l              | l          | unlinked        | won     | 2026-05-01  |
"""


@pytest.fixture
def found(measure_case):
    """The answer about these twelve wins: ours 4, strict 2, wide 6."""
    return measure_case("won_without_gate", {"fct_deals": DEALS})


def test_the_finding_is_by_the_usual_count(found):
    assert found.finding == "4 of our 12 wins did not come through our gate."


def test_the_others_take_their_own_rows_and_say_so(found):
    assert dict(found.finding_by) == {
        "strict": "2 of our 12 wins did not come through our gate, by the strict count.",
        "wide": "6 of our 12 wins did not come through our gate, by the wide count.",
    }


def test_an_answer_without_counts_has_one_finding(measure_case):
    assert dict(measure_case("win_rate", {"fct_deals": DEALS}).finding_by) == {}


def test_no_finding_of_ours_names_a_row_that_the_other_counts_lack():
    """`ours` stands in a row's name where the other counts have a row of the same name."""
    asked = [each for each in load() if "ours" in each.finding.clear.replace("hours", "")]
    assert asked
    assert all("component" in each.keys for each in asked)
