"""What a snapshot of a warehouse would be made from: its manifest before its files are known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from dashboard import answer, decisions, paths
from dashboard.answer import Warehouse
from dashboard.config import Config
from dashboard.engine import content, history
from dashboard.engine.database import Database
from dashboard.errors import ConfigError
from dashboard.measures import lineage
from dashboard.measures.access import User, limited
from dashboard.measures.filters import Filters
from dashboard.snapshots.manifest import Input, Manifest, digest

# What decides where a report goes and who may ask, and no number or word of it; the day it is of
# stands in the manifest by itself.
_NOT_SHOWN = {"server", "views", "mail", "reports", "alerts", "as_of"}
# What a report shows, and no record is counted by.
_NOT_COUNTED_BY = {
    "default_period",
    "control_totals",
    "marks",
    "agreements",
    "record_address",
    "record_addresses",
    "access",
}
_DECISIONS = "answers/decisions.jsonl"


@dataclass(frozen=True)
class Question:
    """What a snapshot is asked: the filters in force, and how they were asked for."""

    filters: Filters
    is_default_period: bool = True
    only: str | None = None
    user: User | None = None
    is_rerun: bool = False
    with_pdf: bool = False
    link: str | None = None


def manifest_of(warehouse: Warehouse, question: Question) -> Manifest:
    """Return the manifest of a snapshot in the making; nothing in it depends on any clock."""
    known, user = warehouse.context, question.user
    with closing(warehouse.database.cursor()) as cursor:
        inputs = tuple(_inputs(cursor, warehouse))
        restated = int(str(cursor.value("select count(*) from restatements")))
    if is_limited(warehouse.config, user):
        inputs, restated = (_in_one(inputs),), 0
    return Manifest(
        product_version=metadata.version("gatecost"),
        as_of=known.as_of,
        as_of_date=known.as_of_date,
        as_of_label=known.as_of_label,
        time_zone=known.time_zone,
        currency=known.currency,
        filters=answer.within_limits(warehouse, question.filters, user).to_json(),
        asked=_asked(question, _limits(warehouse.config, user)),
        only=question.only,
        is_rerun=question.is_rerun,
        with_pdf=question.with_pdf,
        link=question.link,
        inputs=inputs,
        definitions={each.id: lineage.definition_of(each) for each in warehouse.registry},
        config_hash=_hash_of(warehouse.config, _NOT_SHOWN),
        rules_hash=_hash_of(warehouse.config, _NOT_SHOWN | _NOT_COUNTED_BY),
        restatements_known=restated,
        are_names_shown=warehouse.config.access.show_account_names,
    )


def is_limited(config: Config, user: User | None) -> bool:
    """Say whether a reader sees a part of the company only."""
    return bool(_limits(config, user))


def _limits(config: Config, user: User | None) -> Mapping[str, tuple[str, ...]]:
    """Return what is in force of a reader's limits and the workspace's."""
    return limited(Filters(), user, config.access.limits).where


def _asked(question: Question, limits: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return what was asked in the fewest words, by which two snapshots are comparable."""
    told = question.filters.to_json()
    period = {"from": told["from"], "to": told["to"]}
    asked: dict[str, Any] = {"period": "default" if question.is_default_period else period}
    kept = {"by": told["by"], "where": told["where"], "assumed": told.get("assumed")}
    asked |= {name: value for name, value in kept.items() if value}
    if told["population"] != "new_business":
        asked["population"] = told["population"]
    if limits:
        asked["limits"] = {name: sorted(values) for name, values in sorted(limits.items())}
    return asked


def _hash_of(config: Config, without: set[str]) -> str:
    return digest(config.model_dump(mode="json", exclude=without))


def _in_one(inputs: tuple[Input, ...]) -> Input:
    """Return one name for all inputs: how many files the whole has is not told of a part of it."""
    content = digest({"inputs": [each.model_dump(mode="json") for each in inputs]})
    return Input(source="exports", file="all files", rows=None, content=content)


def _inputs(cursor: Database, warehouse: Warehouse) -> Iterator[Input]:
    """Yield the files of the exports, what the builds before left, and what the meetings wrote."""
    if "content" not in cursor.columns("load_files"):
        raise ConfigError(
            f"The warehouse {warehouse.version} was built before builds kept the hashes of their "
            "files. Run `gatecost build` again."
        )
    for row in cursor.rows(paths.query_text("inventory", "inputs"), name="inventory/inputs.sql"):
        passed_over = f"{row['bytes']} bytes, {row['status']}"
        yield Input(
            source=row["source_name"],
            file=row["file"],
            rows=row["rows"],
            content=row["content"] or passed_over,
        )
    for name in history.TABLES:
        content_print = hashlib.sha256(content.print_of(cursor, name).encode()).hexdigest()
        yield Input(source="earlier builds", file=name, rows=None, content=content_print)
    path = decisions.path_of(warehouse.workspace)
    if path.is_file():
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        yield Input(source="meetings", file=_DECISIONS, rows=None, content=found)
