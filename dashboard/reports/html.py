"""A report as one HTML page: no script, nothing from outside, figures as SVG within it."""

from __future__ import annotations

import base64
import functools
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dashboard.present import theme
from dashboard.present.print.drawn import Table
from dashboard.present.print.paper import FOR_PAGES, Paper
from dashboard.reports.material import Material
from dashboard.reports.parts import Block, Figure
from dashboard.reports.sections import sections

_TEMPLATES = Path(__file__).with_name("templates")
# The darkest cell of a table is shaded by so much, so that its ink keeps its contrast.
_DARKEST = 0.34


def report_html(told: Material) -> str:
    """Return the report; the same material gives the same text."""
    made = sections(told)
    return _environment().get_template("report.html").render(report=made)


@functools.cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["ink"] = {name.replace("-", "_"): each[0] for name, each in theme.TOKENS.items()}
    made.globals["type"] = base64.b64encode(FOR_PAGES.read_bytes()).decode()
    made.filters["wide"] = _wide
    made.filters["narrow"] = _narrow
    made.filters["shade"] = shade
    made.filters["mark"] = _mark
    made.tests["figure"] = _is_figure
    return made


def _is_figure(block: Block) -> bool:
    return isinstance(block, Figure)


def _wide(figure: Figure) -> Markup:
    """Write a figure; its words are escaped where it is drawn."""
    return Markup(figure.paper.svg(figure.spoken))  # noqa: S704


def _narrow(figure: Figure) -> Markup:
    """Write a figure as a phone shows it."""
    return Markup(figure.narrow.svg(figure.spoken) if figure.narrow else "")  # noqa: S704


def _mark(path: str) -> Markup:
    """Write the mark of a path, to stand in a line of words."""
    return Markup(_mark_svg(path)) if path else Markup("")  # noqa: S704


@functools.cache
def _mark_svg(path: str) -> str:
    paper = Paper(14, 12)
    paper.mark(path, 0, 6)
    return paper.svg("")


def shade(table: Table, row: int, column: int) -> str:
    """Return the ground of a shaded cell, mixed with the white below it; "" for none."""
    share = table.shades[row][column] if table.shades else 0.0
    if not share:
        return ""
    solid = theme.colour("solid", "light")
    parts = [int(solid[at : at + 2], 16) for at in (1, 3, 5)]
    mixed = [round(255 - (255 - part) * _DARKEST * share) for part in parts]
    return "#" + "".join(f"{part:02x}" for part in mixed)
