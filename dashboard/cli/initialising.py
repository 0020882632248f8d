"""`gatecost init`: recognise the exports, write a commented config, say what it is unsure of."""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard import build, config, ingest, paths
from dashboard.cli import first_look, printing
from dashboard.config import Config
from dashboard.engine.database import Database, open_for_building
from dashboard.errors import ConfigError
from dashboard.ingest import propose
from dashboard.ingest.as_of import AsOf
from dashboard.ingest.propose import Draft, Question

_COUNTS = {1: "One thing", 2: "Two things", 3: "Three things"}


@dataclass(frozen=True)
class _Written:
    """What a run of init did to the config."""

    path: Path
    text: str
    is_new: bool
    is_changed: bool

    @property
    def questions(self) -> list[Question]:
        return propose.questions(self.text)


def init(asked: argparse.Namespace) -> int:
    """Recognise the exports, write `gatecost.toml`, and say what is left to answer."""
    asked.exports = _exports(asked.exports, asked.workspace)
    asked.workspace.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gatecost-") as folder:
        scratch = Path(folder)
        with closing(open_for_building(scratch / "init.duckdb")) as database:
            draft, load, moment = _read(database, asked, scratch)
            items = propose.items(database, draft)
        look = first_look.take(
            asked.workspace,
            _text(asked.workspace, items, moment)[1],
            scratch,
            is_short=asked.quick,
        )
        # Which stages end a deal is part of what is proposed, and of what the last day is.
        moment = look.as_of or moment
        written = _write(asked.workspace, items, moment)
    if any(each.mark == "required" for each in written.questions):
        # They rest on the first candidate of what is open: no fact yet.
        look = replace(look, facts=())
    if asked.format == "json":
        printing.json_object(_content(asked, draft, load, moment, written, look))
    else:
        _print(asked, draft, load, written, look)
    return 0


def _exports(named: Path, workspace: Path) -> Path:
    """Return the folder that is meant: seen from here or, if none is here, from the workspace."""
    places = list(dict.fromkeys([named, workspace / named]))
    for each in places:
        if each.is_dir():
            return each
    raise ConfigError(
        f"{' and '.join(map(str, places))}: no such folder. Name the one that holds the exports: "
        "gatecost init EXPORTS."
    )


def _read(
    database: Database, asked: argparse.Namespace, scratch: Path
) -> tuple[Draft, ingest.LoadReport, AsOf]:
    """Read all exports by the least config that can, and stage them."""
    known = _known(asked.workspace)
    draft = propose.draft(database, asked.exports, asked.workspace, scratch, known.sources)
    for _ in draft.sources:
        try:
            load = _load(database, draft.config, asked.workspace, scratch)
            break
        except ConfigError as fault:
            draft = draft.asking(fault)
    else:
        load = _load(database, draft.config, asked.workspace, scratch)
    build.run_layer(database, paths.queries() / "staging")
    moment, _ = build.unite_tables(database, draft.config)
    return draft, load, moment


def _load(
    database: Database, settings: Config, workspace: Path, scratch: Path
) -> ingest.LoadReport:
    with printing.progress() as report:
        return ingest.read_sources(database, settings, workspace, report, scratch)


def _known(workspace: Path) -> Config:
    """Return the config that is there, its open questions left out; an empty one if none is."""
    path = workspace / config.FILE_NAME
    if not path.is_file():
        return Config()
    text = path.read_text(encoding="utf-8-sig")
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}. Mend the file; it must be TOML.") from error
    return config.parse(propose.provisional(text), str(path))


def _text(workspace: Path, items: Sequence[propose.Item], moment: AsOf) -> tuple[str, str]:
    """Return the config as it is and as it will be."""
    path = workspace / config.FILE_NAME
    if not path.is_file():
        return "", propose.written(items, moment)
    # Bytes and not text: line ends are the user's too.
    before = path.read_bytes().decode("utf-8")
    return before, propose.added(before, items, propose.remembered(workspace), moment)


def _write(workspace: Path, items: Sequence[propose.Item], moment: AsOf) -> _Written:
    path = workspace / config.FILE_NAME
    before, text = _text(workspace, items, moment)
    config.parse(propose.provisional(text), str(path))
    if text != before:
        path.write_bytes(text.encode("utf-8"))
    propose.remember(workspace, items)
    return _Written(path, text, not before, text != before)


def _content(
    asked: argparse.Namespace,
    draft: Draft,
    load: ingest.LoadReport,
    moment: AsOf,
    written: _Written,
    look: first_look.Look,
) -> dict[str, object]:
    return {
        "config": str(written.path),
        "is_new": written.is_new,
        "is_changed": written.is_changed,
        "as_of": f"{moment.at.isoformat()}Z",
        "systems": [
            {"name": each.name, "layout": source.layout, "folder": source.folder}
            for each, source in zip(draft.systems, draft.sources, strict=True)
        ],
        "files": [
            {"file": each.file, "table": each.table_name, "status": each.status, "read": each.read}
            for each in load.files
            if each.status != "ignored"
        ],
        "left_alone": [{"file": name, "why": why} for name, why in draft.left_alone.items()],
        "questions": [each._asdict() for each in written.questions],
        "facts": list(look.facts),
        "assumed": [each.to_json() for each in look.moves],
        "not_tried": look.not_tried,
        "next": _next(asked, written),
    }


def _print(
    asked: argparse.Namespace,
    draft: Draft,
    load: ingest.LoadReport,
    written: _Written,
    look: first_look.Look,
) -> None:
    printing.plain_table(
        [
            {
                "system": source.name, "layout": source.layout, "file": each.file,
                "table": each.table_name, "rows": each.read, "status": each.status,
            }
            for source in draft.sources
            for each in load.files
            if each.source_name == source.name and each.status != "ignored"
        ]
    )  # fmt: skip
    for why in dict.fromkeys(draft.left_alone.values()):
        names = [name for name, each in draft.left_alone.items() if each == why]
        printing.text(f"Not read, {why}: {', '.join(names)}.")
    for each in load.files:
        if each.status == "refused":
            printing.text(f"Refused: {each.file}: {each.reason}. Mend it or take it away.")
    _print_config(written)
    if look.facts:
        printing.text(f"\n{_COUNTS[len(look.facts)]} known already:")
        for fact in look.facts:
            printing.text(f"- {fact}")
    first_look.show(look)
    printing.text(f"\nNext: {_next(asked, written)}")


def _print_config(written: _Written) -> None:
    said = "Wrote" if written.is_new else "Added what is new to"
    if not written.is_changed:
        said = "Nothing is new; nothing was changed in"
    printing.text(f"\n{said} {written.path}")
    required = [each for each in written.questions if each.mark == "required"]
    unsure = [each for each in written.questions if each.mark == "unsure"]
    for title, found in (
        (f"To be filled in ({len(required)}), the line in front:", required),
        (f"Guesses to look at ({len(unsure)}):", unsure),
    ):
        if found:
            printing.text(f"\n{title}")
            for each in found:
                printing.text(f"{each.line:>5}  {each.text}")
    if "\n# [control_totals]" in written.text:
        line = written.text[: written.text.index("\n# [control_totals]")].count("\n") + 2
        printing.text(
            f"\nOptional: line {line}, the totals of the company's own report (won count, won "
            "amount, deals created) and who confirmed them."
        )


def _next(asked: argparse.Namespace, written: _Written) -> str:
    place = "" if asked.workspace == Path() else f" --workspace {asked.workspace}"
    steps = f"gatecost check{place} && gatecost build{place}"
    if any(each.mark == "required" for each in written.questions):
        return f"fill in the required lines of {written.path}, then {steps}"
    return steps
