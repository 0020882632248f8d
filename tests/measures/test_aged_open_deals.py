"""Open deals older than any deal of their pipeline that ever closed."""

from __future__ import annotations

# The slowest deal that closed took 138 days; two pipelines, one of which never closed a deal.
OPEN = """
| opportunity_id | outcome | age_days | longest_close_days | amount_at_as_of |
| a              | open    | 139      | 138                | 1000            |
| b              | open    | 138      | 138                | 2000            |
| c              | open    | 91       | 138                |                 |
| d              | open    | 90       | 138                | 4000            |
| e              | open    | 300      |                    | 8000            |
| undated        | open    |          | 138                | 9000            |
| closed         | won     | 400      | 138                | 9000            |
"""


def test_only_what_is_older_than_the_slowest_close_counts(measure_case):
    result = measure_case("aged_open_deals", {"fct_deals": OPEN}, """
        | age                   | statistic | numerator | denominator | n | events |
        | older_than_any_closed | deals     | 1         | 4           | 4 | 1      |
        | older_than_any_closed | amount    | 1000      | 7000        | 3 | 1      |
        | older_than_90_days    | deals     | 4         | 5           | 5 | 4      |
        | older_than_90_days    | amount    | 11000     | 15000       | 4 | 3      |
    """)  # fmt: skip
    assert result.finding == "1 of 4 open deals are older than any deal that ever closed."


def test_no_open_deal_is_nothing_to_count(measure_case):
    closed = "| opportunity_id | outcome |\n| a | won |"
    assert measure_case("aged_open_deals", {"fct_deals": closed}).rows == ()
