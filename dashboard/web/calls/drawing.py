"""The library that draws figures: the part of plotly.js that our figures need, and no more.

Dash loads plotly.js where the first figure of a page is drawn, from one address. The whole of it
is 1.4 MB on the wire; the basic bundle (lines, columns, fills, shapes) is a quarter of that.
"""

from __future__ import annotations

from flask import Response, redirect

from dashboard.web.calls.base import Opener, UserOf
from dashboard.web.guard import QuietDash

# As in the wheel of plotly: figures are made for this version. It names the file, so that a
# browser which keeps it for a year asks anew after a change.
VERSION = "4.1.1"
ASKED = "/_dash-component-suites/plotly/package_data/plotly.min.js"
FILE = f"plotly-basic-{VERSION}.min.js"


def connect(app: QuietDash, opener: Opener, user_of: UserOf) -> None:  # noqa: ARG001
    """Lead the address that Dash asks for to our part of the library."""

    def drawing_library() -> Response:
        found = redirect(app.get_asset_url(FILE), code=302)
        found.headers["Cache-Control"] = "no-cache"
        return found  # type: ignore[return-value]

    # An address without variables goes before Dash's own rule for all its files.
    app.server.add_url_rule(ASKED, "drawing_library", drawing_library)
