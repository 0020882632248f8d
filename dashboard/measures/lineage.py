"""The way of a number: file -> staging -> canonical -> fact -> cube -> slice -> measure."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from dashboard import paths
from dashboard.engine.order import SqlFile, read_folder
from dashboard.measures.context import Context
from dashboard.measures.formulas import formula_of
from dashboard.measures.registry import Measure

LAYERS = ("slices", "cubes", "facts")
# What of a header is words: other words are not another definition.
_WORDS = {"title", "question", "caveats", "other_reading", "next_step", "finding", "sides"}


@cache
def files_of(layer: str) -> Mapping[str, SqlFile]:
    """Return the SQL files of a layer by name."""
    return {file.name: file for file in read_folder(paths.queries() / layer)}


def behind(measure: Measure) -> tuple[SqlFile, ...]:
    """Return every SQL file a measure rests on, nearest first."""
    known = {name: file for layer in LAYERS for name, file in files_of(layer).items()}
    found: dict[str, SqlFile] = {}
    waiting = list(measure.reads)
    while waiting:
        name = waiting.pop(0)
        if name in known and name not in found:
            found[name] = known[name]
            waiting += sorted(known[name].reads)
    return tuple(found.values())


def sources_of(measure: Measure) -> tuple[str, ...]:
    """Return the canonical tables a measure rests on."""
    made = {name for layer in LAYERS for name in files_of(layer)}
    read = {table for file in behind(measure) for table in file.reads}
    own = ("settings", "clock", "dimensions", "chosen_", "config_", "link_", "record_places")
    return tuple(sorted(name for name in read - made if not name.startswith(own)))


def definition_of(measure: Measure) -> str:
    """Return what changes when the measure means something else: header, formula, all its SQL."""
    header = measure.model_dump(mode="json", exclude=_WORDS)
    canonical = sources_of(measure)
    linked = {table for file in behind(measure) for table in file.reads}
    files = {**_identity_of([*canonical, *linked]), **{each.name: each for each in behind(measure)}}
    texts = [f"{name}\n{file.sql}" for name, file in sorted(files.items())]
    whole = [json.dumps(header, sort_keys=True), formula_of(measure), *texts]
    return hashlib.sha256("\0".join(whole).encode()).hexdigest()[:12]


def explained(measure: Measure, context: Context, files: Sequence[str] = ()) -> str:
    """Tell the way of a measure's number from these files, with the SQL of every step."""
    return "\n".join(_lines(measure, context, files))


@cache
def _family_of(layout: str) -> str:
    """Return by which name the staging files of a layout go."""
    path = paths.datasets() / "layouts" / f"{layout}.toml"
    declared = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return str(declared.get("family", layout))


def _staging_of(tables: Sequence[str], context: Context) -> dict[str, str]:
    """Return the staging tables that may feed these canonical tables; a map has no SQL file."""
    known = files_of("staging")
    found: dict[str, str] = {}
    for source in context.config.sources:
        for table in tables:
            name = f"stg_{_family_of(source.layout)}__{table}"
            if name in known:
                found[name] = known[name].sql
    for each in context.config.maps:
        if each.table in tables:
            owner = context.config.source_of(each).name
            found.setdefault(f"stg_mapped_{owner}__{each.table}", "")
    return found


def _identity_of(tables: Sequence[str]) -> Mapping[str, SqlFile]:
    """Return the files that make these tables of all rows of all systems, and what those read."""
    known = files_of("identity")
    found: dict[str, SqlFile] = {}
    waiting = list(tables)
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found[name] = known[name]
            waiting += known[name].reads
    return found


def _lines(measure: Measure, context: Context, files: Sequence[str]) -> Iterator[str]:
    canonical = sources_of(measure)
    staging = _staging_of(canonical, context)
    names = {layer: _names_in(layer, measure) for layer in LAYERS}
    linked = {table for file in behind(measure) for table in file.reads}
    identity = _identity_of([*canonical, *linked])
    yield f"{measure.title}: {measure.question}"
    yield measure.definition
    yield ""
    yield from _step("files", files)
    yield from _step("staging", sorted(staging))
    yield from _step("identity", sorted(identity.keys() - set(canonical)))
    yield from _step("canonical", canonical)
    for layer in ("facts", "cubes", "slices"):
        yield from _step(layer, names[layer])
    yield from _step("measure", [f"{measure.id}, by the estimator {measure.estimator.name}"])
    for name, sql in sorted(staging.items()):
        yield from _listing(f"staging/{name}", sql)
    for name, file in sorted(identity.items()):
        yield from _listing(f"identity/{name}", file.sql)
    for layer in ("facts", "cubes", "slices"):
        for name in names[layer]:
            yield from _listing(f"{layer}/{name}", files_of(layer)[name].sql)
    yield from _listing(f"measures/{measure.id}", measure.sql)


def _names_in(layer: str, measure: Measure) -> list[str]:
    return sorted(file.name for file in behind(measure) if file.name in files_of(layer))


def _step(title: str, names: Sequence[str]) -> Iterator[str]:
    yield f"{title:<10} {', '.join(names) or '-'}"


def _listing(name: str, sql: str) -> Iterator[str]:
    if sql:
        yield f"\n-- queries/{name}.sql"
        yield sql.strip()
