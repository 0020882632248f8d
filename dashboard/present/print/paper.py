"""The paper that figures are drawn on: rectangles, lines, dots and words, measured in pixels.

Matplotlib writes it as SVG, whose words stay words, and as PNG. The same marks give the same bytes
on every machine: the type comes with the product, names inside the SVG follow from its content.
"""

from __future__ import annotations

import functools
import html
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from dashboard.present import theme

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.transforms import Transform

Anchor = Literal["start", "middle", "end"]
Place = tuple[float, float]

# One pixel of a figure is one point of the page.
_PER_INCH = 72.0
FONTS = Path(__file__).with_name("fonts")
# The same type for a page: letters of Western Europe, every weight from regular to bold.
FOR_PAGES = FONTS / "Inter-latin.woff2"
REGULAR, BOLD = FONTS / "Inter-Regular.ttf", FONTS / "Inter-Bold.ttf"
TYPE = 12.0
# From the middle of a line of words down to the line they stand on, as a part of their size.
_BASELINE = 0.36
_SIDES: dict[Anchor, str] = {"start": "left", "middle": "center", "end": "right"}
_DASHES = {"dash": (5, 3), "dot": (1.5, 2.5), "dashdot": (5, 2.5, 1.5, 2.5), "longdash": (8, 3)}
_WORDS = re.compile(r"<text style=\"([^\"]*)\"([^>]*)>([^<]*)</text>")
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
# Half the length of the strokes at the ends of a range.
_END = 3.5
# Strokes of a hatched part: how far apart, and the shortest.
_APART, _LEAST = 7.0, 0.5


def width_of(text: str, size: float = TYPE, *, bold: bool = False) -> float:
    """Return how wide words are, in pixels."""
    return sum(_advance(letter, bold) for letter in text) * size


def more_fonts() -> Path:
    """Return a folder of further type, for letters that ours lacks."""
    import matplotlib as mpl  # noqa: PLC0415

    return Path(mpl.get_data_path()) / "fonts" / "ttf"


@functools.cache
def _advance(letter: str, bold: bool) -> float:  # noqa: FBT001
    """Return the width of one letter as a part of the size of its type."""
    from matplotlib.ft2font import FT2Font, LoadFlags  # noqa: PLC0415

    font = FT2Font(str(BOLD if bold else REGULAR))
    font.set_size(100, _PER_INCH)
    return float(font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance) / 6553600


def fitted(text: str, room: float, size: float = TYPE) -> str:
    """Shorten words to the room there is."""
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(f"{kept.rstrip()}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


class Paper:
    """One figure; places are pixels from the upper left corner, colours names of tokens."""

    def __init__(self, width: float, height: float) -> None:
        """Take a sheet of this size."""
        self.width, self.height = width, height
        self._drawn: list[Callable[[], Artist]] = []

    def rect(
        self, left: float, top: float, width: float, height: float, colour: str, opacity: float = 1
    ) -> None:
        """Fill a rectangle."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415

        look = {"fc": _ink(colour), "ec": "none", "lw": 0, "alpha": opacity}
        self._add(Rectangle, (left, top), width, height, **look)

    def hatched(self, left: float, top: float, width: float, height: float) -> None:
        """Fill a rectangle with strokes: it rests on an assumption, or lies anywhere between."""
        self.rect(left, top, width, height, "hatch-ground")
        foot, at, ends = top + height, left - height + _APART, []
        while at < left + width:
            start, end = max(at, left), min(at + height, left + width)
            if end - start > _LEAST:
                ends.append(((start, foot - (start - at)), (end, foot - (end - at))))
            at += _APART
        if ends:
            self.strokes(ends, "hatch", 1.25)

    def line(
        self, places: Sequence[Place], colour: str, width: float = 1, dash: str = "solid"
    ) -> None:
        """Draw a line through places."""
        from matplotlib.lines import Line2D  # noqa: PLC0415

        look = {"color": _ink(colour), "lw": width, "solid_capstyle": "butt"}
        if dash in _DASHES:
            look["dashes"] = [each / width for each in _DASHES[dash]]
        self._add(Line2D, *zip(*places, strict=True), **look)

    def area(self, corners: Sequence[Place], colour: str, opacity: float = 1) -> None:
        """Fill what lies between corners."""
        from matplotlib.patches import Polygon  # noqa: PLC0415

        look = {"fc": _ink(colour), "ec": "none", "lw": 0, "alpha": opacity}
        self._add(Polygon, list(corners), **look)

    def dot(self, at: Place, radius: float, colour: str, edge: str = "", line: float = 1.5) -> None:
        """Draw a disc; with an edge of another colour, a ring."""
        from matplotlib.patches import Circle  # noqa: PLC0415

        edges = {"ec": _ink(edge), "lw": line} if edge else {"ec": "none", "lw": 0}
        self._add(Circle, at, radius, fc=_ink(colour), **edges)

    def whisker(self, low: float, high: float, middle: float, *, upright: bool = False) -> None:
        """Draw the range that luck allows: a thin line with a halo and short ends."""
        top, foot = middle - _END, middle + _END
        ends = [
            ((low, middle), (high, middle)),
            ((low, top), (low, foot)),
            ((high, top), (high, foot)),
        ]
        turned = [(one[::-1], other[::-1]) for one, other in ends] if upright else ends
        self.strokes(turned, "panel", 3.5)
        self.strokes(turned, "ink", 1.25)

    def strokes(self, ends: Sequence[tuple[Place, Place]], colour: str, width: float = 1) -> None:
        """Draw several straight strokes of one colour, each between two places."""
        from matplotlib.patches import PathPatch  # noqa: PLC0415
        from matplotlib.path import Path as Outline  # noqa: PLC0415

        corners = [place for pair in ends for place in pair]
        steps = [Outline.MOVETO, Outline.LINETO] * len(ends)
        outline = Outline(corners, steps)
        look = {"fc": "none", "ec": _ink(colour), "lw": width, "capstyle": "butt"}
        self._add(PathPatch, outline, **look)

    def text(
        self,
        left: float,
        middle: float,
        text: str,
        colour: str = "ink2",
        *,
        size: float = TYPE,
        bold: bool = False,
        anchor: Anchor = "start",
    ) -> None:
        """Write words whose middle is at this height."""
        from matplotlib.font_manager import FontProperties  # noqa: PLC0415
        from matplotlib.text import Text  # noqa: PLC0415

        font = FontProperties(fname=BOLD if bold else REGULAR, size=size)
        font.set_weight("bold" if bold else "normal")
        look = {"color": _ink(colour), "fontproperties": font, "ha": _SIDES[anchor]}
        place = (left, middle + size * _BASELINE)
        self._add(Text, *place, text, va="baseline", parse_math=False, **look)

    def mark(self, path_class: str, left: float, middle: float) -> None:
        """Draw the mark of a path: its shape and its colour."""
        shape = theme.PATH_MARKS.get(path_class, "square")
        colour = theme.PATH_COLOURS.get(path_class, "unknown")
        centre = (left + 6, middle)
        if shape == "square":
            self.rect(left + 2, middle - 4, 8, 8, colour)
        elif "diamond" in shape:
            self._diamond(centre, shape, colour)
        else:
            fill = "panel" if shape == "ring" else colour
            edge = {"ring": colour, "filled-ring": "blue"}.get(shape, "")
            self.dot(centre, 4.5 if not edge else 3.75, fill, edge)

    def svg(self, spoken: str) -> str:
        """Return the figure as SVG to stand inside a page; `spoken` is what it shows, in words."""
        made = self._saved("svg", _PER_INCH).decode()
        body = made[made.index("<defs>") : made.rindex("</svg>")]
        # What matplotlib adds for those who edit the file weighs more than the figure.
        body = re.sub(r"<!--.*?-->|<g id=\"[^\"]*\">|</?g>|<metadata>.*?</metadata>", "", body,
                      flags=re.DOTALL)  # fmt: skip
        body = re.sub(r"<style type=\"text/css\">.*?</style>|<defs/>", "", body, flags=re.DOTALL)
        body = re.sub(r" font-family: [^;]*;", "", body)
        body = re.sub(r" transform=\"rotate\(-0 [^\"]*\"", "", body)
        body = _WORDS.sub(_as_wide_as_measured, body)
        body = _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), body)
        body = re.sub(r">\s+<", "><", re.sub(r"\s+", " ", body)).strip()
        body = body.replace("<defs></defs>", "")
        size = f'viewBox="0 0 {self.width:g} {self.height:g}" width="{self.width:g}"'
        told = f'role="img" aria-label="{html.escape(spoken)}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {told}>{body}</svg>'

    def png(self, scale: float = 2) -> bytes:
        """Return the figure as PNG on the white of a mail, so many dots for each pixel."""
        return self._saved("png", _PER_INCH * scale)

    def _saved(self, kind: str, dots: float) -> bytes:
        from matplotlib import rc_context  # noqa: PLC0415
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
        from matplotlib.transforms import Affine2D  # noqa: PLC0415

        style = {"svg.fonttype": "none", "svg.hashsalt": "gatecost", "path.simplify": False}
        with rc_context(cast("Any", style)):
            sheet = Figure((self.width / _PER_INCH, self.height / _PER_INCH), dpi=_PER_INCH)
            FigureCanvasAgg(sheet)
            sheet.patch.set_visible(kind == "png")
            down = Affine2D().scale(1 / _PER_INCH, -1 / _PER_INCH)
            pixels: Transform = down.translate(0, self.height / _PER_INCH) + sheet.dpi_scale_trans
            for order, draw in enumerate(self._drawn):
                each = draw()
                each.set_transform(pixels)
                each.set_zorder(order)
                sheet.add_artist(each)
            out = io.BytesIO()
            told = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
            sheet.savefig(out, format=kind, dpi=dots, metadata=told)
        return out.getvalue()

    def _add(self, kind: Callable[..., Artist], *places: object, **look: object) -> None:
        """Keep how a thing is drawn: each picture of the figure makes things of its own."""
        self._drawn.append(functools.partial(kind, *places, **look))

    def _diamond(self, centre: Place, shape: str, colour: str) -> None:
        x, y = centre
        for reach, ink in _DIAMONDS[shape]:
            corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
            self.area(corners, ink or colour)


# shape: its diamonds from the outer to the inner, each with its reach and, if not the path's, ink
_DIAMONDS: dict[str, tuple[tuple[float, str], ...]] = {
    "diamond": ((5.5, ""),),
    "diamond-ring": ((5.5, ""), (3.0, "panel")),
    "filled-diamond-ring": ((5.5, ""), (3.9, "panel"), (2.4, "")),
}


def _ink(token: str) -> str:
    return theme.colour(token, "light")


def _as_wide_as_measured(found: re.Match[str]) -> str:
    """Keep words to the room they were given, in whatever type a reader's machine has."""
    style, place, said = found.groups()
    size = re.search(r"font-size: ([\d.]+)px", style)
    is_bold = "font-weight: 700" in style
    style = style.replace("font-weight: 700", "font-weight: 600").replace(
        "text-anchor: start; ", ""
    )
    wide = width_of(html.unescape(said), float(size[1]) if size else TYPE, bold=is_bold)
    length = f' textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs"' if said.strip() else ""
    return f'<text style="{style}"{place}{length}>{said}</text>'
