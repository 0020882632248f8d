"""The way of a number: file -> staging -> canonical -> fact -> cube -> slice -> measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from dashboard import paths
from dashboard.engine.order import SqlFile, read_folder
from dashboard.measures.context import Context
from dashboard.measures.registry import Measure

LAYERS = ("slices", "cubes", "facts")


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
    own = ("settings", "clock", "dimensions", "chosen_", "config_")
    return tuple(sorted(name for name in read - made if not name.startswith(own)))


def explained(measure: Measure, context: Context) -> str:
    """Tell the way of a measure's number, with the SQL of every step."""
    return "\n".join(_lines(measure, context))


def _lines(measure: Measure, context: Context) -> Iterator[str]:
    yield f"{measure.title}: {measure.question}"
    yield measure.definition
    yield ""
    files = [source.folder for source in context.config.sources]
    layers = {
        layer: [f.name for f in behind(measure) if f.name in files_of(layer)] for layer in LAYERS
    }
    yield f"files      {', '.join(sorted(set(files))) or 'exports'}"
    yield f"staging    stg_*__{{{', '.join(sources_of(measure))}}}"
    yield f"canonical  {', '.join(sources_of(measure))}"
    for layer, title in (("facts", "facts"), ("cubes", "cubes"), ("slices", "slices")):
        yield f"{title:<10} {', '.join(sorted(layers[layer])) or '-'}"
    yield f"measure    {measure.id}, folded by {measure.estimator.name}"
    for layer in ("facts", "cubes", "slices"):
        for name in sorted(layers[layer]):
            yield from _listing(Path("queries") / layer / f"{name}.sql", files_of(layer)[name].sql)
    yield from _listing(Path("queries") / "measures" / f"{measure.id}.sql", measure.sql)


def _listing(path: Path, sql: str) -> Iterator[str]:
    yield ""
    yield f"-- {path.as_posix()}"
    yield sql.strip()
