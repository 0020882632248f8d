"""The files of the archive: reports, their numbers and rows, each checked before it is sent."""

from __future__ import annotations

import logging
from pathlib import PurePosixPath

from flask import Response

from dashboard.errors import ConfigError, GatecostError
from dashboard.web.archive_sight import archive_of
from dashboard.web.calls.base import Opener, UserOf
from dashboard.web.guard import QuietDash

_LOG = logging.getLogger(__name__)
# By the end of the name; what a snapshot keeps for the next comparison is of no other kind.
_TYPES = {
    ".html": "text/html",
    ".json": "application/json",
    ".csv": "text/csv",
    ".pdf": "application/pdf",
}
# These are looked at; the others are taken along.
_SHOWN = (".html", ".json")
# A report brings its own styles and pictures and runs nothing; what it is read in has no rights.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
_NONE = "There is no such file.\n"


def connect(app: QuietDash, opener: Opener, user_of: UserOf) -> None:
    """Add the address of the files."""

    def file_of_snapshot(name: str, path: str) -> Response:
        desk = opener()
        kind = PurePosixPath(path).suffix
        # Names are looked up among those of the archive and of the manifest, never on the disk.
        found = archive_of(desk.workspace, desk.config, user_of()).named(name)
        if found is None or kind not in _TYPES:
            return Response(_NONE, status=404, mimetype="text/plain")
        try:
            content = found.read(path)
        except ConfigError:
            return Response(_NONE, status=404, mimetype="text/plain")
        except GatecostError as error:
            _LOG.exception("%s of %s could not be read", path, name)
            return Response(f"{error}\n", status=500, mimetype="text/plain")
        place = "inline" if kind in _SHOWN else "attachment"
        headers = {
            "Content-Disposition": f'{place}; filename="{name}_{PurePosixPath(path).name}"',
            "Content-Security-Policy": _POLICY,
        }
        return Response(content, mimetype=_TYPES[kind], headers=headers)

    app.server.add_url_rule("/snapshots/<name>/<path:path>", "file_of_snapshot", file_of_snapshot)
