"""Which folder holds which system's export, and which files nothing has claimed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.config import Config, Source
from dashboard.engine.files import headings_of, is_known
from dashboard.errors import ConfigError
from dashboard.ingest import layout_files, layouts
from dashboard.ingest.propose import vocabulary

# Deeper than a folder of systems, each with a folder of parts, no export is looked for.
_DEEPEST = 3
_SAYING_NOTHING = {"", "data", "export", "exports", "files", "csv"}


@dataclass(frozen=True)
class System:
    """One system: its folder, its layout (None: to be mapped), and its files."""

    name: str
    folder: Path
    layout: str | None
    claimed: frozenset[Path] = frozenset()
    unclaimed: tuple[Path, ...] = ()

    def source(self, workspace: Path, **more: object) -> Source:
        """Return the source that reads it."""
        given = {
            "name": self.name,
            "layout": self.layout or "mapped",
            "folder": relative(self.folder, workspace),
        }
        return Source.model_validate({**given, **more})


@dataclass(frozen=True)
class Found:
    """All systems in the exports, and what is left alone with the reason."""

    systems: tuple[System, ...]
    left_alone: dict[str, str] = field(default_factory=dict)


def relative(folder: Path, workspace: Path) -> str:
    """Return a folder as the config names it: from the workspace, with forward slashes."""
    try:
        return Path(os.path.relpath(folder.resolve(), workspace.resolve())).as_posix()
    except ValueError:  # another drive
        return folder.resolve().as_posix()


def discover(exports: Path, workspace: Path) -> Found:
    """Look through the exports; ConfigError if there is nothing that can be read."""
    if not exports.is_dir():
        raise ConfigError(
            f"{exports} is no folder. Name the one that holds the exports: gatecost init EXPORTS."
        )
    found: list[System] = []
    left: dict[str, str] = {}
    names: set[str] = set()
    for folder in _folders(exports, workspace):
        for system in _systems(folder, exports, workspace):
            found.append(_named(system, names))
    recognised = [each for each in found if each.layout]
    # A folder that no layout knows may be one more system; beside a known one it seldom is.
    mapped = [each for each in found if not each.layout]
    kept = [*recognised, *([] if recognised else mapped[:1])]
    for each in mapped:
        if each not in kept:
            where = each.folder.relative_to(exports).as_posix()
            for path in each.unclaimed:
                shown = path.relative_to(exports).as_posix()
                left[shown] = (
                    f"no layout knows the folder {where} (a system of its own needs a [[source]] "
                    "and [[map]]s)"
                )
    if not kept:
        raise ConfigError(
            f"{exports} holds no file that can be read: CSV, Parquet, Excel or JSON lines, each "
            "with its headings."
        )
    return Found(tuple(kept), left)


def _folders(exports: Path, workspace: Path) -> Iterator[Path]:
    """Yield the folder and those within it, but not what gatecost itself keeps there."""
    own = {workspace.resolve() / name for name in ("warehouse", "snapshots", "answers")}
    for folder, inner, _ in os.walk(exports):
        here = Path(folder)
        depth = len(here.relative_to(exports).parts)
        inner[:] = sorted(
            name
            for name in inner
            if depth < _DEEPEST
            and not name.startswith((".", "_"))
            and (here / name).resolve() not in own
        )
        yield here


def _systems(folder: Path, exports: Path, workspace: Path) -> Iterator[System]:
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and is_known(path)]
    claims = {
        name: _claimed(name, folder, workspace)
        for name in (layouts.recognise(folder) if files or folder == exports else ())
    }
    taken: set[Path] = set()
    for name in sorted(claims, key=lambda each: (-len(claims[each]), each)):
        if claims[name] - taken and not claims[name] & taken:
            taken |= claims[name]
            yield System(name, folder, name, claims[name])
    rest = tuple(path for path in files if path.resolve() not in taken and headings_of(path))
    if rest and not taken:
        yield System(
            vocabulary.plain(folder.name).replace(" ", "_") or "crm",
            folder,
            None,
            frozenset(),
            rest,
        )


def _claimed(name: str, folder: Path, workspace: Path) -> frozenset[Path]:
    source = Source(name=name, layout=name, folder=relative(folder, workspace))
    return frozenset(feed.path.resolve() for feed in layouts.feeds(Config(), source, workspace))


def _named(system: System, names: set[str]) -> System:
    """Name a system by the family of its layout, else by its folder; each name once."""
    family = layout_files.layout(system.layout).family if system.layout else system.name
    folder = vocabulary.plain(system.folder.name).replace(" ", "_")
    wishes = [family, f"{family}_{folder}", *(f"{family}_{number}" for number in range(2, 99))]
    name = next(each for each in wishes if each not in names)
    names.add(name)
    return System(name, system.folder, system.layout, system.claimed, system.unclaimed)
