"""Slices: the rows a reader chose, as temporary tables of one request.

Filters, period and access rule are in `queries/slices` and in no measure. A slice of a cube
reads the fact of the same name when records are asked for: same columns, one row a record. A table
holds the columns that the measures asked together name; a slice that asks for no value of its own
is a view, so that each measure takes its part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import polars as pl

from dashboard import paths
from dashboard.config import ASSUMED_KEYS
from dashboard.engine import order
from dashboard.engine.database import Database
from dashboard.errors import QueryError
from dashboard.measures.assumptions import under
from dashboard.measures.context import Context
from dashboard.measures.filters import FIXED_SPLITS, Filters
from dashboard.measures.folds_kept import FoldsKept
from dashboard.measures.registry import Measure, parameters_in, slices_in, without_comments

Flavour = Literal["cubes", "records"]

_CUBE = re.compile(r"\bcube_")
_WORD = re.compile(r"[a-z_][a-z0-9_]*")
# How many slices of how many sets of measures are known by heart: pages ask the same again.
_ASKED_TOGETHER = 2048
# A person has no deal's column: these slices cannot be cut by a dimension of opportunities.
_OF_PERSONS = ("chosen_lead", "chosen_verdict", "chosen_gate")


@cache
def text_of(name: str) -> str:
    """Return a slice's SQL."""
    path = paths.queries() / "slices" / f"{name}.sql"
    if not path.is_file():
        raise QueryError(f"There is no slice {name}: {path} is missing.")
    return path.read_text(encoding="utf-8")


@cache
def with_those_read(name: str) -> str:
    """Return a slice's SQL with that of the slices it reads, in which its filters may be."""
    sql = without_comments(text_of(name))
    return "\n".join([sql, *(with_those_read(each) for each in slices_in(sql) if each != name)])


@cache
def columns_of(name: str) -> tuple[str, ...]:
    """Return the columns of a slice, in its order; none where its SQL does not name them."""
    return order.columns_of(text_of(name))


@cache
def _words_of(sql: str) -> frozenset[str]:
    return frozenset(_WORD.findall(without_comments(sql)))


@cache
def _questions() -> tuple[str, ...]:
    """Return what several measures ask a slice besides their own SQL."""
    folder = paths.queries() / "folds"
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql")))


