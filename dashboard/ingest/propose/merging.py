"""A later run of init: what is new is added at the end, and nothing else is touched."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboard.ingest.as_of import AsOf
from dashboard.ingest.propose.items import Item, comment

_MEMORY = Path("answers") / "init.json"
_MOST_DIMENSIONS = 8
# By which keys a piece of the config is the same as one that stands in it already.
_SAME: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "stage": lambda each: (each.get("pipeline", "default"), each.get("stage")),
    "gate": lambda each: each.get("name"),
    "map": lambda each: (each.get("table"), each.get("file")),
    "source": lambda each: each.get("folder", "exports"),
    "dimension": lambda each: each.get("name"),
    "touch": lambda each: each.get("type"),
}


def remembered(workspace: Path) -> dict[str, list[str]]:
    """Return what earlier runs proposed: each piece with its values."""
    path = workspace / _MEMORY
    if not path.is_file():
        return {}
    try:
        found: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))["proposed"]
    except (ValueError, KeyError, TypeError):
        return {}
    return found


def remember(workspace: Path, items: Sequence[Item]) -> None:
    """Keep what was proposed, so that what a person deletes does not come back."""
    known = remembered(workspace)
    for each in items:
        known[each.key] = sorted({*known.get(each.key, []), *each.parts})
    path = workspace / _MEMORY
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"proposed": known}, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def added(text: str, items: Sequence[Item], known: Mapping[str, Sequence[str]], as_of: AsOf) -> str:
    """Return the config with what is new at its end; the same text where nothing is."""
    content = tomllib.loads(text)
    places = len(content.get("dimension", []))
    blocks: list[str] = []
    for each in items:
        if each.key in known or _is_there(each, content):
            blocks += _new_parts(each, known.get(each.key))
            continue
        if each.key.startswith("dimension/"):
            places += 1
            if places > _MOST_DIMENSIONS:
                continue
        blocks.append(_appended(each))
    if not blocks:
        return text
    title = f"# --- New in the exports as of {as_of.at:%Y-%m-%d %H:%M} UTC."
    end = "" if text.endswith("\n") or not text else "\n"
    block = "\n\n".join([title, *blocks])
    whole = f"{text}{end}\n{block}\n"
    try:
        tomllib.loads(whole)
    except tomllib.TOMLDecodeError:
        # The file writes its lists in another way, to which nothing can be added from below.
        whole = f"{text}{end}\n{_as_comment(block)}\n"
    return whole


def _is_there(item: Item, content: Mapping[str, Any]) -> bool:
    """Tell whether the config has this piece already, written by whomever."""
    piece = tomllib.loads(item.text)
    if not piece:
        name = item.key.split("/")[0]
        return name in content
    for name, found in piece.items():
        there = content.get(name)
        if isinstance(found, list):
            same = _SAME.get(name)
            known = [same(each) for each in there or []] if same else []
            return same is not None and all(same(each) in known for each in found)
        if name == "source":
            return False
        return there is not None
    return False


def _new_parts(item: Item, known: Sequence[str] | None) -> list[str]:
    """Name new values of something that stands in the config: only a person may change it."""
    if known is None:
        return []
    new = [(part, what) for part, what in item.parts.items() if part not in known]
    name = item.key.split("/")[0]
    return [
        "\n".join(comment(f"a new value for {name}: {part!r}; {what}", "unsure"))
        for part, what in new
    ]


def _appended(item: Item) -> str:
    """Return a piece as it is, but as a comment where its place is not the end of the file."""
    if item.key.startswith("columns/"):
        source = item.key.split("/")[1]
        head = comment(f"belongs under [[source]] {source}:", "unsure")
        return "\n".join([*head, _as_comment(item.text)])
    return item.text


def _as_comment(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())
