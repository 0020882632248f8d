"""The import rule, and modules and functions that fit on a screen."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "dashboard"
MODULES = sorted(PACKAGE.rglob("*.py"))
# We aim at 260 and 40 lines; beyond these, a cut by meaning is overdue.
LONGEST_MODULE = 300
# Long lists of declarations, which nobody reads by scrolling.
DECLARATIONS = {"config/models.py", "ingest/contract.py"}
LONGEST_FUNCTION = 45


def test_imports_run_downward_only(root):
    lint = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr


def test_every_folder_with_python_is_a_package():
    folders = {module.parent for module in MODULES}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_and_functions_stay_short(module):
    text = module.read_text(encoding="utf-8")
    if module.relative_to(PACKAGE).as_posix() not in DECLARATIONS:
        assert text.count("\n") <= LONGEST_MODULE
    long_ones = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long_ones == []


def test_estimators_import_without_the_engine():
    """They are functions on arrays: no database, no web, no config comes along."""
    code = (
        "import sys, pkgutil, importlib, dashboard.estimators as package\n"
        "for module in pkgutil.iter_modules(package.__path__, 'dashboard.estimators.'):\n"
        "    importlib.import_module(module.name)\n"
        "print(sorted({'duckdb', 'dash', 'plotly', 'dashboard.config'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
