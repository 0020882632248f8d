"""Colours and marks: one table of tokens for the page's CSS and for every figure."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

Theme = Literal["light", "dark"]

# token: (light, dark). Contrast is measured: ink3 keeps 4.8:1 on bg, panel and sunk.
TOKENS = MappingProxyType(
    {
        "bg": ("#FAF9F6", "#0E1216"),
        "panel": ("#FFFFFF", "#151A20"),
        "sunk": ("#F1EFE9", "#1A2027"),
        "line": ("#E4E2DB", "#262D35"),
        "line2": ("#C9C6BC", "#3D4751"),
        "ink": ("#14181D", "#EEF1F4"),
        "ink2": ("#454E59", "#BCC5CE"),
        "ink3": ("#606A75", "#919CA8"),
        "blue": ("#0072B2", "#0072B2"),
        "blue2": ("#6FAFD3", "#3F8DBB"),
        "blue3": ("#B5D6E8", "#245776"),
        "blue4": ("#E1EEF5", "#152A38"),
        "blue-text": ("#005A8C", "#6DBDEE"),
        "vermillion": ("#D55E00", "#D55E00"),
        "vermillion2": ("#E9A472", "#A85F2A"),
        "vermillion3": ("#F3CFB4", "#6B411F"),
        "vermillion4": ("#FAEBDF", "#33220F"),
        "vermillion-text": ("#A04300", "#F59A55"),
        "unknown": ("#A3A9B0", "#77818B"),
        "unknown2": ("#D9DBDC", "#353D46"),
        "solid": ("#4A5460", "#AEB8C2"),
        "hatch": ("#4A5460", "#B4BEC8"),
        "hatch-ground": ("#ECEBE6", "#20272E"),
    }
)

# Colour and shape together are the path; shade never stands for an outcome beside it.
PATH_COLOURS = MappingProxyType(
    {
        "in_flow": "blue",
        "returned": "blue3",
        "skipped": "blue2",
        "rejected_before": "vermillion",
        "bypassed": "vermillion",
        "back_stamped": "vermillion",
        "unlinked": "unknown",
    }
)
PATH_MARKS = MappingProxyType(
    {
        "in_flow": "disc",
        "returned": "filled-ring",
        "skipped": "ring",
        "rejected_before": "filled-diamond-ring",
        "bypassed": "diamond",
        "back_stamped": "diamond-ring",
        "unlinked": "square",
    }
)


def colour(token: str, theme: Theme) -> str:
    """Return a token's colour for figures, which cannot read CSS variables."""
    return TOKENS[token][0 if theme == "light" else 1]


def css_variables() -> str:
    """Return the tokens as CSS: light for paper and by default, dark where it is chosen."""
    light = "".join(f"--{name}:{values[0]};" for name, values in TOKENS.items())
    dark = "".join(f"--{name}:{values[1]};" for name, values in TOKENS.items())
    return (
        f":root{{color-scheme:light;{light}}}"
        f'@media screen{{:root[data-theme="dark"]{{color-scheme:dark;{dark}}}}}'
    )
