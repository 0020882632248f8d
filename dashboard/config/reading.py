"""Read `gatecost.toml`: a config, or every fault in the file with its line, value and mend."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pydantic
from pydantic import BaseModel

from dashboard.config.checks import Fault, FaultsError
from dashboard.config.models import Config
from dashboard.config.places import Place, line_of, lines_of
from dashboard.config.questions import asked_above
from dashboard.errors import ConfigError, did_you_mean

FILE_NAME = "gatecost.toml"


def load(workspace: Path) -> Config:
    """Read a workspace's config; ConfigError with every fault in it."""
    path = workspace / FILE_NAME
    if not path.is_file():
        raise ConfigError(
            f"{path} is missing. Make one from exports with `gatecost init EXPORTS`, make a sample "
            "company with `gatecost demo`, or name the folder that has one with --workspace."
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}. Mend the file; it must be TOML.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: {error}. Save the file as UTF-8.") from error
    return parse(content, str(path), lines_of(text), text)


def parse(
    content: dict[str, Any],
    name: str = FILE_NAME,
    lines: Mapping[Place, int] | None = None,
    text: str = "",
) -> Config:
    """Turn parsed TOML into a config; ConfigError names file, line, key, value and mend."""
    try:
        return Config.model_validate(content)
    except pydantic.ValidationError as error:
        faults = [*_faults_of(error, content), *_faults_between(content, error)]
        by_line = sorted(
            dict.fromkeys(_with_line(each, lines or {}, text) for each in faults),
            key=lambda each: each[0] or 0,
        )
        raise ConfigError(*(_shown(name, line, text) for line, text in by_line)) from error


def _with_line(fault: Fault, lines: Mapping[Place, int], text: str) -> tuple[int | None, str]:
    """Return the line of a fault and its text, of a question with the comment above it."""
    line = line_of(lines, fault.place)
    asked = asked_above(text, line) if fault.is_question and line else ""
    return line, f"{fault.text}. {asked}" if asked else fault.text


def _shown(name: str, line: int | None, text: str) -> str:
    return f"{name}:{line}: {text}" if line else f"{name}: {text}"


def _faults_of(error: pydantic.ValidationError, content: dict[str, Any]) -> Iterator[Fault]:
    told = set()
    for each in error.errors():
        cause = each.get("ctx", {}).get("error")
        place = each["loc"] if each["type"] == "missing" else _in_file(each["loc"], content)
        if isinstance(cause, FaultsError):
            yield from cause.faults
        elif place not in told:
            # What may be of several types has an error for each; one says enough.
            told.add(place)
            yield Fault(place, _text(each, place))


def _in_file(place: Place, content: Any) -> Place:
    """Return the part of a place that the file has: the rest names types."""
    inner = content
    for length, part in enumerate(place):
        is_there = isinstance(inner, dict) and part in inner
        if not is_there and not (isinstance(inner, list) and isinstance(part, int)):
            return place[:length]
        inner = inner[part]
    return place


def _faults_between(content: dict[str, Any], error: pydantic.ValidationError) -> list[Fault]:
    """Return the faults between the parts, which are looked for where each part is sound.

    So what is wrong by itself is left out first; where that is not enough, nothing more is said.
    """
    sound = copy.deepcopy(content)
    for each in error.errors():
        _leave_out(sound, each["loc"])
    try:
        Config.model_validate(sound)
    except pydantic.ValidationError as more:
        causes = [each.get("ctx", {}).get("error") for each in more.errors()]
        return [f for each in causes if isinstance(each, FaultsError) for f in each.faults]
    return []


def _leave_out(content: dict[str, Any], place: Place) -> None:
    """Remove one key, that of a list where the fault is within it; never a whole [[table]]."""
    place = _in_file(place, content)
    while len(place) > 2 and isinstance(place[-1], int):
        place = place[:-1]
    inner: Any = content
    for part in place[:-1]:
        inner = inner[part]
    if place and isinstance(inner, dict):
        inner.pop(place[-1], None)


def _text(error: Any, place: Place) -> str:
    if error["type"] == "extra_forbidden":
        known = _keys_at(place[:-1])
        return (
            f"{_in_words(place)}: there is no such key.{did_you_mean(str(place[-1]), known)} "
            f"Known here: {', '.join(sorted(known))}."
        )
    if error["type"] == "missing":
        return f"{_in_words(place)} is missing. Add it."
    value = error.get("input")
    # What stands about a warehouse may be a password, put where none belongs; so may the name of
    # an environment variable.
    is_named = bool(place) and str(place[-1]).endswith("_env")
    is_hidden = isinstance(value, dict | list) or "database" in place or is_named
    shown = "" if is_hidden else f" = {value!r}"
    return f"{_in_words(place)}{shown}: {error['msg'].removeprefix('Value error, ')}"


def _in_words(place: Place) -> str:
    """Write a place as the file does: `[[map]] 2, table` or `[company], time_zone`."""
    parts = [str(part) for part in place if not isinstance(part, int)]
    if len(place) > 1 and isinstance(place[1], int):
        inner = ".".join(str(part) for part in place[2:])
        return f"[[{parts[0]}]] {place[1] + 1}" + (f", {inner}" if inner else "")
    if len(parts) > 1:
        return f"[{'.'.join(parts[:-1])}], {parts[-1]}"
    return "".join(parts)


def _keys_at(location: Place) -> list[str]:
    """Return the keys allowed at a place in the config."""
    model: type[BaseModel] = Config
    for part in location:
        if isinstance(part, int):
            continue
        fields = {field.alias or key: field for key, field in model.model_fields.items()}
        if part not in fields:
            break
        inner = _model_in(fields[part].annotation)
        if inner is None:
            break
        model = inner
    return [field.alias or key for key, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None
