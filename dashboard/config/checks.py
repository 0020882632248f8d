"""What hangs together in a config, and what does not: faults that no single key can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dashboard import paths
from dashboard.config.addresses import address_fault
from dashboard.config.delivery_checks import delivery_faults
from dashboard.config.questions import open_questions
from dashboard.errors import did_you_mean

if TYPE_CHECKING:
    from dashboard.config.models import Config

# The steps of a funnel are kept as one text: these, the gates between them, and the mark between.
FUNNEL_STEPS = ("lead", "deal", "won")
STEP_MARK = " > "

Place = tuple[str | int, ...]


class Fault(NamedTuple):
    """What is wrong and how to mend it, and the keys that lead to its place in the file."""

    place: Place
    text: str
    # An empty key: the comment above it holds the candidates.
    is_question: bool = False


class FaultsError(ValueError):
    """All faults of a config, as the model's validator must raise them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.text for fault in faults))


def faults(config: Config) -> list[Fault]:
    """Return every fault between the parts of a config, each once."""
    found = [
        *(Fault(place, text, is_question=True) for place, text in open_questions(config)),
        *_source_faults(config),
        *_query_faults(config),
        *_database_faults(config),
        *_repeated_names(config),
        *_gate_name_faults(config),
        *_threshold_faults(config),
        *_dimension_faults(config),
        *_mark_faults(config),
        *_list_faults(config),
        *_unread_faults(config),
        *_view_faults(config),
        *_delivery_faults(config),
    ]
    return list(dict.fromkeys(found))


def _source_faults(config: Config) -> Iterator[Fault]:
    names = [source.name for source in config.sources]
    for place, name in _repeats(names):
        yield Fault(("source", place), f"[[source]] {name!r} is declared twice")
    for place, one_map in enumerate(config.maps):
        if one_map.source is None and len(names) != 1:
            text = f"[[map]] of {one_map.read_from} needs source: there are {len(names)} sources"
            yield Fault(("map", place), text)
        elif one_map.source is not None and one_map.source not in names:
            yield Fault(
                ("map", place, "source"),
                f"[[map]] of {one_map.read_from} names the source {one_map.source!r}, "
                f"which is not declared.{did_you_mean(one_map.source, names)}",
            )


def _query_faults(config: Config) -> Iterator[Fault]:
    """Name maps with a query and no warehouse to run it in, and those with a file beside one."""
    owners = {source.name: source for source in config.sources}
    for place, one_map in enumerate(config.maps):
        source = owners.get(one_map.source or config.sources[0].name) if owners else None
        if source and source.database is None and not one_map.file:
            yield Fault(
                ("map", place),
                f"[[map]] of {one_map.read_from} has a query, and [[source]] {source.name!r} has "
                "no database. Add one, or name a file",
            )
        elif source and source.database and one_map.file:
            yield Fault(
                ("map", place, "file"),
                f"[[map]] of {one_map.file} names a file, and [[source]] {source.name!r} is a "
                "database. Write query or query_file, or declare another source for the file",
            )


def _database_faults(config: Config) -> Iterator[Fault]:
    """Name warehouses that are asked nothing, and queries without one."""
    asked = {one_map.source for one_map in config.maps}
    for place, source in enumerate(config.sources):
        is_asked = source.queries or source.name in asked or (None in asked)
        if source.queries and source.database is None:
            text = f"[[source]] {source.name!r} has queries and no database. Add one"
            yield Fault(("source", place, "queries"), text)
        elif source.database and source.layout != "mapped":
            text = f"[[source]] {source.name!r} is a database: it has queries or maps, no layout"
            yield Fault(("source", place, "layout"), text)
        elif source.database and not is_asked:
            text = f"[[source]] {source.name!r} asks its database nothing. Add [source.queries]"
            yield Fault(("source", place, "database"), text)


def _repeated_names(config: Config) -> Iterator[Fault]:
    for kind, names in (
        ("gate", [gate.name for gate in config.gates]),
        ("dimension", [dimension.name for dimension in config.dimensions]),
        ("stage", [f"{stage.pipeline} / {stage.stage}" for stage in config.stages]),
        ("touch", [touch.type for touch in config.touches]),
        ("view", [view.name for view in config.views]),
        ("report", [report.name for report in config.reports]),
        ("alert", [alert.name for alert in config.alerts]),
    ):
        for place, name in _repeats(names):
            yield Fault((kind, place), f"[[{kind}]] {name!r} is declared twice")


def _repeats(names: Sequence[str]) -> list[tuple[int, str]]:
    """Return the second place of every name that stands more than once."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    return [(found[1], name) for name, found in places.items() if len(found) > 1]


def _gate_name_faults(config: Config) -> Iterator[Fault]:
    for place, gate in enumerate(config.gates):
        if gate.name in FUNNEL_STEPS:
            yield Fault(
                ("gate", place, "name"),
                f"[[gate]] {gate.name!r} is named like a step that every funnel has "
                f"({', '.join(FUNNEL_STEPS)}). Give it another name; label is what is shown",
            )
        if STEP_MARK in gate.name:
            yield Fault(
                ("gate", place, "name"),
                f"[[gate]] {gate.name!r} has {STEP_MARK!r} in its name, by which the steps of the "
                "funnel are parted. Give it another name; label is what is shown",
            )


def _threshold_faults(config: Config) -> Iterator[Fault]:
    """Name lines that begin on one day, and all but the first gate with a line."""
    with_line = [gate.name for gate in config.gates if gate.thresholds]
    for place, gate in enumerate(config.gates):
        where = ("gate", place, "thresholds")
        for _, day in _repeats([str(each.since or "") for each in gate.thresholds]):
            begins = f"since {day}" if day else "without since"
            text = f"[[gate]] {gate.name!r} has two thresholds {begins}. Keep one"
            yield Fault(where, text)
        if gate.name in with_line[1:]:
            yield Fault(
                where,
                f"[[gate]] {gate.name!r} has thresholds, and so has {with_line[0]!r} before it. "
                "Keep those of the gate that decides by score first",
            )


def _dimension_faults(config: Config) -> Iterator[Fault]:
    """Name what is said of a dimension that is not declared."""
    known = [dimension.name for dimension in config.dimensions]
    said: list[tuple[Place, str, str]] = [
        *((("access", "limits", name), "[access.limits]", name) for name in config.access.limits),
        *((("rules", "alike"), "[rules] alike", name) for name in config.rules.alike or ()),
    ]
    for place, where, name in said:
        if name not in known:
            yield Fault(
                place,
                f"{where} names {name!r}, which is no [[dimension]].{did_you_mean(name, known)}",
            )


def _view_faults(config: Config) -> Iterator[Fault]:
    """Name views that would lead nowhere."""
    dimensions = [dimension.name for dimension in config.dimensions]
    for place, view in enumerate(config.views):
        fault = address_fault(view.address, dimensions)
        if fault:
            text = f"[[view]] {view.name!r}: {view.address!r} {fault}"
            yield Fault(("view", place, "address"), text)


def _delivery_faults(config: Config) -> Iterator[Fault]:
    """Name reports and alerts that would reach nobody, or speak of what is not there."""
    for place, text in delivery_faults(config, _measures() if config.alerts else ()):
        yield Fault(place, text)


def _mark_faults(config: Config) -> Iterator[Fault]:
    """Name the gates, measures and dimensions that a mark speaks of and that are not there."""
    gates = [gate.name for gate in config.gates]
    dimensions = [dimension.name for dimension in config.dimensions]
    for place, mark in enumerate(config.marks):
        for name in mark.control:
            if name not in dimensions:
                yield Fault(
                    ("mark", place, "control"),
                    f"[[mark]] {mark.label!r} has the control {name!r}, which is no [[dimension]]."
                    f"{did_you_mean(name, dimensions)}",
                )
        if mark.gate is not None and mark.gate not in gates:
            yield Fault(
                ("mark", place, "gate"),
                f"[[mark]] {mark.label!r} names {mark.gate!r}, which is no [[gate]]."
                f"{did_you_mean(mark.gate, gates)}",
            )
        known = _measures() if mark.measures else []
        for name in mark.measures:
            if name not in known:
                yield Fault(
                    ("mark", place, "measures"),
                    f"[[mark]] {mark.label!r} names {name!r}, which is no measure."
                    f"{did_you_mean(name, known)}",
                )


def _measures() -> list[str]:
    """Return the ids of all measures: the names of their files."""
    return sorted(path.stem for path in (paths.queries() / "measures").glob("*.sql"))


def _list_faults(config: Config) -> Iterator[Fault]:
    """Name what is listed twice: each would be counted twice."""
    listed = [(f, each) for f, sources in config.source_families.items() for each in sources]
    for place, source in _repeats([each for _, each in listed]):
        within = ", ".join(family for family, each in listed if each == source)
        yield Fault(
            ("source_families", listed[place][0]),
            f"[source_families] {source!r} is listed more than once: in {within}. Keep one",
        )
    for _, each in _repeats(config.types.new_business if config.types else ()):
        yield Fault(
            ("types", "new_business"),
            f"[types] new_business lists {each!r} more than once. Keep one",
        )


def _unread_faults(config: Config) -> Iterator[Fault]:
    """Name what nothing would read, rather than leave it out without a word."""
    if not config.sources or any(source.layout != "mapped" for source in config.sources):
        return
    for place, gate in enumerate(config.gates):
        if gate.field or gate.date_field:
            yield Fault(
                ("gate", place, "field" if gate.field else "date_field"),
                f"[[gate]] {gate.name!r} names a field, which is read from a layout and not from "
                "maps. Map its decisions: a [[map]] with table = 'gate_decisions', "
                "constants = { gate, verdict } and where",
            )
    if config.touches:
        yield Fault(
            ("touch", 0),
            "[[touch]] is read from a layout and not from maps. Give each [[map]] of touches "
            "constants = { direction, kind } and where",
        )
