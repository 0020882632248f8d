"""The dashboard as a web server: one page from its address, one drawer, files and reports."""

from __future__ import annotations

import gc
import logging
import sys
from pathlib import Path

import waitress

from dashboard.measures.access import User
from dashboard.present import theme
from dashboard.web import ahead
from dashboard.web.calls import drawing, figures, files, find, line, meeting, more, pages, reports
from dashboard.web.calls.base import Connect, Opener, UserOf
from dashboard.web.frame import NAME, frame
from dashboard.web.guard import QuietDash, harden
from dashboard.web.warehouse_desk import desk_of

# Most of them wait: how much is worked out at a time, the warehouse's workers say.
_THREADS = 32
# Objects made before the youngest are looked through, and how many such looks before the older
# ones are: at 700, 10, 10 a look through all that is remembered held every reader up for 150 ms.
_GARBAGE = (10_000, 10, 50)
# For how long a thread that draws a page keeps another from taking up what the database found.
_TURN_SECONDS = 0.0005
# Each part of the screen brings its own calls.
_CALLS: tuple[Connect, ...] = (
    pages.connect,
    more.connect,
    figures.connect,
    files.connect,
    find.connect,
    drawing.connect,
    meeting.connect,
    line.connect,
    reports.connect,
)

_INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<script src="/assets/boot.js"></script>
<style>TOKENS</style>
{%css%}
</head>
<body>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>"""


def nobody() -> User | None:
    """Return no particular reader: the workspace's own limits alone apply."""
    return None


def build_app(
    opener: Opener,
    *,
    host: str = "127.0.0.1",
    trusted_hosts: tuple[str, ...] = (),
    may_embed: tuple[str, ...] = (),
    user_of: UserOf = nobody,
) -> QuietDash:
    """Return the app; `opener` gives the desk of the served warehouse at every request."""
    app = QuietDash(
        "gatecost",
        title=NAME,
        update_title=None,
        compress=True,
        health_endpoint="healthz",
        assets_folder=str(Path(__file__).parent / "assets"),
        assets_ignore=r"boot\.js|favicon\.svg|plotly-",
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.index_string = _INDEX.replace("TOKENS", theme.css_variables())
    app.layout = frame()
    harden(app, host, trusted_hosts, may_embed)
    for connect in _CALLS:
        connect(app, opener, user_of)
    return app


def serve(workspace: Path, host: str, port: int) -> None:
    """Serve a workspace's dashboard until stopped; a new build is shown at the next request."""
    opener = desk_of(workspace)
    ahead.start(opener)
    serve_desk(opener, host, port)


def serve_desk(opener: Opener, host: str, port: int) -> None:
    """Serve what an opener gives until stopped."""
    asked = opener().config.server
    app = build_app(opener, host=host, trusted_hosts=asked.trusted_hosts, may_embed=asked.may_embed)
    # A browser asks for a dozen files at once: a short queue is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    _share_the_process()
    waitress.serve(app.server, host=host, port=port, threads=_THREADS, ident=None)


def _share_the_process() -> None:
    """Keep one reader's request from holding up the others' within the one process."""
    gc.collect()
    # What the program itself is made of stays until its end: no need to look through it again.
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
    sys.setswitchinterval(_TURN_SECONDS)
