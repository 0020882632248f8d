"""Staging, identity, facts and cubes keep to the SQL that Spark runs with the same rows."""

from __future__ import annotations

import pytest

from tests.house.portability import complaints
from tests.house.sql_files import sql_files


@pytest.mark.parametrize(
    "path",
    sql_files("staging", "identity", "facts", "cubes"),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_build_sql_is_portable(path):
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("select a.x from a asof join b on a.t >= b.t", "asof join"),
        ("pivot a on x using sum(y)", "pivot"),
        ("select * from a pivot (sum(y) for x in ('p', 'q'))", "pivot"),
        ("select columns('x_.*') from a", "columns"),
        ("select list_transform(x, lambda y: y + 1) as z from a", "lambda"),
        ("select x from a union all by name select x from b", "by name"),
        ("select list(x order by y) as xs from a", "list"),
        ("select array_agg(x order by y) as xs from a", "list"),
        ("select distinct on (x) x, y from a", "distinct on"),
        ("select current_date as x", "clock"),
        ("select now() as x", "clock"),
        ("select today() as x", "clock"),
        ("select current_timestamp as x", "clock"),
        ("select quantile_cont(x, 0.9) as p from a", "quantiles"),
        ("select percentile_cont(0.9) within group (order by x) as p from a", "quantiles"),
        ("select random() as x", "random"),
        ("select first(x) as y from a", "first"),
        ("select x / y as z from a", "division"),
        ("select x // y as z from a", "division"),
        ("select closed_date - created_date as days from a", "date_diff"),
        ("select list_cosine_similarity(x, y) as z from a", "handed to Spark"),
        ("select x from read_csv('a.csv')", "table function"),
    ],
)
def test_the_lint_finds(sql, complaint):
    assert complaint in "; ".join(complaints(sql))


@pytest.mark.parametrize(
    "sql",
    [
        "select x, count(*) filter (where y) as n from a group by x",
        "select x from a qualify row_number() over (partition by x order by y) = 1",
        "select date_diff('day', created_date, closed_date) as days from a",
        "select date_trunc('month', created_date)::date as created_month from a",
        "select arg_max(x, y) as z, median(x) as m, count(distinct x) as n from a",
        "select string_agg(x, ', ' order by y) as z from a",
        "select sum(x)::bigint as n from a left join b on a.k = b.k",
        "select created_at + interval 30 day as due_at from a where list_contains(xs, x)",
    ],
)
def test_the_lint_lets_pass(sql):
    assert complaints(sql) == []
