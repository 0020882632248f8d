"""The web's one door to answers: what a page may ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from dashboard.config import Config
from dashboard.followed import Changed, Followed
from dashboard.inventory import ExportRows, Inventory
from dashboard.measures.access import User
from dashboard.measures.against import Against
from dashboard.measures.filters import Filters
from dashboard.measures.records import Records
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result
from dashboard.measures.story import Story
from dashboard.web.url_state import Known


class Desk(Protocol):
    """What a page asks for: answers, the rows behind them, and how they are counted."""

    @property
    def config(self) -> Config:
        """Return the workspace's config."""

    @property
    def as_of(self) -> dt.datetime:
        """Return the last moment the data know, in UTC."""

    @property
    def as_of_label(self) -> str:
        """Return how that moment was found."""

    def measure(self, measure_id: str) -> Measure | None:
        """Return a measure's words."""

    def known(self, user: User | None) -> Known:
        """Return what an address may name."""

    def first_month(self, user: User | None) -> dt.date | None:
        """Return the month in which the data begin."""

    def answers(
        self, ids: tuple[str, ...], filters: Filters, user: User | None
    ) -> Mapping[str, Result]:
        """Return the answers that can be made; a faulty one is missing, and in the log."""

    def against(self, text: str, filters: Filters, user: User | None) -> Against:
        """Return what a page is compared with; ConfigError where it names nothing known."""

    def computable(self, measure_id: str) -> bool:
        """Say whether the exports hold what a measure needs, whatever the filters."""

    def late_answer(self, measure_id: str, filters: Filters, user: User | None) -> Result | None:
        """Return a slow answer; None, and a line in the log, where it cannot be made."""

    def remembered(self, measure_id: str, filters: Filters, user: User | None) -> Result | None:
        """Return an answer if it was made before."""

    def records(
        self, measure_id: str, filters: Filters, mark: Mapping[str, str], user: User | None
    ) -> Records:
        """Return the rows behind a mark."""

    def story(self, deal_id: str, user: User | None) -> Story:
        """Return one deal's story; ConfigError where this reader may not see it."""

    def explain(self, measure_id: str) -> str:
        """Return the way from file to number, with the SQL."""

    def unlocks(self) -> Mapping[str, int]:
        """Return how many answers wait for each thing that no export gave."""

    @property
    def workspace(self) -> Path:
        """Return where the decisions of the meetings are kept."""

    def inventory(self) -> Inventory:
        """Return what the exports held, and what another one would unlock."""

    def export_rows(self, listed: str, mark: Mapping[str, str]) -> ExportRows:
        """Return rows of the exports: put aside, contradictory, or without a partner."""

    def dated_changes(self, user: User | None) -> Sequence[Changed]:
        """Return what was changed on a day, the last first."""

    def followed(self, key: str, user: User | None) -> Followed:
        """Return what followed one of them; ConfigError where there is none of that key."""
