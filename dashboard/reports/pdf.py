"""A report as PDF, set by typst from the same parts as the page, with the same figures."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from dashboard.present import theme
from dashboard.present.print.drawn import Table
from dashboard.present.print.paper import FONTS, Paper, more_fonts
from dashboard.reports.html import shade
from dashboard.reports.material import Material
from dashboard.reports.parts import Figure
from dashboard.reports.sections import sections

_MEASURED = re.compile(r' textLength="[^"]*" lengthAdjust="[^"]*"')
_TEMPLATE = Path(__file__).with_name("templates") / "report.typ"


def report_pdf(told: Material) -> bytes:
    """Return the report as PDF; ImportError names typst where it is not installed."""
    import typst  # noqa: PLC0415

    content = {
        "report": json.dumps(_plain(sections(told)), ensure_ascii=False),
        "ink": json.dumps({name: each[0] for name, each in theme.TOKENS.items()}),
    }
    # The day of the data, not of the machine: the same material gives the same bytes.
    # Its stubs want the template and the folders of type to be of one kind.
    made: bytes | list[bytes] = cast("Any", typst).compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=[str(FONTS), str(more_fonts())],
        ignore_system_fonts=True,
        sys_inputs=content,
        timestamp=told.as_of.replace(tzinfo=dt.UTC),
    )
    return b"".join(made) if isinstance(made, list) else made


def _plain(value: object) -> object:
    """Return parts of a report as JSON: figures as their SVG, tables with the grounds of cells."""
    if isinstance(value, Figure):
        return {**_fields(value, ("title", "note", "spoken")), "svg": _svg(value.paper),
                "kind": "figure", "width": value.paper.width}  # fmt: skip
    if isinstance(value, Table):
        grounds = [[shade(value, at, column) for column in range(len(row))]
                   for at, row in enumerate(value.rows)]  # fmt: skip
        return {**_fields(value, ("title", "note", "heads", "rows")), "grounds": grounds,
                "kind": "table", "numbers": sorted(value.numbers),
                "marks": [_mark(each) for each in value.marks]}  # fmt: skip
    if dataclasses.is_dataclass(value):
        return _fields(value, (each.name for each in dataclasses.fields(value)))
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _fields(value: object, names: Iterable[str]) -> dict[str, object]:
    return {name: _plain(getattr(value, name)) for name in names}


def _svg(paper: Paper) -> str:
    """Return a figure in the type of the document, by which its words were measured."""
    drawn = _MEASURED.sub("", paper.svg(""))
    return drawn.replace("<svg ", '<svg font-family="Inter, DejaVu Sans" ', 1)


def _mark(path: str) -> str:
    if not path:
        return ""
    paper = Paper(14, 12)
    paper.mark(path, 0, 6)
    return _svg(paper)
