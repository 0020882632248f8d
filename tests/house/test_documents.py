"""What the documents promise exists, and no file tells of the machine it was written on."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
BINARY = {".png", ".ico", ".woff2", ".parquet", ".gz", ".zip", ".xlsx"}

# Pieces are joined so that this file does not contain what it looks for.
NOT_IN_THE_PROJECT = {
    "an address of a package index": "|".join(("pypi" + r"\.org", "python" + "hosted")),
    "a path of one machine": r"/(?:" + "|".join(("root", "home", "work", "opt")) + r")/[a-z.]+",
    "who or what wrote it": r"(?i)\b(?:"
    + "|".join(("clau" + "de", "chat" + "gpt", "co" + "pilot", "language mod" + "el"))
    + r")\b|\b(?:an?|this|our|the|each|last|next|previous) sess"
    + r"ion\b|\bas an? assist"
    + r"ant\b",
}


def _tracked(root) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.splitlines() if (root / name).is_file()]


@pytest.mark.parametrize("what", NOT_IN_THE_PROJECT)
def test_no_file_holds(root, what):
    pattern = re.compile(NOT_IN_THE_PROJECT[what])
    found = []
    for name in _tracked(root):
        if not any(name.endswith(suffix) for suffix in BINARY):
            text = (root / name).read_text(encoding="utf-8", errors="replace")
            found += [f"{name}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []


def test_code_names_no_temporary_folder(root):
    names = [name for name in _tracked(root) if name.startswith(("dashboard/", "queries/"))]
    pattern = re.compile("/" + r"tmp\b")
    texts = {name: (root / name).read_text(encoding="utf-8", errors="replace") for name in names}
    assert [name for name, text in texts.items() if pattern.search(text)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_commands_exist(root, document):
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b(?=[`\s]*(?:#|$|`|,))", _code(root / document)))
    assert named
    assert named - targets == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_gatecost_commands_exist(root, document):
    shown = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "--help"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    named = set(re.findall(r"\bgatecost ([a-z]+)\b", _code(root / document)))
    assert [name for name in named if not re.search(rf"\b{name}\b", shown.stdout)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_linked_files_exist(root, document):
    text = (root / document).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [target for target in targets if not (root / target).exists()] == []


def test_the_readme_s_config_is_valid(root):
    from dashboard import config

    text = (root / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert examples
    for example in examples:
        import tomllib

        config.parse(tomllib.loads(example), "README.md")


def test_the_changelog_begins_with_what_is_not_released(root):
    headings = re.findall(r"^## (.+)$", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"


def _code(path) -> str:
    """Return the code of a document: fenced blocks and spans."""
    text = path.read_text(encoding="utf-8")
    fenced = re.findall(r"```(?:sh|console|bash)?\n(.*?)```", text, re.DOTALL)
    return "\n".join([*fenced, *re.findall(r"`[^`\n]+`", text)])
