"""The menu: pages with something to say, the open one marked; the filters go along."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard.present.pages import PAGES, Page
from dashboard.web.desk import Desk
from dashboard.web.parts import Child, aria, heard


def in_menu(desk: Desk) -> list[Page]:
    """Return the pages that are built and have something to say about these exports."""
    return [
        page
        for page in PAGES
        if page.built and (page.stands or any(map(desk.computable, page.measures)))
    ]


def menu_links(pages: Sequence[Page], here: Page, kept: str) -> list[Child]:
    """Return the links of a menu, those aside behind More; `kept` is what goes along.

    Where the open page stands under More, More is called by its name.
    """
    aside = [page for page in pages if page.aside]
    links: list[Child] = [_link(page, here, kept) for page in pages if not page.aside]
    return [*links, _more(aside, here, kept)] if aside else links


def _more(aside: Sequence[Page], here: Page, kept: str) -> html.Div:
    named = [here.name, heard(", and more pages")] if here in aside else ["More"]
    button = html.Button(
        named,
        id="more-pages-button",
        type="button",
        className="here" if here in aside else "",
        **aria(expanded="false", controls="more-pages"),
    )
    links = [_link(page, here, kept) for page in aside]
    return html.Div([button, html.Div(links, id="more-pages")], className="more-pages")


def _link(page: Page, here: Page, kept: str) -> html.A:
    marked = aria(current="page") if page is here else {}
    return html.A(page.name, href=page.path + kept, **marked)
