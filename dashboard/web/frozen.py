"""Large parts of a page as one component: the browser builds them from their description.

Dash asks every component anew after each of its steps, so that a table of a thousand cells holds
the browser for seconds. What never calls back is sent as a description instead: tag, attributes,
children. Text stays text: it is set as such, and an attribute that could run anything is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.web.parts import Child

_NAMES = {"className": "class", "tabIndex": "tabindex", "htmlFor": "for", "colSpan": "colspan"}


def frozen(part: Component) -> html.Section:
    """Return a component that stands for a part without calls of its own."""
    text = json.dumps(_described(part), ensure_ascii=False, separators=(",", ":"))
    return html.Section(className="frozen", **{"data-tree": text})


def _described(part: Component) -> list[object]:
    """Return [tag, attributes, children]; a style is an attribute with its properties."""
    props: Mapping[str, object] = part.to_plotly_json()["props"]
    attributes = {
        _NAMES.get(name, name): value
        for name, value in props.items()
        if name != "children" and value not in (None, "")
    }
    return [type(part).__name__.lower(), attributes, list(_children(props.get("children")))]


def _children(children: Child) -> Iterator[object]:
    if isinstance(children, Component):
        yield _described(children)
    elif isinstance(children, list | tuple):
        for each in children:
            yield from _children(each)
    elif children is not None:
        yield str(children)
