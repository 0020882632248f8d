"""How reports and alerts reach people: `[mail]`, `[[report]]` and `[[alert]]`.

No secret stands here: a key that ends in `_env` names the environment variable that holds it.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from dashboard.config.strict import Strict
from dashboard.config.times import Due, due

# A name of a file on any system, and what a person types after --report.
_NAME = r"^[a-z0-9][a-z0-9_-]{0,39}$"
_ADDRESS = re.compile(r"[^\s@<>,;:\"\\]+@[^\s@<>,;:\"\\]+\.[^\s@<>,;:\"\\]+")
_STORE = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,62}(/[^\s]*)?")


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError("is no address of a mailbox. Write one alone: ann@example.com")
    return value


def _sender(value: str) -> str:
    """Accept an address, alone or behind a name: Pipeline <reports@example.com>."""
    named = re.fullmatch(r"(?P<name>[^<>\r\n\"]*)<(?P<address>[^<>\s]+)>", value)
    _address(named["address"] if named else value)
    return value


def _link(value: str) -> str:
    parts = urlsplit(value)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or re.search(r"[\s<>\"']", value)
    ):
        raise ValueError("is no address of the dashboard. Write it as a browser shows it")
    return value.rstrip("/")


def _store(value: str) -> str:
    if not _STORE.fullmatch(value):
        raise ValueError("is no place in a store. Write s3://bucket/prefix")
    return value.rstrip("/")


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _time(value: str) -> str:
    due(value)
    return value


EnvName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Address = Annotated[str, AfterValidator(_address)]
Addresses = Annotated[tuple[Address, ...], BeforeValidator(_listed)]
Link = Annotated[str, AfterValidator(_link)]


class Mail(Strict):
    """The server that takes letters, never without TLS; user and password are in the environment.

    `ca_file` holds the certificates of a server that no public authority vouches for, relative to
    the workspace.
    """

    host: Annotated[str, Field(min_length=1)]
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls"] = "starttls"
    sender: Annotated[str, AfterValidator(_sender), Field(alias="from")]
    user_env: EnvName | None = None
    password_env: EnvName | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 30.0
    ca_file: str | None = None


class Report(Strict):
    """A snapshot that is sent: when, to whom, and what these readers may see.

    `where` limits what they see, as the access hook does: no number, name or row of the report lies
    outside it. `only` is one page; `link` is where the dashboard is served.
    """

    name: Annotated[str, Field(pattern=_NAME)]
    at: Annotated[tuple[Annotated[str, AfterValidator(_time)], ...], BeforeValidator(_listed)] = ()
    to: Addresses = ()
    slack_env: EnvName | None = None
    # Relative to the workspace.
    folder: Annotated[str, Field(min_length=1)] | None = None
    store: Annotated[str, AfterValidator(_store)] | None = None
    store_endpoint: Link | None = None
    store_region: str | None = None
    store_key_env: EnvName | None = None
    store_secret_env: EnvName | None = None
    where: dict[str, list[str]] = Field(default_factory=dict)
    only: str | None = None
    pdf: bool = False
    skip_if_quiet: bool = False
    link: Link | None = None

    @property
    def due(self) -> tuple[Due, ...]:
        """Return when it is due, in the company's time zone; nothing where only by hand."""
        return tuple(due(each) for each in self.at)


class Alert(Strict):
    """What is told once when it begins to be so: a limit passed, old data, a failed build.

    `measure` with `mark` (keys of one row) is held against `above`, `below` or its usual range.
    """

    name: Annotated[str, Field(pattern=_NAME)]
    measure: str | None = None
    mark: dict[str, str] = Field(default_factory=dict)
    above: Annotated[float, Field(allow_inf_nan=False)] | None = None
    below: Annotated[float, Field(allow_inf_nan=False)] | None = None
    outside: Literal["usual"] | None = None
    older_than_hours: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    build_failed: bool = False
    to: Addresses = ()
    slack_env: EnvName | None = None
    where: dict[str, list[str]] = Field(default_factory=dict)
    link: Link | None = None
