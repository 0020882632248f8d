"""The machine interface of `gatecost check --format json`, without the measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from dashboard.ingest.accounts import FileLoad
from dashboard.ingest.check import CheckReport, TableReport


def content(report: CheckReport) -> dict[str, Sequence[object]]:
    """Return files, tables, joins, contradictions, rows held out and links, as plain values."""
    return {
        "files": [_file(each) for each in (*report.files, *report.ignored)],
        "tables": [_table(each) for each in report.tables],
        "joins": [{**asdict(each), "severity": each.severity} for each in report.joins],
        "contradictions": [asdict(each) for each in report.contradictions],
        "quarantine": [asdict(each) for each in report.aside],
        "held_out": [{"table": table, "rows": rows} for table, rows in report.held_out.items()],
        "links": list(report.links),
    }


def _file(each: FileLoad) -> dict[str, object]:
    return {
        "file": each.file,
        "table": each.table_name or None,
        "source": each.source_name,
        "status": each.status,
        "read": each.read,
        "accepted": each.accepted,
        "quarantined": each.quarantined,
        "reasons": each.reasons,
        "bytes": each.bytes,
        "newlines": each.newlines,
        "reason": each.reason or None,
        "maps": [asdict(one) for one in each.maps],
    }


def _table(each: TableReport) -> dict[str, object]:
    keys = {"columns": each.key, "distinct": each.distinct_keys, "missing": each.missing_keys}
    return {
        "table": each.table,
        "rows": each.rows,
        "columns": dict(each.columns),
        "nulls": each.blanks,
        "keys": keys if each.key else None,
        "duplicates": dict(each.duplicates),
    }
