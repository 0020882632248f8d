"""One deal's story in the drawer: what is known of it, why its path, its line, and all events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import html

from dashboard import words
from dashboard.config import Config
from dashboard.measures.story import Story
from dashboard.present.sentence import plural
from dashboard.web import url_state
from dashboard.web.behind import STEPS
from dashboard.web.crm import crm_link
from dashboard.web.drawer import title_line
from dashboard.web.frozen import frozen
from dashboard.web.listing import Column, listing
from dashboard.web.parts import Child, mark
from dashboard.web.timeline import timeline
from dashboard.web.url_state import Known, View

_COLUMNS = (Column("Day"), Column("What"), Column("Who"), Column("Besides"))


def story_drawer(story: Story, view: View, known: Known, config: Config) -> list[Child]:
    """Return the whole story; the filters of the page hide nothing of it, and it says so."""
    deal = story.deal
    said = f"All that is recorded of this deal to {words.date(story.as_of)}."
    if view.filters != known.default:
        said += " The filters of the page hide nothing of it."
    parts = [
        *title_line(_back(view, known), _title(story, config), known, view),
        html.P(said, className="filter-words"),
        html.Div([_facts(story, config), _why(story)], className="story-head"),
        frozen(timeline(story)),
        frozen(_events(story, config)),
        _actions(deal, config, url_state.write(View(known.default, deal=view.deal), known)),
    ]
    return [html.Div(parts, className="wide story", **{"data-form": f"deal {view.deal}"})]


def not_here(view: View, known: Known) -> list[Child]:
    """Say that a deal cannot be seen; the same whether it is unknown or beyond the limits."""
    said = "There is no deal of this id among those that can be seen here."
    parts = [
        *title_line(_back(view, known), "No such deal", known, view),
        html.P(said, className="note"),
    ]
    return [html.Div(parts, **{"data-form": f"deal {view.deal}"})]


def _back(view: View, known: Known) -> Child:
    if view.drill is None:
        return "One deal's story"
    address = url_state.write(replace(view, deal=None), known)
    form = "table" if view.wide else "list"
    return html.A(f"‹ Back to the {form}", href=address, className="back")


def _title(story: Story, config: Config) -> str:
    deal = story.deal
    name = deal["account_name"] or f"Deal {deal['opportunity_id']}"
    money = _amount(story)
    parts = [name, words.money(money, config.company.currency) if money is not None else ""]
    parts.append(deal["outcome"] if not story.is_open else f"open in {deal['stage'] or 'no stage'}")
    return ", ".join(each for each in parts if each)


def _amount(story: Story) -> float | None:
    """Return the deal's latest amount that is known."""
    names = ("amount_at_as_of", "amount_at_close", "amount_at_creation")
    order = names if story.is_open else names[1:]
    return next((story.deal[name] for name in order if story.deal[name] is not None), None)


def _facts(story: Story, config: Config) -> html.Dl:
    """Return what is known of the deal; what is not recorded is left out."""
    deal = story.deal
    facts: list[tuple[str, Child]] = [("Deal", _id(config, deal))]
    account = crm_link(config, "account", deal["account_id"])
    if account is not None:
        facts.append(("Account", [deal["account_name"] or deal["account_id"], " ", account]))
    facts.append(("Created", _dated(deal, "created_date", "amount_at_creation", config)))
    if not story.is_open:
        closed = _dated(deal, "closed_date", "amount_at_close", config)
        facts.append((str(deal["outcome"]).capitalize(), closed))
    facts += [
        (name, str(deal[column]))
        for name, column in (("Stage", "stage"), ("Source", "source"), ("Type", "type"))
        if deal[column]
    ]
    facts += [
        (each.label or each.name, deal[each.name])
        for each in config.dimensions
        if deal.get(each.name) not in (None, "(not recorded)")
    ]
    pairs = [html.Div([html.Dt(name), html.Dd(text)]) for name, text in facts]
    following = _next(story) if story.is_open else []
    pairs += [
        html.Div([html.Dt(name), html.Dd(text)], className="long") for name, text in following
    ]
    return html.Dl(pairs, className="deal-facts")


def _id(config: Config, deal: Mapping[str, Any]) -> list[Child]:
    return [str(deal["opportunity_id"]), " ", crm_link(config, "deal", deal["opportunity_id"])]


def _dated(deal: Mapping[str, Any], day: str, amount: str, config: Config) -> str:
    text = words.date(deal[day])
    if deal[amount] is not None:
        text += f", {words.money(deal[amount], config.company.currency)}"
    return text


def _next(story: Story) -> list[tuple[str, Child]]:
    """Say who acted last on our side, and what comes next, as far as it is recorded."""
    deal, last = story.deal, story.last_of_ours()
    found: list[tuple[str, Child]] = []
    told = "no contact recorded"
    if last:
        told = f"{last['what']} on {words.date(last['day'])}"
        told += f", by {last['role']}" if last["role"] else ""
    found.append(("Our side last", told))
    if deal["last_sign_date"] is not None:
        silent = (
            f"; silent for {words.days(float(deal['silent_days']))}"
            if deal["is_silent_now"]
            else ""
        )
        found.append(("Last sign of life", f"{words.date(deal['last_sign_date'])}{silent}"))
    if deal["buyer_stage"]:
        found.append(("Buyer stage", str(deal["buyer_stage"])))
    following = deal["next_contact_date"]
    found.append(("What comes next", _following(story) if following else "nothing recorded"))
    return found


def _following(story: Story) -> str:
    day = story.deal["next_contact_date"]
    passed = " (that day has passed)" if day < story.as_of else ""
    return f"contact on {words.date(day)}{passed}"


def _why(story: Story) -> html.Div:
    """Say which path the deal has, what each gate said, and which rule decided."""
    path = story.deal["path_class"]
    name = words.word(path) if path else "not computable"
    gates = [
        html.Li([html.B(gate), f": {said}"])
        for gate, said in (story.gates if story.deal["person_id"] else ())
    ]
    return html.Div(
        [
            html.H3(["Path: ", mark(path), name]),
            html.P(" ".join(story.why)),
            html.Ul(gates) if gates else None,
        ],
        className="why",
    )


def _events(story: Story, config: Config) -> html.Div:
    """Return every event as a line of a list: the line's own words."""
    events = story.events.head(STEPS[-1]).rows(named=True)
    rows = [
        [
            words.date(each["day"]),
            each["what"],
            each["who"],
            [each["note"], " ", crm_link(config, "lead", each["lead_id"])]
            if each["kind"] == "lead"
            else each["note"],
        ]
        for each in events
    ]
    n = story.events.height
    count = f"{words.count(len(events))} of {words.count(n)}"
    title = html.H3([f"All of it: {count} ", "event" if n == 1 else "events"])
    name = f"{plural(n, 'event')}, day by day"
    return html.Div([title, listing(_COLUMNS, rows, name=name)], className="story-list")


def _actions(deal: Mapping[str, Any], config: Config, query: str) -> html.Div:
    return html.Div(
        [
            html.A(
                "CSV of the story",
                href=f"/csv/story{query}",
                className="button",
                **{"data-download": "yes"},
            ),
            html.Button("Copy link", type="button", className="button", **{"data-copy": "yes"}),
            html.Span(crm_link(config, "deal", deal["opportunity_id"], "Open in the CRM")),
        ],
        className="actions",
    )
