"""What every request meets: allowed hosts, size, headers, and who is asking."""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any

import dash
from flask import Flask, Response, request

from dashboard.measures.access import User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    UserOf = Callable[[], User | None]

# A callback's question is a few hundred bytes; nothing is ever uploaded.
LARGEST_REQUEST = 256 * 1024
# Addresses of assets carry the time of their last change, so a year is safe.
_KEPT_SECONDS = 31_536_000
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
_CONFIG_TAG = re.compile(r"(<script[^>]*>)(.*)(</script>)", re.DOTALL)
# Told to no browser: an address of another host, and what the server runs.
_KEPT_PRIVATE = ("dash_version_url", "python_version")


class QuietDash(dash.Dash):  # type: ignore[misc]
    """Dash whose page names no other host and does not tell what the server runs."""

    def interpolate_index(self, **kwargs: Any) -> str:
        """Fill the page's template, with the private parts of Dash's config taken out."""
        kwargs["config"] = _CONFIG_TAG.sub(_without_private, kwargs["config"])
        return str(super().interpolate_index(**kwargs))


def _without_private(found: re.Match[str]) -> str:
    config = json.loads(found[2])
    for key in _KEPT_PRIVATE:
        config.pop(key, None)
    return f"{found[1]}{json.dumps(config)}{found[3]}"


def harden(
    app: dash.Dash, host: str, trusted_hosts: Iterable[str], may_embed: Sequence[str] = ()
) -> None:
    """Set limits, hosts and headers; the content policy is found when the first page is asked.

    `may_embed` are the origins that may show an address with embed=1 in a frame.
    """
    server: Flask = app.server
    own = () if host in ("0.0.0.0", "::", "") else (host,)  # noqa: S104
    server.config["TRUSTED_HOSTS"] = sorted({*_LOCAL_HOSTS, *own, *trusted_hosts})
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    server.config["SEND_FILE_MAX_AGE_DEFAULT"] = _KEPT_SECONDS
    server.config["SESSION_COOKIE_SAMESITE"] = "Lax"

    @functools.cache
    def policy() -> str:
        return content_policy(app)

    def protect(response: Response) -> Response:
        response.headers.update(_HEADERS)
        # A file of the archive brings a narrower policy of its own.
        own = response.headers.get("Content-Security-Policy")
        response.headers.update(_framing(own or policy(), may_embed))
        if not request.path.startswith(("/assets/", "/_dash-component-suites/")):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    server.after_request(protect)


def _framing(policy: str, may_embed: Sequence[str]) -> dict[str, str]:
    """Let the named origins frame what was asked for as a part of their pages; nobody else."""
    if may_embed and request.args.get("embed") == "1":
        # The older header cannot name an origin, so it is left out.
        return {"Content-Security-Policy": f"{policy}; frame-ancestors {' '.join(may_embed)}"}
    return {
        "Content-Security-Policy": f"{policy}; frame-ancestors 'none'",
        "X-Frame-Options": "DENY",
    }


def content_policy(app: dash.Dash) -> str:
    """Return the policy: our own files, Dash's inline scripts by their hash, nothing else.

    Who may frame a page is added to each response.
    """
    # Hashes are ready only once the page's template has been filled for the first time.
    scripts = " ".join(f"{each}" for each in app.csp_hashes())
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {scripts}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )
