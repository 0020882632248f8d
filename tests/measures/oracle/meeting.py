"""The measures of the page Meeting, a second time."""

from __future__ import annotations

import polars as pl

from tests.measures.oracle.arithmetic import Expected, total
from tests.measures.oracle.facts import Facts


def where_leads_went(facts: Facts) -> Expected:
    people = facts.cut(facts.tables["fct_lead_parts"], "start_month").rename({"part": "went"})
    both = pl.concat([people, people.with_columns(pl.lit("all").alias("went"))])
    both = both.with_columns(
        one=pl.lit(1.0), money=pl.col("won_amount").cast(pl.Float64), won=pl.col("won_deals")
    )
    return {
        **total(both, "one", "went", statistic="leads"),
        **total(both, "won", "went", statistic="won_deals"),
        **total(
            both.filter(pl.col("money").is_not_null()), "money", "went", statistic="won_amount"
        ),
    }
