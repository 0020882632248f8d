"""A page as it stands once everything that comes later has come, whatever came in which order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

_PLACES = ("further", "late")
_ASKS = ("further-view", "late-view")


def settled(page: bytes, later: Iterable[bytes]) -> object:
    """Return the components of a page with its later answers in their places."""
    filled: dict[str, object] = {}
    for each in later:
        for place, shown in json.loads(each)["response"].items():
            filled[json.loads(place)["of"]] = shown["children"]
    return _settled(json.loads(page)["response"]["page"]["children"], filled)


def _settled(node: object, filled: Mapping[str, object]) -> object:
    if isinstance(node, list):
        return [_settled(each, filled) for each in node if _kind(each) not in _ASKS]
    if not isinstance(node, dict):
        return node
    if _kind(node) in _PLACES:
        props = node["props"]
        return _settled(filled.get(props["id"]["of"], props.get("children")), filled)
    inner = node.get("props", {}).get("children")
    if isinstance(inner, list) and any(_kind(each) == "late-view" for each in inner):
        # A slow answer and what asks for it stand in one box of their own.
        return _settled(next(each for each in inner if _kind(each) == "late"), filled)
    return {name: _settled(value, filled) for name, value in node.items()}


def _kind(node: object) -> str | None:
    props = node.get("props") if isinstance(node, dict) else None
    named = props.get("id") if isinstance(props, dict) else None
    return named.get("kind") if isinstance(named, dict) else None
