"""What a deal was worth when it was created, when it was closed and at the as-of date."""

from __future__ import annotations

from tests.facts.stories import told
from tests.facts.world import facts

RATES = {
    "config_rates": """
        | currency | valid_from_date | rate |
        | USD      | 1970-01-01      | 1    |
        | EUR      | 2026-01-01      | 1.1  |
        | EUR      | 2026-02-01      | 1.2  |
        | EUR      | 2026-06-01      | 1.5  |
    """
}
Amounts = tuple[float | None, float | None, float | None]


def amounts(given: dict[str, str], as_of: str = "2026-06-10") -> dict[str, Amounts]:
    """Return amount at creation, at close and at the as-of date, rounded to cents."""
    database = facts(given, as_of=as_of, only=["fct_deal_amounts"], configs=RATES)
    rows = database.query(
        """
        select
            opportunity_id,
            round(amount_at_creation, 2),
            round(amount_at_close, 2),
            round(amount_at_as_of, 2)
        from fct_deal_amounts
        """
    )
    return {row[0]: row[1:] for row in rows.iter_rows()}


def test_each_amount_is_that_of_its_day() -> None:
    given = told({"won": "2026-01-10 Discovery; +40 Won", "open": "2026-01-10 Discovery"})
    given["opportunities"] = """
        | opportunity_id | created_at | amount |
        | won            | 2026-01-10 | 999    |
        | open           | 2026-01-10 | 999    |
    """
    given["deal_changes"] = """
        | opportunity_id | changed_at | stage     | amount |
        | won            | 2026-01-10 | Discovery |        |
        | won            | 2026-01-15 |           | 100    |
        | won            | 2026-02-10 |           | 200    |
        | won            | 2026-02-19 | Won       |        |
        | won            | 2026-03-10 |           | 300    |
        | open           | 2026-01-10 | Discovery | 100    |
        | open           | 2026-03-10 |           | 50     |
    """
    assert amounts(given) == {"won": (100, 200, None), "open": (100, None, 50)}


def test_an_amount_nobody_recorded_is_not_replaced_by_another() -> None:
    deals = """
        | opportunity_id | created_at | outcome | closed_at  | amount |
        | won            | 2026-01-10 | won     | 2026-02-19 | 500    |
        | open           | 2026-01-10 | open    |            | 500    |
        | none           | 2026-01-10 | won     | 2026-02-19 |        |
    """
    assert amounts({"opportunities": deals}) == {
        "won": (None, 500, None),
        "open": (None, None, 500),
        "none": (None, None, None),
    }


def test_each_amount_is_changed_at_the_rate_of_its_day() -> None:
    given = told({"won": "2026-01-10 Discovery; +40 Won", "open": "2026-01-31 Discovery"})
    given["opportunities"] = """
        | opportunity_id | created_at | currency |
        | won            | 2026-01-10 | EUR      |
        | open           | 2026-01-31 | EUR      |
        | too early      | 2025-12-31 | EUR      |
        | no rate        | 2026-01-10 | CHF      |
        | ours           | 2026-01-10 |          |
    """
    given["deal_changes"] = """
        | opportunity_id | changed_at | stage     | amount |
        | won            | 2026-01-10 | Discovery | 100    |
        | won            | 2026-02-19 | Won       |        |
        | open           | 2026-01-31 | Discovery | 100    |
        | too early      | 2025-12-31 | Discovery | 100    |
        | no rate        | 2026-01-10 | Discovery | 100    |
        | ours           | 2026-01-10 | Discovery | 100    |
    """
    assert amounts(given) == {
        "won": (110, 120, None),
        "open": (110, None, 150),
        "too early": (None, None, 150),
        "no rate": (None, None, None),
        "ours": (100, None, 100),
    }


def test_the_companys_own_currency_needs_no_day() -> None:
    deals = """
        | opportunity_id | created_at | outcome | amount | currency |
        | ours           | 2026-01-10 | won     | 500    | USD      |
        | theirs         | 2026-01-10 | won     | 500    | EUR      |
    """
    found = amounts({"opportunities": deals})
    assert found == {"ours": (None, 500, None), "theirs": (None, None, None)}


def test_the_configs_rate_holds_before_the_exports() -> None:
    deals = """
        | opportunity_id | created_at | amount | currency |
        | euros          | 2026-01-10 | 100    | EUR      |
        | francs         | 2026-01-10 | 100    | CHF      |
    """
    rates = """
        | currency | valid_from_date | rate |
        | EUR      | 2026-06-01      | 9    |
        | CHF      | 2026-05-01      | 2    |
    """
    found = amounts({"opportunities": deals, "exchange_rates": rates})
    assert found == {"euros": (None, None, 150), "francs": (None, None, 200)}


def test_size_bands_by_the_best_known_amount() -> None:
    deals = """
        | opportunity_id | created_at | amount |
        | a              | 2026-01-10 | 9999   |
        | b              | 2026-01-10 | 10000  |
        | c              | 2026-01-10 | 50000  |
        | d              | 2026-01-10 | 250000 |
        | e              | 2026-01-10 |        |
    """
    database = facts({"opportunities": deals}, as_of="2026-06-10", only=["fct_deals"])
    rows = database.query("select opportunity_id, size_band from fct_deals")
    assert dict(rows.iter_rows()) == {
        "a": "under 10k",
        "b": "10k to 50k",
        "c": "50k to 250k",
        "d": "250k and more",
        "e": "(not recorded)",
    }
