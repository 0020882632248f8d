"""Fetch the objects under an s3:// address into a folder, from any store that speaks S3.

Keys and endpoint come from the environment, or from a file that the config names; from nowhere
else, and they are in no message.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pyarrow import fs

from dashboard.errors import ConfigError, DataError, did_you_mean

SCHEME = "s3://"
_CHUNK = 1 << 22
# Our name of each setting, and the environment variables that the stores' own tools read.
_VARIABLES = {
    "access_key_id": ("AWS_ACCESS_KEY_ID",),
    "secret_access_key": ("AWS_SECRET_ACCESS_KEY",),
    "session_token": ("AWS_SESSION_TOKEN",),
    "region": ("AWS_REGION", "AWS_DEFAULT_REGION"),
    "endpoint_url": ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"),
}
_SECRETS = ("access_key_id", "secret_access_key", "session_token")

# Told of an object while it comes in: its name, and the bytes so far and in all, of all objects.
OnBytes = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Store:
    """An address in an object store, and how it is reached."""

    source: str
    address: str
    settings: Mapping[str, str] = field(repr=False)


def is_remote(folder: str) -> bool:
    """Tell an address in an object store from a folder."""
    return folder.startswith(SCHEME)


def store_of(source: str, address: str, file: Path | None) -> Store:
    """Return a source's store with its keys: those of a file, else those of the environment."""
    settings = _of_file(file) if file else _of_environment()
    if not all(settings.get(name) for name in ("access_key_id", "secret_access_key")):
        raise ConfigError(
            f"[[source]] {source!r}: there are no keys for {address}. Set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, or name a file that holds access_key_id and "
            'secret_access_key: store_file = "secrets/store.toml".'
        )
    return Store(source, address.rstrip("/"), settings)


def _of_environment() -> dict[str, str]:
    return {
        name: next((os.environ[each] for each in variables if os.environ.get(each)), "")
        for name, variables in _VARIABLES.items()
    }


def _of_file(file: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}. It holds the keys.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ConfigError(f'{file} is no TOML. Write access_key_id = "..." and so on.') from None
    faults = [
        f"{file}: there is no such key: {name}.{did_you_mean(name, _VARIABLES)} "
        f"Known: {', '.join(_VARIABLES)}."
        for name in content
        if name not in _VARIABLES
    ]
    if faults:
        raise ConfigError(*faults)
    return {name: str(value) for name, value in content.items()}


def fetch(store: Store, folder: Path, on_bytes: OnBytes | None = None) -> None:
    """Copy every object under the address into a folder, with the same names."""
    root = store.address.removeprefix(SCHEME)
    try:
        system = fs.S3FileSystem(**_options(store.settings))
        found = system.get_file_info(fs.FileSelector(root, recursive=True))
        objects = sorted(
            (each for each in found if each.type == fs.FileType.File), key=lambda each: each.path
        )
        total = sum(each.size for each in objects)
        done = 0
        for each in objects:
            name = PurePosixPath(each.path).relative_to(root)
            done = _copy(system, each, folder / _checked(store, name), (done, total, on_bytes))
    except OSError as error:
        said = _without_secrets(str(error).splitlines()[0], store.settings)
        raise ConfigError(
            f"[[source]] {store.source!r}: {store.address} cannot be read: {said}"
        ) from None


def _options(settings: Mapping[str, str]) -> dict[str, Any]:
    endpoint = settings.get("endpoint_url", "")
    scheme, _, host = endpoint.rpartition("://")
    # A store that is not Amazon's has no regions to ask for.
    region = settings.get("region") or ("us-east-1" if host else None)
    return {
        "access_key": settings["access_key_id"],
        "secret_key": settings["secret_access_key"],
        "session_token": settings.get("session_token") or None,
        "region": region,
        "endpoint_override": host.rstrip("/") or None,
        "scheme": scheme or "https",
        "connect_timeout": 10,
        "request_timeout": 60,
    }


def _checked(store: Store, name: PurePosixPath) -> PurePosixPath:
    """Return the name of an object, which must not lead out of the folder."""
    if name.is_absolute() or ".." in name.parts:
        raise DataError(f"[[source]] {store.source!r}: {store.address} has an object {name}.")
    return name


def _copy(
    system: fs.FileSystem, info: fs.FileInfo, target: Path, told: tuple[int, int, OnBytes | None]
) -> int:
    """Copy one object, and return the bytes of all objects copied so far."""
    before, total, on_bytes = told
    done = before
    target.parent.mkdir(parents=True, exist_ok=True)
    with system.open_input_stream(info.path) as stream, target.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            out.write(chunk)
            done += len(chunk)
            if on_bytes:
                on_bytes(info.base_name, done, total)
    if done - before != info.size:
        raise OSError(f"{info.path} changed while it was read. Build again")
    return done


def _without_secrets(text: str, settings: Mapping[str, str]) -> str:
    for name in _SECRETS:
        if settings.get(name):
            text = text.replace(settings[name], "***")
    return text
