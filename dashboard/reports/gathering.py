"""Gather what a report says: every answer of its pages, the totals' check, the account of files."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dashboard import answer, decisions, followed, inventory
from dashboard.answer import Warehouse
from dashboard.decisions import Decision, Log
from dashboard.followed import Followed
from dashboard.inventory import Inventory
from dashboard.measures.filters import Filters
from dashboard.measures.result import Result
from dashboard.present.control_period import control_period
from dashboard.present.pages import PAGES, Page, measures_of, page_called
from dashboard.reports.material import Material
from dashboard.snapshots.made_from import Question, is_limited
from dashboard.snapshots.manifest import Manifest


def pages_of(only: str | None) -> tuple[Page, ...]:
    """Return the pages of a report: the built ones, or the one it is asked for."""
    if only is not None:
        return (page_called(only),)
    return tuple(each for each in PAGES if each.built)


def measures_in(only: str | None) -> tuple[str, ...]:
    """Return the measures of a report in the order of its pages; every report tells the totals."""
    return tuple(dict.fromkeys((*measures_of(pages_of(only)), "control_totals")))


def gathered(warehouse: Warehouse, question: Question, manifest: Manifest) -> Material:
    """Return what a report is made of, but for what has changed since the one before."""
    ids, user = measures_in(question.only), question.user
    narrowed = answer.within_limits(warehouse, question.filters, user)
    is_part = is_limited(warehouse.config, user)
    return Material(
        warehouse=warehouse,
        results=answer.answers(warehouse, ids, question.filters, user),
        filters=narrowed,
        config=warehouse.config,
        as_of=warehouse.context.as_of,
        as_of_label=warehouse.context.as_of_label,
        manifest=manifest,
        inventory=_account(warehouse, is_part=is_part),
        control=None if is_part else _control(warehouse),
        only=question.only,
        log=_log(warehouse, is_part=is_part),
        is_limited=is_part,
        path=pages_of(question.only)[0].path,
        followed=_followed(warehouse, question) if question.only is None else None,
    )


def _followed(warehouse: Warehouse, question: Question) -> Followed | None:
    """Return what followed the latest dated change of the last months; None without one."""
    is_part, user = is_limited(warehouse.config, question.user), question.user
    log = _log(warehouse, is_part=is_part)
    known = followed.changes_of(warehouse.config, log, whole=not is_part)
    recent = followed.recent(known, warehouse.context.as_of_date)
    if not recent:
        return None
    asked = followed.Request(where=question.filters.where, user=user)
    return followed.followed(warehouse, recent[0], asked, known)


def _control(warehouse: Warehouse) -> Result | None:
    """Return the totals of the period of the company's own report, of the whole company."""
    period: Filters | None = control_period(warehouse.config)
    return answer.answer(warehouse, "control_totals", period) if period else None


def _account(warehouse: Warehouse, *, is_part: bool) -> Inventory:
    """Return the account of the exports; who sees a part only is told no number of the whole."""
    found = inventory.of_warehouse(warehouse)
    return Inventory(assumed=found.assumed, unlocks=found.unlocks) if is_part else found


def _log(warehouse: Warehouse, *, is_part: bool) -> Log:
    """Return what the meetings wrote by the as-of day; on the whole for who sees the whole."""
    day = warehouse.context.as_of_date
    found = decisions.log(warehouse.workspace)
    made = [_as_of(each, day) for each in found.decisions if each.decided_on <= day]
    held = [each for each in found.meetings if each.held_on <= day]
    if is_part:
        return Log(decisions=[each.without_numbers() for each in made])
    return replace(found, decisions=made, meetings=held)


def _as_of(decision: Decision, day: dt.date) -> Decision:
    """Return a decision as it stood on a day: what was looked at again later was still open."""
    is_open = decision.closed_on is not None and decision.closed_on > day
    return replace(decision, closed_on=None) if is_open else decision
