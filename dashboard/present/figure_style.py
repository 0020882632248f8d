"""What all figures share: measures in pixels, type, grounds and axes, and how they are painted.

Colours are the names of tokens (`var(--blue)`), so that one figure serves both themes: the browser
paints it with the page's own CSS variables, `painted` with the table they come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dashboard.present import theme

Figure = dict[str, Any]

# Pixels: of the picture, of what lies around the lines.
HEIGHT = 248
TOP, BOTTOM, LEFT, RIGHT = 22, 42, 44, 136
_CLEAR = "rgba(0,0,0,0)"
_FONT = 'Inter, system-ui, "Segoe UI", Helvetica, Arial, sans-serif'
# No mode bar, no zoom: a point is read or opened, nothing else.
CONFIG: Mapping[str, object] = MappingProxyType(
    {
        "displayModeBar": False,
        "responsive": True,
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
        "showAxisDragHandles": False,
    }
)


def var(token: str) -> str:
    """Return the name of a colour, to be painted later."""
    if token not in theme.TOKENS:
        raise KeyError(f"There is no colour {token!r}.")
    return f"var(--{token})"


def template() -> Figure:
    """Return what all figures share, in tokens: type, grounds, axes, the words on hover."""
    axis = {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "automargin": False,
        "tickangle": 0,
        "tickfont": {"size": 12, "color": var("ink3")},
    }
    return {
        "layout": {
            "font": {"family": _FONT, "size": 12.5, "color": var("ink2")},
            "paper_bgcolor": _CLEAR,
            "plot_bgcolor": _CLEAR,
            "height": HEIGHT,
            "margin": {"t": TOP, "r": RIGHT, "b": BOTTOM, "l": LEFT, "pad": 0},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverdistance": 28,
            "hoverlabel": {
                "bgcolor": var("ink"),
                "bordercolor": var("ink"),
                "align": "left",
                "font": {"family": _FONT, "size": 12.5, "color": var("bg")},
            },
            "xaxis": {
                **axis,
                "showline": True,
                "linecolor": var("line2"),
                "ticks": "outside",
                "ticklen": 4,
                "tickcolor": var("line2"),
            },
            "yaxis": {**axis, "showgrid": True, "gridcolor": var("line"), "gridwidth": 1},
        }
    }


def painted(drawn: Any, name: theme.Theme) -> Any:
    """Return a figure with its tokens replaced by the colours of one theme."""
    if isinstance(drawn, Mapping):
        return {key: painted(value, name) for key, value in drawn.items()}
    if isinstance(drawn, list):
        return [painted(each, name) for each in drawn]
    if isinstance(drawn, str) and drawn.startswith("var(--"):
        return theme.colour(drawn.removeprefix("var(--").removesuffix(")"), name)
    return drawn
