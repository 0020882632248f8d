"""Every dependency has its reason, and the locks hold each of them, hashed, from no named index."""

from __future__ import annotations

import ast
import importlib.metadata
import itertools
import re
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "requirements-run.lock")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def _pins(text: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for name, version in (
        found.groups() for found in map(PINNED.match, text.splitlines()) if found
    ):
        pins.setdefault(canonicalize_name(name), set()).add(version)
    return pins


def _requirements(project, *groups: str) -> list[Requirement]:
    lines = list(project["project"]["dependencies"])
    for group in groups:
        lines += [line for line in project["dependency-groups"][group] if isinstance(line, str)]
    return [Requirement(line) for line in lines]


def test_every_dependency_has_a_reason(root, project):
    lines = [line.strip() for line in (root / "pyproject.toml").read_text("utf-8").splitlines()]
    wanted = {str(each) for each in _requirements(project, "build", "lint", "test")}
    without = [
        line
        for before, line in itertools.pairwise(lines)
        if re.fullmatch(r'"[^"]+",', line)
        and str(_requirement_or_none(line)) in wanted
        and not before.startswith("# ")
    ]
    assert without == []


def _requirement_or_none(line: str) -> Requirement | None:
    try:
        return Requirement(line.strip('",'))
    except ValueError:
        return None


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(root, lock):
    text = (root / lock).read_text(encoding="utf-8")
    assert re.findall(r"://|--index|--find-links|@ ", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(root, lock):
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (root / lock).read_text(encoding="utf-8"))
    without = [block for block in blocks if "==" in block and "--hash=sha256:" not in block]
    assert without == []


@pytest.mark.parametrize(
    ("lock", "groups"),
    [("requirements.lock", ("build", "lint", "test")), ("requirements-run.lock", ("build",))],
)
def test_a_lock_holds_what_the_project_asks_for(root, project, lock, groups):
    pins = _pins((root / lock).read_text(encoding="utf-8"))
    for requirement in _requirements(project, *groups):
        versions = pins.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in {lock}: run make lock"
        assert all(version in requirement.specifier for version in versions), str(requirement)


def test_both_locks_pin_the_same_versions(root):
    everything, running = (_pins((root / lock).read_text(encoding="utf-8")) for lock in LOCKS)
    differing = {name: pins for name, pins in running.items() if everything.get(name) != pins}
    assert differing == {}


def _licence(name: str) -> str:
    """Return all that a package says of its licence, but for the text of it."""
    told = importlib.metadata.metadata(name)
    classified = [each for each in told.get_all("Classifier", []) if each.startswith("License")]
    written = (told.get("License") or "").partition("\n")[0]
    return " ".join((told.get("License-Expression") or "", written, *classified))


def _is_gpl(name: str) -> bool:
    return re.search(r"\b[AL]?GPL|GNU ", _licence(name)) is not None


def test_a_gpl_licence_is_seen():
    assert all(map(_is_gpl, ("rdrobust", "rddensity", "rdhonest", "lpdensity")))


def test_nothing_under_the_gpl_comes_with_the_program(root):
    """The program is under Apache-2.0; what only the tests agree with stays with the tests."""
    installed = {canonicalize_name(each.name) for each in importlib.metadata.distributions()}
    running = set(_pins((root / "requirements-run.lock").read_text(encoding="utf-8")))
    assert len(running & installed) > 40
    assert [name for name in sorted(running & installed) if _is_gpl(name)] == []


def test_what_is_gpl_is_forbidden_to_the_program(root, project):
    everything = set(_pins((root / "requirements.lock").read_text(encoding="utf-8")))
    installed = {canonicalize_name(each.name) for each in importlib.metadata.distributions()}
    forbidden = {
        name
        for contract in project["tool"]["importlinter"]["contracts"]
        for name in contract.get("forbidden_modules", ())
    }
    assert {name for name in everything & installed if _is_gpl(name)} <= forbidden


def _imported(root) -> set[str]:
    """Return what the program imports that is neither its own nor Python's."""
    found = set()
    for module in (root / "dashboard").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(node.module)
    return {name.split(".")[0] for name in found} - {*sys.stdlib_module_names, "dashboard"}


def test_what_is_declared_is_imported_and_the_other_way_round(root, project):
    declared = {each.name.replace("-", "_") for each in _requirements(project)}
    # tzdata is read by the standard library.
    assert declared - _imported(root) == {"tzdata"}
    # Flask is Dash's own server; pydantic_core is a part of Pydantic, markupsafe of Jinja.
    theirs = {"flask", "markupsafe", "pydantic_core"}
    # What an extra brings is imported where it is asked for, and nowhere else.
    lines = itertools.chain(*project["project"]["optional-dependencies"].values())
    extras = {Requirement(line).name.replace("-", "_") for line in lines}
    assert _imported(root) - declared <= theirs | extras
