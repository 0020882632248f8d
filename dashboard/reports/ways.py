"""Where a word of a report leads: addresses of the dashboard, with the report's own filters."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from dashboard.config import key_of
from dashboard.measures.filters import Filters
from dashboard.reports.material import Material

_MONTH = "%Y-%m"


def way_to(told: Material, path: str = "/", **asked: str) -> str | None:
    """Return the address of a page, with what is to be open on it; None where nothing is served."""
    link = told.manifest.link
    if not link:
        return None
    pairs = [*_filter_pairs(told.filters, told.warehouse.default_filters()), *asked.items()]
    query = f"?{urlencode(pairs, safe=':,')}" if pairs else ""
    return f"{link}{path}{query}"


def records_behind(told: Material, measure_id: str, mark: Mapping[str, str]) -> str | None:
    """Return the address of the records behind one row of an answer."""
    pairs = urlencode([("mark", f"{key}:{value}") for key, value in mark.items()], safe=":,")
    page = way_to(told, "/", drill=measure_id)
    return f"{page}&{pairs}" if page and pairs else page


def _filter_pairs(filters: Filters, default: Filters) -> list[tuple[str, str]]:
    pairs = [
        (name, f"{given:{_MONTH}}" if given else "all")
        for name, given, usual in (
            ("from", filters.start, default.start),
            ("to", filters.end, default.end),
        )
        if given != usual
    ]
    for name, values in sorted(filters.where.items()):
        pairs += [(key_of(name), value) for value in values]
    return pairs
