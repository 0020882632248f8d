"""What headings and values are usually called, read from datasets/proposals/*.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from dashboard import paths

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GAPS = re.compile(r"[\W_]+")


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return one of the word lists."""
    path = paths.datasets() / "proposals" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def plain(text: str) -> str:
    """Return a heading or value in lower case with single blanks: "CloseDate__c", "close date"."""
    parted = _CAMEL.sub(" ", text.removesuffix("__c"))
    words = _GAPS.sub(" ", parted).strip().lower()
    return words.removeprefix("property ")


def has_word(text: str, words: Iterable[str]) -> bool:
    """Tell whether one of the words, or of several in a row, stands in a text."""
    within = f" {plain(text)} "
    return any(f" {word} " in within for word in words)


def first_fit(text: str, families: Mapping[str, Sequence[str]]) -> str | None:
    """Return the first family that has a word of a text; the longest word wins over the order."""
    within = f" {plain(text)} "
    fits = [
        (-len(word), place, family)
        for place, (family, words) in enumerate(families.items())
        for word in words
        if f" {word} " in within
    ]
    return min(fits)[2] if fits else None


def best_heading(headings: Iterable[str], synonyms: Sequence[str]) -> str | None:
    """Return the heading that goes by the earliest of the synonyms, None if none does."""
    by_name = {plain(each): each for each in reversed(list(headings))}
    return next((by_name[each] for each in synonyms if each in by_name), None)
