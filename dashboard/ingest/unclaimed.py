"""Files that lie in the folder of a source and that no layout and no map reads.

They are told, and what they look like: an export under another name would be missing without a
word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from dashboard.config import Source
from dashboard.engine.files import headings_of, is_known
from dashboard.ingest.accounts import FileLoad
from dashboard.ingest.layout_files import Layout, LayoutFile, layout, names

IGNORED = "ignored"
# How it begins if a file is an export that could be read.
LIKE = "like "
# Folders of a workspace itself, where a source's folder is the whole workspace.
_OWN = {"warehouse", "snapshots", "deliveries", "quarantine", "answers"}
_NO_EXPORTS = {"gatecost.toml", "license", "license.txt", "license.md", "readme", "readme.md"}
_LEAST_SHARE, _LEAST_HITS = 0.5, 3
_MOST_KINDS = 2


def find(workspace: Path, sources: Sequence[Source], read: Collection[Path]) -> list[FileLoad]:
    """Return each file that was not read, once, with what it looks like."""
    claimed = {path.resolve() for path in read}
    found = []
    for source in sources:
        folder = workspace / source.folder
        for path in _files_in(folder, workspace):
            if path.resolve() not in claimed:
                claimed.add(path.resolve())
                shown = path.relative_to(folder).as_posix()
                size = path.stat().st_size
                found.append(
                    FileLoad(
                        source.name, shown, "", IGNORED, bytes=size, reason=looks_like(path, source)
                    )
                )
    return found


def _files_in(folder: Path, workspace: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        is_hidden = any(part.startswith((".", "_")) for part in parts)
        is_own = folder.resolve() == workspace.resolve() and parts[0] in _OWN
        is_text = path.name.lower() in _NO_EXPORTS
        if path.is_file() and not (is_hidden or is_own or is_text):
            yield path


def looks_like(path: Path, source: Source) -> str:
    """Say which kind of export a file's headings are like, never what stands in it."""
    if not is_known(path):
        return "no table that can be read"
    headings = {each.lower() for each in headings_of(path)}
    if not headings:
        return "no table, or an empty one"
    best = max(_likenesses(headings), key=lambda each: each[0], default=None)
    if best is None:
        return f"a table of {len(headings)} columns that no layout knows; a [[map]] can read it"
    hits, found, file = best
    known = f"{LIKE}{file.name} of the {found.title} ({hits} of the columns that tell it)"
    if found.name != source.layout:
        return f'{known}: read it by a [[source]] with layout = "{found.name}"'
    return f"{known}, under another name: call it {file.stems[0]}"


def _likenesses(headings: Collection[str]) -> Iterator[tuple[int, Layout, LayoutFile]]:
    """Yield what a file may be, by headings that few kinds of a layout have.

    Id, name and created date stand in most tables of a system and say nothing.
    """
    for found in map(layout, names()):
        kinds = {file: _headings_of(file) for file in found.files}
        shared = Counter(heading for known in kinds.values() for heading in known)
        for file, known in kinds.items():
            telling = {each for each in known if shared[each] <= _MOST_KINDS}
            hits = len(telling & set(headings))
            if hits >= _LEAST_HITS and hits >= _LEAST_SHARE * len(telling):
                yield hits, found, file


def _headings_of(file: LayoutFile) -> frozenset[str]:
    return frozenset(
        heading.lower()
        for each in file.columns
        for heading in (each.heading, *each.other_headings)
        if heading
    )
