"""The address is the state: filters, open answers, the open drawer; all of it validated.

Only what differs from the default is written, so a shared link stays short and readable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlencode

from dashboard.config import Assumptions, key_of
from dashboard.measures import against, assumptions
from dashboard.measures.filters import Filters
from dashboard.web import url_values
from dashboard.web.url_values import ALL, LONGEST

FIRST_ROWS = 50
# By which count a deal came from outside our gate; the first is the default.
COUNTS = ("ours", "strict", "wide")
# What the page Data lists: rows of exports, not records behind a measure.
LISTS = frozenset({"put_aside", "contradictions", "restatements"})
_MOST_VALUES = 200
_MOST_OPEN = 40
_MOST_UNKNOWN = 3


@dataclass(frozen=True)
class Known:
    """What an address may name: everything else in it is ignored."""

    default: Filters
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measures: frozenset[str] = frozenset()
    assumptions: Assumptions = field(default_factory=Assumptions)


@dataclass(frozen=True)
class View:
    """What one address asks for.

    `against` is what the page is compared with: a period by name, two months (2025-01..2025-06), or
    a value of a dimension (segment:SMB). `deal` is the deal whose story is open, `sort` and `has`
    the order and the words of a list, `wide` its form as a table, `item` the screen of a meeting.
    `line` is the score at which the page asks what a gate would do if it stood there, `since` and
    `upto` are the snapshots that are compared, `change` is the dated mark whose report is open.
    `unknown` are values of dimensions that were asked and are none: nothing is filtered by them.
    """

    filters: Filters
    drill: str | None = None
    mark: tuple[tuple[str, str], ...] = ()
    about: str | None = None
    listed: str | None = None
    show: int = FIRST_ROWS
    opened: tuple[str, ...] = ()
    count: str = COUNTS[0]
    against: str | None = None
    deal: str | None = None
    sort: str | None = None
    has: str | None = None
    wide: bool = False
    published: bool = False
    embed: bool = False
    only: str | None = None
    item: int = 0
    line: float | None = None
    since: str | None = None
    upto: str | None = None
    change: str | None = None
    unknown: tuple[tuple[str, str], ...] = ()

    def page(self) -> View:
        """Return the page alone, without what is open beside it."""
        return View(
            self.filters,
            opened=self.opened,
            count=self.count,
            against=self.against,
            published=self.published,
            embed=self.embed,
            only=self.only,
            item=self.item,
            line=self.line,
            since=self.since,
            upto=self.upto,
            change=self.change,
        )

    def beneath(self) -> View:
        """Return what lies under the topmost drawer: the list of a story, else the page alone."""
        return replace(self, deal=None) if self.deal and self.drill else self.page()

    def elsewhere(self) -> View:
        """Return what goes along to another page: filters and habits, nothing that is open."""
        bare = replace(self.page(), opened=(), only=None, item=0, line=None)
        return replace(bare, since=None, upto=None, change=None)


def read(query: str, known: Known) -> View:
    """Return what a query string asks for; a value that is not known counts as absent."""
    try:
        asked = parse_qs(query.removeprefix("?"), max_num_fields=500, errors="replace")
    except ValueError:
        asked = {}
    drill = url_values.one(asked, "drill")
    listed = url_values.one(asked, "list")
    about = url_values.one(asked, "about")
    only = url_values.one(asked, "only")
    embed = url_values.one(asked, "embed") == "1"
    has_mark = drill in known.measures or listed in LISTS
    return View(
        filters=_filters(asked, known),
        drill=drill if drill in known.measures else None,
        listed=listed if listed in LISTS else None,
        mark=url_values.mark(asked) if has_mark else (),
        about=about if about in known.measures or about == "words" else None,
        show=url_values.rows_shown(asked, FIRST_ROWS),
        opened=_opened(asked, known),
        count=_count(asked),
        against=_against(asked, known),
        deal=url_values.short(asked, "deal"),
        sort=url_values.column(asked) if has_mark else None,
        has=url_values.short(asked, "has") if has_mark else None,
        wide=url_values.one(asked, "wide") == "1" and has_mark,
        published=url_values.one(asked, "published") == "1",
        embed=embed,
        only=only if embed and only in known.measures else None,
        item=url_values.item(asked),
        line=url_values.line(asked),
        since=url_values.snapshot(asked, "since"),
        upto=url_values.snapshot(asked, "upto"),
        change=url_values.short(asked, "change"),
        unknown=_unknown(asked, known),
    )


def write(view: View, known: Known) -> str:
    """Return the query string that leads to a view."""
    pairs = _filter_pairs(view.filters, known)
    if view.count != COUNTS[0]:
        pairs.append(("count", view.count))
    if view.against:
        pairs.append(("against", view.against))
    pairs += [(key, "1") for key in ("published", "embed") if getattr(view, key)]
    if view.only and view.embed:
        pairs.append(("only", view.only))
    if view.item:
        pairs.append(("item", str(view.item)))
    if view.line is not None:
        pairs.append(("line", f"{view.line:g}"))
    named = (("since", view.since), ("upto", view.upto), ("change", view.change))
    pairs += [(key, text) for key, text in named if text]
    if view.opened:
        pairs.append(("open", ",".join(view.opened)))
    return f"?{urlencode(pairs + _beside(view), safe=':,')}" if pairs or _beside(view) else "?"


def _beside(view: View) -> list[tuple[str, str]]:
    """Return what the address says of the drawer."""
    pairs: list[tuple[str, str]] = []
    if view.drill:
        pairs.append(("drill", view.drill))
    if view.listed:
        pairs.append(("list", view.listed))
    if view.drill or view.listed:
        pairs += [("mark", f"{key}:{value}") for key, value in view.mark]
    if view.about:
        pairs.append(("about", view.about))
    if view.show != FIRST_ROWS:
        pairs.append(("show", str(view.show)))
    if view.wide:
        pairs.append(("wide", "1"))
    told = (("sort", view.sort), ("has", view.has), ("deal", view.deal))
    return [*pairs, *((key, text) for key, text in told if text)]


def drill(view: View, known: Known, measure_id: str, mark: Mapping[str, object]) -> str:
    """Return the address of the deals behind a mark of this page."""
    return write(replace(view.page(), drill=measure_id, mark=_pairs(mark)), known)


def behind(view: View, known: Known, listed: str, mark: Mapping[str, object]) -> str:
    """Return the address of a list of rows of the exports."""
    return write(replace(view.page(), listed=listed, mark=_pairs(mark)), known)


def toggled(filters: Filters, known: Known, dimension: str, value: str) -> Filters:
    """Return the filters with one value of a dimension added or taken away."""
    chosen = set(filters.where.get(dimension, ()))
    chosen ^= {value}
    where = {name: values for name, values in filters.where.items() if name != dimension}
    if chosen and len(chosen) < len(known.values.get(dimension, ())):
        where[dimension] = tuple(sorted(chosen))
    return replace(filters, where=where)


def _pairs(mark: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((key, str(value)) for key, value in mark.items() if value is not None)


def _filters(asked: Mapping[str, list[str]], known: Known) -> Filters:
    default = known.default
    start = url_values.month(url_values.one(asked, "from"), default.start)
    end = url_values.month(url_values.one(asked, "to"), default.end)
    if start and end and start > end:
        start, end = default.start, default.end
    where = {}
    for name, values in known.values.items():
        chosen = tuple(sorted(set(asked.get(key_of(name), [])[:_MOST_VALUES]) & set(values)))
        if chosen and len(chosen) < len(values):
            where[name] = chosen
    assumed = assumptions.read(asked, known.assumptions)
    return replace(default, start=start, end=end, where=where, assumed=assumed)


def _unknown(asked: Mapping[str, list[str]], known: Known) -> tuple[tuple[str, str], ...]:
    """Return the values of known dimensions that an address names and that there are not."""
    pairs = [(name, value) for name in known.values for value in asked.get(key_of(name), [])]
    name, _, value = (url_values.one(asked, "against") or "").partition(":")
    found = [*pairs, (name, value)]
    told = [(n, v[:LONGEST]) for n, v in found if n in known.values and v not in known.values[n]]
    return tuple(dict.fromkeys(told))[:_MOST_UNKNOWN]


def _filter_pairs(filters: Filters, known: Known) -> list[tuple[str, str]]:
    pairs = []
    if filters.start != known.default.start:
        pairs.append(("from", f"{filters.start:%Y-%m}" if filters.start else ALL))
    if filters.end != known.default.end:
        pairs.append(("to", f"{filters.end:%Y-%m}" if filters.end else ALL))
    for name in sorted(filters.where):
        pairs += [(key_of(name), value) for value in filters.where[name]]
    return pairs + assumptions.pairs(filters.assumed)


def _opened(asked: Mapping[str, list[str]], known: Known) -> tuple[str, ...]:
    ids = dict.fromkeys((url_values.one(asked, "open") or "").split(","))
    return tuple(each for each in ids if each in known.measures)[:_MOST_OPEN]


def _count(asked: Mapping[str, list[str]]) -> str:
    count = url_values.one(asked, "count")
    return count if count in COUNTS else COUNTS[0]


def _against(asked: Mapping[str, list[str]], known: Known) -> str | None:
    text = url_values.one(asked, "against") or ""
    # The command line writes year-before.
    named = text.replace("-", "_")
    text = named if named in against.NAMES else text
    months = against.MONTHS.fullmatch(text)
    name, _, value = text.partition(":")
    is_known = (
        text in against.NAMES
        or (months is not None and "1900" <= months[1] <= months[2])
        or value in known.values.get(name, ())
    )
    return text if is_known else None
