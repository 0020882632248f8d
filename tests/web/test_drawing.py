"""The library that draws figures: our part of it, of the very version the figures are made for."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from plotly.offline import get_plotlyjs_version

from dashboard.web.calls import drawing

ASSETS = Path(drawing.__file__).parents[1] / "assets"
# So much may the library weigh on the wire, packed by the weakest of the packers we serve.
HEAVIEST = 450_000


def test_our_part_of_the_library_is_of_the_version_that_figures_are_made_for():
    held = sorted(path.name for path in ASSETS.glob("plotly-*.js"))
    assert held == [f"plotly-basic-{get_plotlyjs_version()}.min.js"] == [drawing.FILE]
    head = (ASSETS / drawing.FILE).read_text(encoding="utf-8")[:200]
    assert f"plotly.js (basic - minified) v{drawing.VERSION}" in head
    assert "MIT License" in (ASSETS / "plotly-LICENSE.txt").read_text(encoding="utf-8")


def test_the_address_that_dash_asks_leads_to_it(example):
    led = example.get(drawing.ASKED)
    assert led.status_code == 302
    with example.get(led.headers["Location"]) as found:
        assert found.status_code == 200
        assert found.headers["Content-Type"].startswith("text/javascript")
        assert "max-age=31536000" in found.headers["Cache-Control"]
        assert len(gzip.compress(found.data)) < HEAVIEST


def test_a_page_without_figures_asks_for_none_of_it(example):
    scripts = re.findall(r'<script src="([^"]*)"', example.get("/").text)
    assert scripts
    assert not [each for each in scripts if "plotly" in each]