@lru_cache(_ASKED_TOGETHER)
def _columns_named(name: str, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of a slice that any of these texts names; all where none does."""
    readers = [text for text in (*texts, *_questions()) if name in slices_in(text)]
    words = frozenset().union(*map(_words_of, readers)) if texts else frozenset()
    named = tuple(column for column in columns_of(name) if column in words)
    return named or columns_of(name)


@cache
def with_those_behind(name: str) -> frozenset[str]:
    """Return a slice and all those that it is made of."""
    behind = (with_those_behind(each) for each in slices_in(text_of(name)) if each != name)
    return frozenset({name}).union(*behind)


def first_behind(names: Iterable[str]) -> frozenset[str]:
    """Return those of these slices, and of those they are made of, that read no other slice."""
    behind = frozenset().union(*(with_those_behind(name) for name in names))
    return frozenset(name for name in behind if with_those_behind(name) == {name})


def parameters_of(filters: Filters, context: Context) -> dict[str, object]:
    """Return what the slices may ask for; each binds what occurs in its text."""
    slots = {each.name: each.slot for each in context.dimensions}
    assumed = under(context.assumptions, filters.assumed)
    chosen = {slots[name]: list(values) for name, values in filters.where.items()}
    return {
        "from_month": filters.start,
        "to_month": filters.end,
        "to_day": filters.until,
        "by": "none" if filters.by in (None, "month") else slots.get(filters.by, filters.by),
        "grain": "month" if filters.by == "month" else "all",
        "new_business_only": filters.population == "new_business",
        "gate_horizon_days": assumed.gate_horizon_days,
        "minutes_per_touch": assumed.minutes_per_touch,
        **{f"dim_{slot}": chosen.get(f"dim_{slot}") for slot in range(1, 9)},
    }


def rests_on(measure: Measure) -> frozenset[str]:
    """Return the assumptions without which an answer is the same whatever a reader assumes."""
    return frozenset(measure.assumes) | _assumed_in(measure.sql)


def _assumed_in(sql: str) -> frozenset[str]:
    return bound_in(sql) & frozenset(ASSUMED_KEYS.values())


@cache
def bound_in(sql: str) -> frozenset[str]:
    """Return the parameters that rows rest on: those of the SQL and of all slices it reads."""
    texts = (sql, *(with_those_read(name) for name in slices_in(sql)))
    return frozenset(name for text in texts for name in parameters_in(text))


def obstacles(names: Sequence[str], filters: Filters, context: Context) -> tuple[str, ...]:
    """Say by which of the reader's dimensions these slices cannot be split or filtered."""
    dimensions = {each.name: each for each in context.dimensions}
    faults: list[str] = []
    for name in names:
        text = with_those_read(name)
        people = name.startswith(_OF_PERSONS)
        for asked in filters.where:
            dimension = dimensions[asked]
            if f"${dimension.slot}" not in text or (people and dimension.table == "opportunities"):
                faults.append(cannot_filter(dimension.label))
        faults += _split_fault(text, filters.by, context, people=people)
    return tuple(dict.fromkeys(faults))


def cuts_by_day(names: Iterable[str]) -> bool:
    """Say whether each of these slices can end on a day; the others know whole months alone."""
    return all("$to_day" in with_those_read(name) for name in names)


def cannot_filter(label: str) -> str:
    """Say that an answer cannot be filtered by a dimension."""
    return f"This cannot be filtered by {label}."


def _split_fault(text: str, by: str | None, context: Context, *, people: bool) -> list[str]:
    if by is None:
        return []
    if by == "month":
        return [] if "$grain" in text else ["This cannot be split by month."]
    if by in FIXED_SPLITS:
        possible = f"'{by}'" in text and (by != "path_class" or context.has_paths)
        return [] if possible else [f"This cannot be split by {by.replace('_', ' ')}."]
    dimension = next(each for each in context.dimensions if each.name == by)
    of_deals = people and dimension.table == "opportunities"
    possible = f"'{dimension.slot}'" in text and not of_deals
    return [] if possible else [f"This cannot be split by {dimension.label}."]


@dataclass(frozen=True)
class _Made:
    asked: Mapping[str, object]
    columns: Sequence[str]


class Slices:
    """The slices made so far on one cursor; one is made again when its parameters differ."""

    def __init__(
        self,
        cursor: Database,
        flavour: Flavour = "cubes",
        given: frozenset[str] = frozenset(),
        folds: FoldsKept | None = None,
    ) -> None:
        self.cursor = cursor
        # Sums of earlier requests; None where nothing is kept beyond this one.
        self.folds = folds
        self._flavour = flavour
        # Tables that are there already and stay as they are: text tables of a test.
        self._given = given
        self._made: dict[str, _Made] = {}
        self._said: dict[tuple[str, str], pl.DataFrame] = {}
        self._last: tuple[object, pl.DataFrame] | None = None
        self._texts: tuple[str, ...] = ()

    def expect(self, measures: Iterable[Measure]) -> None:
        """Say which measures will be asked: slices hold what these need, and no more."""
        sqls = [each.sql for each in measures]
        names = set().union(*(with_those_behind(name) for sql in sqls for name in slices_in(sql)))
        behind = (text_of(name) for name in sorted(names - self._given))
        self._texts = tuple(dict.fromkeys((*self._texts, *sqls, *behind)))

    def make(self, names: Sequence[str], parameters: Mapping[str, object]) -> None:
        """Make these slices and those they read."""
        parameters = {**parameters, "with_records": self._flavour == "records"}
        for name in names:
            if name in self._given:
                continue
            sql = text_of(name)
            self.make([each for each in slices_in(sql) if each != name], parameters)
            # A slice that reads another is made again with it.
            asked = {each: parameters[each] for each in parameters_in(with_those_read(name))}
            columns = self._columns(name)
            if self._has_made(name, asked, columns):
                continue
            bound = {each: asked[each] for each in parameters_in(sql)}
            chosen = _CUBE.sub("fct_", sql) if self._flavour == "records" else sql
            if columns:
                chosen = f"from (\n{chosen}\n) select {', '.join(columns)}"
            kind = "table" if bound else "view"
            statement = f"create or replace temp {kind} {name} as\n{chosen}"
            self.cursor.execute(statement, bound, name=f"slices/{name}.sql")
            self._made[name] = _Made(asked, columns)
            self._said = {key: said for key, said in self._said.items() if key[0] != name}
            self._last = None

    def _has_made(self, name: str, asked: Mapping[str, object], columns: Sequence[str]) -> bool:
        made = self._made.get(name)
        return made is not None and made.asked == asked and set(columns) <= set(made.columns)

    def _columns(self, name: str) -> tuple[str, ...]:
        """Return the columns of a slice that anything asked of it names; all where none does."""
        return _columns_named(name, self._texts)

    def has(self, name: str) -> bool:
        """Say whether a slice was made or given."""
        return name in self._made or name in self._given

    def ask(self, name: str, sql: str) -> pl.DataFrame:
        """Ask a slice something that several measures want to know, once."""
        if (name, sql) not in self._said:
            self._said[name, sql] = self.cursor.query(sql, name=f"slices/{name}.sql")
        return self._said[name, sql]

    def again(self, asked: object, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """Return what was asked last if it is asked again of the same slices, else make it.

        One table alone is kept: marks of one answer are opened one after the other.
        """
        if self._last is None or self._last[0] != asked:
            self._last = (asked, make())
        return self._last[1]
