"""What SQL that must also run on Spark may not say, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlglot
from sqlglot import exp

# Functions sqlglot does not know and hands on as they are: the same name and meaning in both.
PASS_THROUGH: set[str] = set()

TIME_COLUMN = re.compile(r"_(at|date|month)$")


def complaints(sql: str) -> list[str]:
    """Return what stands in the way of running a SELECT on Spark with the same rows."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    return [*_constructs(tree), *_functions(tree), *_arithmetic(tree), *_translation(tree)]


def _constructs(tree: exp.Expression) -> Iterator[str]:
    for kind, complaint in (
        (exp.Pivot, "pivot, unpivot: no faithful form in Spark"),
        (exp.Columns, "columns(...): no faithful form in Spark"),
        (exp.Lambda, "lambda: the engines disagree about it"),
    ):
        if tree.find(kind):
            yield complaint
    if any(table.name == "" for table in tree.find_all(exp.Table)):
        yield "a table function: only tables are read"
    yield from _forms(tree)


def _forms(tree: exp.Expression) -> Iterator[str]:
    """Return what is wrong only in one form of a construct."""
    if any(join.method.upper() == "ASOF" for join in tree.find_all(exp.Join)):
        yield "asof join: Spark has none"
    if any(union.args.get("by_name") for union in tree.find_all(exp.SetOperation)):
        yield "union by name: the engine does that, not a file"
    if any(collected.find(exp.Order) for collected in tree.find_all(exp.ArrayAgg)):
        yield "list(... order by ...): the translation drops the order"
    if any(distinct.args.get("on") for distinct in tree.find_all(exp.Distinct)):
        yield "distinct on: Spark has none; use qualify row_number()"


def _functions(tree: exp.Expression) -> Iterator[str]:
    clock = (exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.CurrentDatetime)
    if tree.find(*clock):
        yield "the clock of the machine: read as_of_at or as_of_date of the table clock"
    if tree.find(exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.ApproxQuantile):
        yield "quantiles: Spark approximates them; keep histograms"
    if tree.find(exp.Rand, exp.Uuid):
        yield "random(), uuid(): no two builds would agree"
    if tree.find(exp.First, exp.Last):
        yield "first, last: depend on the order of rows; use arg_min, arg_max, min"
    for call in tree.find_all(exp.Anonymous):
        name = call.name.lower()
        if name in {"today", "now", "current_localtimestamp", "get_current_timestamp"}:
            yield f"{name}(): the clock of the machine"
        elif name not in PASS_THROUGH:
            yield f"{name}(): handed to Spark as it is; is it there, and does it mean the same?"


def _arithmetic(tree: exp.Expression) -> Iterator[str]:
    if tree.find(exp.Div, exp.IntDiv, exp.Mod):
        yield "division: x / 0 is inf here and an error there; keep numerator and denominator"
    for difference in tree.find_all(exp.Sub):
        sides = (difference.left, difference.right)
        if all(isinstance(side, exp.Column) and TIME_COLUMN.search(side.name) for side in sides):
            yield f"{difference.sql('duckdb')}: a number here, an interval there; use date_diff"


def _translation(tree: exp.Expression) -> Iterator[str]:
    try:
        spark = tree.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
        sqlglot.parse_one(spark, read="spark")
    except sqlglot.errors.SqlglotError as error:
        yield f"does not translate: {error}"
