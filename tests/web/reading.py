"""Reading what the app answers: callbacks posted as a browser does, trees of components."""

from __future__ import annotations

import json
from collections.abc import Iterator

PAGE = {
    "output": "..menu.children...page.children..",
    "outputs": [
        {"id": "menu", "property": "children"},
        {"id": "page", "property": "children"},
    ],
    "inputs": [{"id": "view", "property": "data"}],
    "changedPropIds": ["view.data"],
}
DRAWER = {
    "output": "drawer.children",
    "outputs": {"id": "drawer", "property": "children"},
    "inputs": [{"id": "beside", "property": "data"}],
    "changedPropIds": ["beside.data"],
}


def further_of(client, query="", path="/", *named):
    """Return the lines of further answers that are asked together after the page, by measure."""
    places = [{"kind": "further", "page": path, "of": each} for each in named]
    view = {"kind": "further-view", "page": path}
    body = {
        "output": '{"kind":"further","of":["ALL"],"page":["MATCH"]}.children',
        "outputs": [{"id": each, "property": "children"} for each in places],
        "inputs": [{"id": view, "property": "data", "value": f"{path}{query or '?'}"}],
        "changedPropIds": [f'{{"kind":"further-view","page":"{path}"}}.data'],
    }
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.text
    found = json.loads(answer.text)["response"]
    return {str(json.loads(place)["of"]): shown["children"] for place, shown in found.items()}


def post(client, asked, value):
    """Ask one callback with one value, whatever it is."""
    body = {**asked, "inputs": [{**asked["inputs"][0], "value": value}]}
    return client.post("/_dash-update-component", json=body)


def page_of(client, query="", path="/"):
    """Return the components of the page at an address."""
    answer = post(client, PAGE, f"{path}{query or '?'}")
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)["response"]["page"]["children"]


def drawer_of(client, query):
    """Return the components of the drawer at an address."""
    answer = post(client, DRAWER, query.removeprefix("?"))
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)["response"]["drawer"]["children"]


def children_of(node):
    """Return a component's children; of a frozen part, those its description tells of."""
    props = node.get("props", {})
    return thawed(json.loads(props["data-tree"])) if "data-tree" in props else props.get("children")


def thawed(part):
    """Return a described part as the component it was."""
    if isinstance(part, str):
        return part
    tag, attributes, children = part
    props = {"className" if name == "class" else name: each for name, each in attributes.items()}
    props["children"] = [thawed(each) for each in children]
    return {"type": tag.capitalize(), "props": props}


def text_of(node) -> str:
    """Return all words of a component, in reading order."""
    if isinstance(node, list):
        return "".join(text_of(each) for each in node)
    if isinstance(node, dict):
        return text_of(children_of(node))
    return "" if node is None else str(node)


def seen_of(node) -> str:
    """Return the words of a component that are on screen: all but those for hearing alone."""
    if isinstance(node, list):
        return "".join(seen_of(each) for each in node)
    if isinstance(node, dict):
        props = node.get("props", {})
        return "" if props.get("className") == "heard" else seen_of(props.get("children"))
    return text_of(node)


def each_component(node) -> Iterator[dict]:
    """Go through all components, outermost first."""
    if isinstance(node, list):
        for child in node:
            yield from each_component(child)
    elif isinstance(node, dict):
        yield node
        yield from each_component(children_of(node))


def links(node, containing=""):
    """Return the properties of all links whose address contains a text."""
    return [
        each["props"]
        for each in each_component(node)
        if each["type"] == "A" and containing in (each["props"].get("href") or "")
    ]


def with_class(node, name):
    """Return the components of a class."""
    return [
        each
        for each in each_component(node)
        if name in (each["props"].get("className") or "").split()
    ]
