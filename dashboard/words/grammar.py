"""A noun and its verb after a count of one: 1 win was, 2 wins were."""

from __future__ import annotations

import re

from dashboard.words.writing import count

_ONE_OF = {
    "accounts": "account", "customers": "customer", "days": "day", "deals": "deal",
    "entries": "entry", "fields": "field", "gates": "gate", "leads": "lead", "months": "month",
    "MQLs": "MQL", "ones": "one", "people": "person", "records": "record", "steps": "step",
    "times": "time", "touches": "touch", "ways": "way", "wins": "win",
}  # fmt: skip
_VERBS = {"were": "was", "are": "is", "have": "has", "hold": "holds"}
# The noun that is counted comes within three words, and before any word that begins another part:
# of "1 with existing customers" nothing is one but what stood before.
_NOUN = re.compile(
    r"(?P<before>(?: (?!(?:and|at|by|for|from|in|of|on|than|then|to|with|without)\b)[\w-]+){0,2}) "
    rf"(?P<noun>{'|'.join(_ONE_OF)})\b"
)
_THEM = re.compile(r" of them\b")
_VERB = re.compile(rf"[^.,;:()]*?(?<!they )\b(?P<verb>{'|'.join(_VERBS)})\b")


def of_one(text: str) -> str:
    """Return what follows a count of one, its noun and verb agreeing with it.

    Templates are written for many: "{n:count} wins were" is filled by this for one.
    """
    noun = _NOUN.match(text)
    if noun is not None:
        said = f"{noun['before']} {_ONE_OF[noun['noun']]}"
        return said + _with_verb(text[noun.end() :])
    is_subject = _THEM.match(text) or text.removeprefix(" ").startswith(tuple(_VERBS))
    return _with_verb(text) if is_subject else text


def counted(number: float | None, text: str) -> str:
    """Write a count and what follows it: 2 deals have, 1 deal has."""
    return count(number) + (of_one(f" {text}") if number == 1 else f" {text}")


def _with_verb(text: str) -> str:
    found = _VERB.match(text)
    if found is None:
        return text
    return text[: found.start("verb")] + _VERBS[found["verb"]] + text[found.end() :]
