"""What is taken along: the rows behind a mark, one figure, all figures of a page, as CSV."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable

from flask import Response, request

from dashboard.errors import ConfigError, GatecostError
from dashboard.measures.access import User
from dashboard.web import beside, rendering
from dashboard.web.calls.base import Opener, UserOf
from dashboard.web.desk import Desk
from dashboard.web.guard import QuietDash

_LOG = logging.getLogger(__name__)

CsvOf = Callable[[Desk, str, User | None], tuple[str, str] | None]


def connect(app: QuietDash, opener: Opener, user_of: UserOf) -> None:
    """Add the addresses of the files."""
    files: dict[str, CsvOf] = {
        "rows": rendering.rows_csv,
        "story": beside.story_csv,
        "figure": rendering.figure_csv,
        "figures": rendering.page_csv,
    }

    def csv_file(name: str, page: str = "") -> Response:
        make = files.get(name)
        if page:
            of_page = functools.partial(rendering.page_csv, path=f"/{page}")
            make = of_page if name == "figures" else None
        query = request.query_string.decode("ascii", "replace")
        try:
            made = make(opener(), query, user_of()) if make else None
        except ConfigError as error:
            return Response(f"{error}\n", status=400, mimetype="text/plain")
        except GatecostError:
            _LOG.exception("%s could not be written", name)
            text = "This file could not be written; the server's log says why.\n"
            return Response(text, status=500, mimetype="text/plain")
        if made is None:
            return Response("There is no such file.\n", status=404, mimetype="text/plain")
        file_name, text = made
        # File names are ours: ids of measures and dates, never text from the address.
        disposition = f'attachment; filename="{file_name}"'
        return Response(text, mimetype="text/csv", headers={"Content-Disposition": disposition})

    app.server.add_url_rule("/csv/<name>", "csv_file", csv_file)
    app.server.add_url_rule("/csv/<name>/<page>", "csv_of_page", csv_file)
