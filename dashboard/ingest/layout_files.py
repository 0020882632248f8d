"""The layouts of well-known exports, as declared in datasets/layouts/*.toml.

Layouts of one family (Salesforce as its own export or as a loader writes it) name the same
objects and columns, so that they share raw tables and staging SQL.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from dashboard import paths
from dashboard.engine.values import Wanted
from dashboard.errors import unknown_name
from dashboard.ingest import contract
from dashboard.ingest.feeds import MAIN_TIME, date_name, empty_columns
from dashboard.ingest.spread import Spread


@dataclass(frozen=True)
class LayoutFile:
    """One kind of file: the stems it goes by, the table it feeds, its columns and its key.

    `with_headings` and `without_headings` tell it from another kind of the same name. `newest`:
    the times, first one first, that tell the newest of the rows with one key. `gates_of`: the
    columns that tell a record, where the gates' own fields are read beside it. `prefix`: what the
    loader puts before a field's name. `main_time`: if the file has it as dates only, date_quality
    says so.
    """

    name: str
    stems: tuple[str, ...]
    feeds: str | None
    columns: tuple[Wanted, ...]
    key: tuple[str, ...]
    newest: tuple[str, ...]
    gates_of: tuple[str, ...]
    prefix: str
    main_time: str | None
    with_headings: frozenset[str]
    without_headings: frozenset[str]
    spreads: tuple[Spread, ...]


@dataclass(frozen=True)
class Layout:
    """A whole export; it is recognised by a file of it that has these headings."""

    name: str
    title: str
    family: str
    files: tuple[LayoutFile, ...]
    known_by: str
    known_headings: frozenset[str]


def names() -> list[str]:
    """Return the layouts there are, without `mapped`."""
    return sorted(path.stem for path in (paths.datasets() / "layouts").glob("*.toml"))


@cache
def layout(name: str) -> Layout:
    """Read a layout; ConfigError with a suggestion if there is none of that name."""
    if name not in names():
        raise unknown_name("layout", name, ["mapped", *names()])
    path = paths.datasets() / "layouts" / f"{name}.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    ids = {
        "type": content.get("id_type", "id"),
        "null_words": tuple(content.get("null_ids", ())),
    }
    files = tuple(_layout_file(key, each, ids) for key, each in content["files"].items())
    known = content["recognise"]
    return Layout(
        name,
        content.get("title", name),
        content.get("family", name),
        files,
        known["file"],
        frozenset(each.lower() for each in known["headings"]),
    )


@cache
def columns_of(family: str, file: str) -> tuple[Wanted, ...]:
    """Return the columns of one raw table of a family: those of all its layouts."""
    columns: dict[str, Wanted] = {}
    for each in _family_files(family):
        if each.name == file:
            columns = {wanted.name: wanted for wanted in each.columns} | columns
    return tuple(columns.values())


@cache
def files_of(family: str) -> tuple[LayoutFile, ...]:
    """Return one file of each name that the layouts of a family have, spreads put together."""
    found: dict[str, LayoutFile] = {}
    for each in _family_files(family):
        known = found.get(each.name)
        if known is None:
            found[each.name] = each
            continue
        found[each.name] = replace(
            known,
            spreads=_together(*known.spreads, *each.spreads),
            gates_of=known.gates_of or each.gates_of,
            newest=known.newest or each.newest,
        )
    return tuple(found.values())


def _together(*spreads: Spread) -> tuple[Spread, ...]:
    """Return one spread of each name, with the columns and templates of all of that name."""
    found: dict[str, Spread] = {}
    for each in spreads:
        known = found.setdefault(each.name, each)
        found[each.name] = replace(
            known,
            keep=tuple({wanted.name: wanted for wanted in (*each.keep, *known.keep)}.values()),
            headings=tuple(dict.fromkeys((*known.headings, *each.headings))),
        )
    return tuple(found.values())


def _family_files(family: str) -> Iterator[LayoutFile]:
    for name in names():
        if layout(name).family == family:
            yield from layout(name).files


def _layout_file(name: str, content: Mapping[str, Any], ids: Mapping[str, Any]) -> LayoutFile:
    feeds = content.get("feeds")
    columns = empty_columns(contract.BY_NAME[feeds]) if feeds else {}
    for key, value in content["columns"].items():
        columns[key] = _wanted(key, value, columns.get(key))
    columns = {
        each.name: replace(each, **ids) if each.type == "id" else each for each in columns.values()
    }
    return LayoutFile(
        name,
        tuple(content["stems"]),
        feeds,
        tuple(columns.values()),
        tuple(content.get("key", ())),
        _names(content.get("newest", ())),
        _names(content.get("gates_of", ())),
        content.get("prefix", ""),
        content.get("main_time", MAIN_TIME.get(feeds or "")),
        frozenset(each.lower() for each in content.get("with", ())),
        frozenset(each.lower() for each in content.get("without", ())),
        tuple(
            Spread(
                key,
                tuple(columns[column] for column in each["keep"]),
                tuple(each["headings"]),
                each["into"],
            )
            for key, each in content.get("spread", {}).items()
        ),
    )


def _names(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _wanted(name: str, value: Any, known: Wanted | None) -> Wanted:
    given: dict[str, Any] = dict(value) if isinstance(value, dict) else {"heading": value}
    headings = given.pop("heading", None)
    if isinstance(headings, list):
        headings, given["other_headings"] = headings[0], tuple(headings[1:])
    kind = given.pop("type", known.type if known else "text")
    base = known or Wanted(name, kind)
    return replace(base, type=kind, heading=headings, date_name=date_name(name, kind), **given)
