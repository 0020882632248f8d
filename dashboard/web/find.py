"""What the search lists: pages, views, every question with its answer, the words of the guide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dash import dcc, html

from dashboard.measures import registry
from dashboard.measures.access import User
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result
from dashboard.present.marks import by_count
from dashboard.present.pages import PAGES, Page, home_of
from dashboard.web import url_state
from dashboard.web.desk import Desk
from dashboard.web.glossary import GLOSSARY, place_of
from dashboard.web.menu import in_menu
from dashboard.web.parts import Child, aria
from dashboard.web.saved_views import named_views
from dashboard.web.url_state import Known, View

_LATER = "Opens on its page."
_WAITING = "…"


@dataclass(frozen=True)
class Asked:
    """What a search is made under: the view that goes along, and who is asking."""

    desk: Desk
    view: View
    known: Known
    user: User | None

    def address(self, path: str, place: str = "", opened: tuple[str, ...] = ()) -> str:
        """Return a page's address with the filters that go along."""
        view = replace(self.view.elsewhere(), embed=False, opened=opened)
        kept = url_state.write(view, self.known).removesuffix("?")
        return f"{path}{kept}{f'#{place}' if place else ''}"


def asked_of(desk: Desk, query: str, user: User | None) -> Asked:
    """Return what a search is made under."""
    known = desk.known(user)
    return Asked(desk, url_state.read(query, known), known, user)


def listing(asked: Asked) -> list[Child]:
    """Return the whole list; the answers of each page are asked for apart and come as made."""
    pages = in_menu(asked.desk)
    named = named_views(asked.desk.config, asked.known)
    query = url_state.write(asked.view.page(), asked.known)
    return [
        _group("Pages", [_found(f"page-{at}", page.name, "page", asked.address(page.path))
                         for at, page in enumerate(pages)]),
        _group("Views", [_found(f"view-{at}", name, "saved view", address)
                         for at, (name, address) in enumerate(named)]),
        *(_questions(asked, page, query) for page in pages if _computable(asked.desk, page)),
        _group("Words", [_found(f"word-{place_of(term)}", term, said,
                                asked.address("/guide", place_of(term)))
                         for term, said in GLOSSARY.items()]),
        _group("Not in these exports yet", _unlockable(asked)),
    ]  # fmt: skip


def answered(asked: Asked, path: object) -> list[Child]:
    """Return one page's questions with their answers; a slow one opens on its page."""
    page = next((each for each in PAGES if each.built and each.path == path), None)
    if page is None:
        return []
    measures = _computable(asked.desk, page)
    quick = tuple(each.id for each in measures if each.cost != "slow")
    found = dict(asked.desk.answers(quick, asked.view.filters, asked.user))
    for each in measures:
        known = asked.desk.remembered(each.id, asked.view.filters, asked.user)
        if each.cost == "slow" and known is not None:
            found[each.id] = known
    return _lines(asked, measures, found)


def _questions(asked: Asked, page: Page, query: str) -> html.Div:
    measures = _computable(asked.desk, page)
    waiting = _lines(asked, measures, None)
    return html.Div(
        [
            html.Div(page.name, className="found-title", **aria(hidden="true")),
            dcc.Store(id={"kind": "find-view", "of": page.path}, data=query),
            html.Div(waiting, id={"kind": "find-answers", "of": page.path}, role="presentation"),
        ],
        className="found-group",
        role="group",
        **aria(label=page.name),
    )


def _lines(
    asked: Asked, measures: Iterable[Measure], found: Mapping[str, Result] | None
) -> list[Child]:
    return [
        _found(
            f"answer-{each.id}",
            each.question,
            _WAITING if found is None else _said(found.get(each.id), each, asked.view.count),
            _place(asked, each),
            f"{each.id} {each.title}",
        )
        for each in measures
    ]


def _place(asked: Asked, measure: Measure) -> str:
    """Return where an answer has its place; a line among others is opened."""
    page = home_of(measure.id) or PAGES[0]
    opened = (measure.id,) if measure.id in page.more else ()
    return asked.address(page.path, measure.id, opened)


def _said(result: Result | None, measure: Measure, count: str) -> str:
    if result is None:
        return _LATER if measure.cost == "slow" else measure.title
    return by_count(result, count).finding or measure.title


def _computable(desk: Desk, page: Page) -> list[Measure]:
    """Return the measures that have their place on a page and can be answered at all."""
    of_page = (desk.measure(each) for each in page.measures if home_of(each) is page)
    return [each for each in of_page if each is not None and desk.computable(each.id)]


def _unlockable(asked: Asked) -> list[Child]:
    """Return the questions that no export answers yet, each with what would."""
    measures = [each for each in registry.load() if not asked.desk.computable(each.id)]
    ids = tuple(each.id for each in measures)
    results = asked.desk.answers(ids, asked.view.filters, asked.user) if ids else {}
    return [
        _found(
            f"answer-{each.id}",
            each.question,
            _unlocked_by(results.get(each.id)),
            _place(asked, each),
            f"{each.id} {each.title}",
        )
        for each in measures
    ]


def _unlocked_by(result: Result | None) -> str:
    needs = result.needs if result else ()
    return f"Needs {needs[0]}" if needs else "Not answered yet."


def _group(title: str, found: Sequence[Child]) -> Child:
    if not found:
        return None
    head = html.Div(title, className="found-title", **aria(hidden="true"))
    return html.Div([head, *found], className="found-group", role="group", **aria(label=title))


def _found(name: str, question: str, said: str, address: str, more: str = "") -> html.A:
    return html.A(
        [html.Span(question, className="q"), html.Span(said, className="said")],
        id=f"found-{name}",
        href=address,
        className="found",
        role="option",
        tabIndex="-1",
        **aria(selected="false"),
        **{"data-sought": more},
    )
