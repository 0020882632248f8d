"""The desk of the served warehouse: the same answers as the command line, remembered."""

from __future__ import annotations

import datetime as dt
import functools
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from dashboard import answer, decisions, followed, inventory
from dashboard.answer import Warehouse
from dashboard.config import Config
from dashboard.errors import GatecostError
from dashboard.followed import Changed, Followed
from dashboard.inventory import ExportRows, Inventory
from dashboard.measures import needs
from dashboard.measures.access import User
from dashboard.measures.against import Against
from dashboard.measures.filters import Filters
from dashboard.measures.records import Records
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result
from dashboard.measures.slices import rests_on
from dashboard.measures.story import Story
from dashboard.web.limits import Limits, named_first
from dashboard.web.memory import Memory
from dashboard.web.url_state import Known

_LOG = logging.getLogger(__name__)
_REMEMBERED_BYTES = 200_000_000
# Readers with limits of their own whose values of dimensions are known.
_READERS = 256


class WarehouseDesk:
    """Answers from one warehouse file; a new file gets a new desk and an empty memory."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self.memory = Memory(_REMEMBERED_BYTES, self._rests_on)
        self._known = functools.lru_cache(_READERS)(self._ask_known)
        self._followed = functools.lru_cache(_READERS)(self._ask_followed)

    @property
    def workspace(self) -> Path:
        """Return where the decisions of the meetings are kept."""
        return self.warehouse.workspace

    @property
    def config(self) -> Config:
        """Return the workspace's config."""
        return self.warehouse.config

    @property
    def as_of(self) -> dt.datetime:
        """Return the last moment the data know, in UTC."""
        return self.warehouse.context.as_of

    @property
    def as_of_label(self) -> str:
        """Return how that moment was found."""
        return self.warehouse.context.as_of_label

    def measure(self, measure_id: str) -> Measure | None:
        """Return a measure's words."""
        return self.warehouse.registry.measures.get(measure_id)

    def known(self, user: User | None) -> Known:
        """Return what an address may name, for this reader."""
        return self._known(Limits(user))[0]

    def first_month(self, user: User | None) -> dt.date | None:
        """Return the month in which the data begin."""
        return self._known(Limits(user))[1]

    def answers(
        self, ids: tuple[str, ...], filters: Filters, user: User | None
    ) -> Mapping[str, Result]:
        """Return the answers that can be made, remembered for this warehouse."""
        known = tuple(each for each in ids if each in self.warehouse.registry)
        try:
            narrowed = self._narrowed(filters, user)
        except GatecostError:
            _LOG.exception("%s could not be answered", ", ".join(known))
            return {}
        return self.memory.answers(known, narrowed, functools.partial(self._ask, narrowed))

    def quick(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Return those of these measures for which a page waits."""
        registry = self.warehouse.registry
        return tuple(each for each in ids if registry[each].cost != "slow")

    def answer_ahead(self, ids: Sequence[str], filters: Filters) -> None:
        """Work out answers for which nobody waits yet, for readers without limits of their own."""
        narrowed = self._narrowed(filters, None)
        ask = functools.partial(self._ask, narrowed)
        self.memory.answers(tuple(ids), narrowed, ask, is_ahead=True)

    def against(self, text: str, filters: Filters, user: User | None) -> Against:
        """Return what a page is compared with."""
        return answer.against_of(self.warehouse, filters, text, user)

    def computable(self, measure_id: str) -> bool:
        """Say whether the exports hold what a measure needs, whatever the filters."""
        measure = self.measure(measure_id)
        return measure is not None and not needs.missing(measure, self.warehouse.context)

    def late_answer(self, measure_id: str, filters: Filters, user: User | None) -> Result | None:
        """Return a slow answer, remembered as any other."""
        return self.answers((measure_id,), filters, user).get(measure_id)

    def remembered(self, measure_id: str, filters: Filters, user: User | None) -> Result | None:
        """Return an answer if it was made before, slow or not."""
        try:
            return self.memory.get(measure_id, self._narrowed(filters, user))
        except GatecostError:
            return None

    def records(
        self, measure_id: str, filters: Filters, mark: Mapping[str, str], user: User | None
    ) -> Records:
        """Return the rows behind a mark."""
        return answer.records(self.warehouse, measure_id, filters, mark, user)

    def story(self, deal_id: str, user: User | None) -> Story:
        """Return one deal's story; ConfigError where this reader may not see it."""
        return answer.story(self.warehouse, deal_id, user)

    def explain(self, measure_id: str) -> str:
        """Return the way from file to number, with the SQL."""
        return answer.explain(self.warehouse, measure_id)

    def unlocks(self) -> Mapping[str, int]:
        """Return how many answers wait for each thing that no export gave."""
        found = needs.unlocks(self.warehouse.registry, self.warehouse.context)
        return {each.need: len(each.measures) for each in found}

    def inventory(self) -> Inventory:
        """Return what the exports held, and what another one would unlock."""
        return inventory.of_warehouse(self.warehouse)

    def export_rows(self, listed: str, mark: Mapping[str, str]) -> ExportRows:
        """Return rows of the exports: put aside, contradictory, or without a partner."""
        return inventory.rows(self.warehouse, listed, mark)

    def dated_changes(self, user: User | None) -> Sequence[Changed]:
        """Return what was changed on a day; without the words of decisions for a part."""
        whole = not answer.within_limits(self.warehouse, Filters(), user).where
        return followed.changes_of(self.config, decisions.log(self.workspace), whole=whole)

    def followed(self, key: str, user: User | None) -> Followed:
        """Return what followed a dated change, as this reader may see it."""
        # Decisions are made while the warehouse stays: what is remembered is of these changes.
        return self._followed(key, Limits(user), repr(self.dated_changes(user)))

    def _rests_on(self, measure_id: str) -> frozenset[str]:
        """Return the assumptions that set two answers of a measure apart."""
        return rests_on(self.warehouse.registry[measure_id])

    def _narrowed(self, filters: Filters, user: User | None) -> Filters:
        """Return what this reader may see of what they ask, in one order of values."""
        narrowed = answer.within_limits(self.warehouse, filters, user)
        where = {name: tuple(sorted(values)) for name, values in sorted(narrowed.where.items())}
        return replace(narrowed, where=where)

    def _ask(self, narrowed: Filters, ids: Sequence[str]) -> Mapping[str, Result]:
        # The access rule was applied already; once more for the workspace's limits is no matter.
        try:
            return answer.answers(self.warehouse, ids, narrowed)
        except GatecostError:
            _LOG.exception("One of %s could not be answered; asking one by one", ", ".join(ids))
        return {each: found for each in ids if (found := self._alone(each, narrowed)) is not None}

    def _alone(self, measure_id: str, narrowed: Filters) -> Result | None:
        try:
            return answer.answer(self.warehouse, measure_id, narrowed)
        except GatecostError:
            _LOG.exception("%s could not be answered", measure_id)
            return None

    def _ask_known(self, asked: Limits) -> tuple[Known, dt.date | None]:
        """Find months and values of dimensions from the control totals, split by each."""
        values = {
            each.name: tuple(sorted(self._groups(each.name, asked.user), key=named_first))
            for each in self.config.dimensions
        }
        measures = frozenset(each.id for each in self.warehouse.registry)
        months = self._groups("month", asked.user, key="period")
        first = dt.date.fromisoformat(f"{min(months)[:7]}-01") if months else None
        said = self.config.assumptions
        return Known(self.warehouse.default_filters(), values, measures, said), first

    def _ask_followed(self, key: str, asked: Limits, _told: str) -> Followed:
        known, request = self.dated_changes(asked.user), followed.Request(user=asked.user)
        return followed.followed(self.warehouse, followed.find(known, key), request, known)

    def _groups(self, split: str, user: User | None, key: str = "group") -> set[str]:
        try:
            found = answer.answer(self.warehouse, "control_totals", Filters(by=split), user)
        except GatecostError:
            _LOG.exception("The values of %s could not be read", split)
            return set()
        groups = (row.keys.get(key) for row in found.rows)
        return {str(each) for each in groups if each is not None}


def desk_of(workspace: Path) -> Callable[[], WarehouseDesk]:
    """Return a function that gives the desk of the served warehouse, opened again when it changes.

    The desk before stays open for requests under way, until the next change.
    """
    lock = threading.Lock()
    held: list[WarehouseDesk] = []

    def desk() -> WarehouseDesk:
        with lock:
            if not held or not held[-1].warehouse.is_current():
                held.append(WarehouseDesk(answer.open_warehouse(workspace)))
            for old in held[:-2]:
                old.warehouse.close()
                held.remove(old)
            return held[-1]

    return desk
