"""A snapshot into an S3-compatible store: its manifest last, so that what has one is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.errors import ConfigError
from dashboard.reports.channels import HandingOver, UndeliveredError, without
from dashboard.snapshots.archive import MANIFEST

if TYPE_CHECKING:
    from obstore.store import S3Store

_SCHEME = "s3://"


@dataclass(frozen=True)
class Place:
    """A prefix in a bucket; without keys here those of the environment are taken."""

    address: str
    endpoint: str = ""
    region: str = ""
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    timeout: float = 30.0


def put(snapshot: Path, place: Place, handing_over: HandingOver) -> str:
    """Put every file of a snapshot into the store; return where it is."""
    try:
        from obstore.exceptions import BaseError  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"{place.address} needs {error.name}, which is not installed. Install gatecost[store]."
        ) from error
    target = f"{place.address}/{snapshot.name}"
    manifest = (snapshot / MANIFEST).read_bytes()
    try:
        store = _store_of(place)
        if _manifest_in(store, snapshot.name) == manifest:
            return f"was there already: {target}"
        for path in _files(snapshot):
            _put(store, f"{snapshot.name}/{path}", (snapshot / path).read_bytes())
        handing_over()
        _put(store, f"{snapshot.name}/{MANIFEST}", manifest)
    except (BaseError, OSError) as error:
        said = without(str(error).partition("\n")[0] or type(error).__name__,
                       (place.key, place.secret))  # fmt: skip
        raise UndeliveredError(f"{target} cannot be written: {said}", is_passing=True) from None
    return f"put to {target}"


def _store_of(place: Place) -> S3Store:
    from obstore.store import S3Store  # noqa: PLC0415

    bucket, _, prefix = place.address.removeprefix(_SCHEME).partition("/")
    given = {
        "endpoint": place.endpoint,
        # A store that is not Amazon's has no regions to ask for.
        "region": place.region or ("us-east-1" if place.endpoint else ""),
        "access_key_id": place.key,
        "secret_access_key": place.secret,
    }
    return S3Store(
        bucket,
        prefix=prefix or None,
        client_options={
            "allow_http": place.endpoint.startswith("http://"),
            "timeout": f"{place.timeout:g}s",
        },
        retry_config={"max_retries": 0},
        **{name: value for name, value in given.items() if value},  # type: ignore[arg-type]
    )


def _files(snapshot: Path) -> Iterator[str]:
    """Yield every file but the manifest, in a fixed order."""
    for path in sorted(snapshot.rglob("*")):
        if path.is_file() and path != snapshot / MANIFEST:
            yield path.relative_to(snapshot).as_posix()


def _manifest_in(store: S3Store, name: str) -> bytes | None:
    import obstore  # noqa: PLC0415
    from obstore.exceptions import NotFoundError  # noqa: PLC0415

    try:
        return bytes(obstore.get(store, f"{name}/{MANIFEST}").bytes())
    except (FileNotFoundError, NotFoundError):
        return None


def _put(store: S3Store, path: str, content: bytes) -> None:
    import obstore  # noqa: PLC0415

    obstore.put(store, path, content, use_multipart=False)
