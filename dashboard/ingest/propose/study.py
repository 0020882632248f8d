"""From a folder of exports to proposals: look at the files, say how to read them, then look again.

What is staged between the two is the caller's: staging belongs to the build.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dashboard import config as configs
from dashboard.config import Config, Source
from dashboard.engine.database import Database
from dashboard.errors import ConfigError
from dashboard.ingest.propose import (
    activities,
    cuts,
    document,
    folders,
    gates,
    general,
    maps,
    own_columns,
    stages,
    touches,
)
from dashboard.ingest.propose.folders import System
from dashboard.ingest.propose.items import Item
from dashboard.ingest.propose.maps import Mapped
from dashboard.ingest.propose.seen import OwnFile, Seen, mapped_files, own_files, sheets

# A fault of reading that a key of the source settles: what is unclear, the key, the source.
_UNCLEAR = re.compile(r"^(.*?)\. Set (date|number)_formats? .*in \[\[source\]\] '([^']+)'\.$")
_CANDIDATES = {
    "date_format": ("DD/MM/YYYY", "MM/DD/YYYY"),
    "number_format": ("1,234.56", "1.234,56"),
}


@dataclass(frozen=True)
class Draft:
    """How the exports can be read, before anything is known of what they say."""

    systems: Sequence[System]
    sources: Sequence[Source]
    files: Sequence[OwnFile]
    mapped: Mapping[str, Mapped]
    stand_ins: Mapping[str, own_columns.StandIns]
    left_alone: Mapping[str, str]
    # source -> key of it -> what is unclear about how its dates or numbers are written
    asked: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def config(self) -> Config:
        """Return the least config that reads them."""
        texts = [
            item.text for name, mapped in self.mapped.items() for item in maps.items(name, mapped)
        ]
        content = document.provisional("\n\n".join(texts)) if texts else {}
        found = [
            own_columns.with_stand_ins(each, self.stand_ins.get(each.name, {}))
            for each in self.sources
        ]
        told = [each.model_dump(exclude_defaults=True) | {"name": each.name} for each in found]
        return configs.parse({"map": content.get("map", []), "source": told})

    def asking(self, fault: ConfigError) -> Draft:
        """Return a draft that takes the first candidate where it is unclear, and asks about it."""
        unclear: dict[str, dict[str, list[str]]] = {}
        for text in fault.faults:
            found = _UNCLEAR.match(text)
            if found is None or f"{found[2]}_format" in self.asked.get(found[3], {}):
                raise fault
            of_source = unclear.setdefault(found[3], {})
            of_source.setdefault(f"{found[2]}_format", []).append(found[1])
        asked = {
            name: {
                **self.asked.get(name, {}),
                **{key: _asked(key, texts) for key, texts in keys.items()},
            }
            for name, keys in unclear.items()
        }
        sources = [
            each.model_copy(update={key: _CANDIDATES[key][0] for key in unclear.get(each.name, {})})
            for each in self.sources
        ]
        return replace(self, sources=sources, asked={**self.asked, **asked})


def _asked(key: str, texts: Sequence[str]) -> str:
    shown = "; ".join(dict.fromkeys(texts))
    return f"{shown}. Candidates: {' or '.join(map(repr, _CANDIDATES[key]))}."


def draft(
    database: Database,
    exports: Path,
    workspace: Path,
    scratch: Path,
    known: Sequence[Source] = (),
) -> Draft:
    """Look at folders and files; what a person has said of a source holds."""
    found = folders.discover(exports, workspace)
    systems: list[System] = []
    sources: list[Source] = []
    files: list[OwnFile] = []
    mapped: dict[str, Mapped] = {}
    stand_ins = {}
    left_alone = dict(found.left_alone)
    for each in found.systems:
        system, source = _with_known(each, workspace, known)
        systems.append(system)
        sources.append(source)
        stand_ins[system.name] = own_columns.stand_ins(system)
        files += own_files(database, system, source, scratch)
        if system.layout is None:
            with sheets(database, system.unclaimed, system.folder, scratch, source) as opened:
                mapped[system.name] = maps.find(database, opened)
            files += mapped_files(system.name, mapped[system.name])
            for sheet in mapped[system.name].left:
                left_alone[sheet.name] = "no table of ours can be made of the columns"
        left_alone |= _ignored(system)
    return Draft(systems, sources, files, mapped, stand_ins, left_alone)


def _with_known(system: System, workspace: Path, known: Sequence[Source]) -> tuple[System, Source]:
    for each in known:
        if (workspace / each.folder).resolve() == system.folder.resolve():
            layout = system.layout or "mapped"
            return (
                replace(system, name=each.name),
                each if each.layout == layout else each.model_copy(update={"layout": layout}),
            )
    return system, system.source(workspace)


def _ignored(system: System) -> dict[str, str]:
    """Name the files beside those that a layout claims."""
    if system.layout is None:
        return {}
    beside = (
        path
        for path in sorted(system.folder.iterdir())
        if path.is_file() and path.resolve() not in system.claimed and not path.name.startswith(".")
    )
    return {path.name: f"the layout {system.layout} knows no such file" for path in beside}


def items(database: Database, found: Draft) -> list[Item]:
    """Return everything that is proposed, in the order of the config."""
    seen = Seen(database, found.systems, found.sources, found.files, found.mapped)
    is_log = seen.has_layout("event_log")
    return [
        *general.company(seen),
        *_systems(seen, found),
        *(each for name, mapped in found.mapped.items() for each in maps.items(name, mapped)),
        *gates.items(seen),
        *(activities.items(seen) if is_log else stages.items(seen)),
        *cuts.types(seen),
        *cuts.families(seen),
        *cuts.dimensions(seen),
        *touches.kinds(seen),
        *general.rules(is_event_log=is_log),
    ]


def _systems(seen: Seen, found: Draft) -> Iterator[Item]:
    columns = list(own_columns.items(seen, found.stand_ins))
    for each in general.sources(found.systems, found.sources, found.asked):
        yield each
        name = tomllib.loads(each.text)["source"][0]["name"]
        yield from (item for item in columns if item.key.split("/")[1] == name)
