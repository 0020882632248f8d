"""Who reached out: what each kind of activity says of buyer and seller."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.ingest import layout_files
from dashboard.ingest.propose import vocabulary
from dashboard.ingest.propose.items import Item, block, comment, listed
from dashboard.ingest.propose.seen import Seen

_MOST = 30
# Where people name the types themselves; a layout of any other family knows what each type means.
_WITH_OWN_TYPES = ("salesforce", "pipedrive")


def kinds(seen: Seen) -> Iterator[Item]:
    """Yield a `[[touch]]` for each kind whose name says another direction than the layout does.

    What is left as the seller's own is named with its counts: none of it is a sign of life.
    """
    if not any(each.layout for each in seen.systems):
        return
    found: dict[str, dict[str, int]] = {}
    sources, own = _sources(seen), set[str]()
    for row in seen.rows("touch_kinds"):
        directions = found.setdefault(row["kind"], {})
        directions[row["direction"]] = directions.get(row["direction"], 0) + row["touches"]
        if row["source_name"] in sources:
            own.add(row["kind"])
    guesses = {kind: _direction(kind) for kind in list(found)[:_MOST]}
    told = {
        kind: guess
        for kind, guess in guesses.items()
        if guess and len(found[kind]) == 1 and guess not in found[kind]
    }
    for kind, direction in told.items():
        yield _touch(kind, direction, sum(found[kind].values()))
    left = {
        kind: directions["seller"]
        for kind, directions in found.items()
        if set(directions) == {"seller"} and kind in own and kind not in told
    }
    if left:
        yield _left(left)


def _sources(seen: Seen) -> set[str]:
    return {
        each.name
        for each in seen.systems
        if each.layout and layout_files.layout(each.layout).family in _WITH_OWN_TYPES
    }


def _direction(kind: str) -> str | None:
    """Return who reached out by the words of a name, None where they do not say."""
    words = vocabulary.read("touches")
    text = f" {vocabulary.plain(kind)} "
    for each in words["one_word"]["words"]:
        text = text.replace(f" {each} ", f" {each.replace(' ', '')} ")
    missed = vocabulary.first_fit(text, words["missed"])
    return missed or vocabulary.first_fit(text, words["direction"])


def _touch(kind: str, direction: str, touches: int) -> Item:
    head = comment(
        f"{touches:,} touches are called {kind!r}: taken for {direction} by the name, for the "
        "export does not say who reached out.",
        "unsure",
    )
    content = {"type": kind, "kind": vocabulary.plain(kind) or "other", "direction": direction}
    return Item(f"touch/{kind}", "touches", block("[[touch]]", content, head))


def _left(touches: dict[str, int]) -> Item:
    head = comment(
        f"left as the seller's own, so no sign of life: {listed(touches.items(), len(touches))}. "
        "Where the buyer took part, say so with a [[touch]].",
        "unsure",
    )
    template = ["# [[touch]]", '# type = ""', '# kind = ""', '# direction = "buyer"']
    parts = dict.fromkeys(touches, "left as the seller's own; did the buyer take part?")
    return Item("touch/left", "touches", "\n".join([*head, *template]), parts)
