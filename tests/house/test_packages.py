"""The wheel, the sdist and an editable install all carry the SQL and the layouts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

# Prints where the package lies and every file that it finds through dashboard.paths.
LISTING = """
import json
from dashboard import paths
found = {
    f"{root.name}/{path.relative_to(root).as_posix()}"
    for root in (paths.queries(), paths.datasets())
    for path in root.rglob("*")
    if path.is_file()
}
print(json.dumps({"package": str(paths.PACKAGE), "files": sorted(found)}))
"""


def _run(*command: str | Path, cwd: Path, **variables: str) -> str:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **variables}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def _tracked_or_new(root: Path, *folders: str) -> set[str]:
    """Return the files under some folders as git sees them: what a release would hold."""
    listed = _run(
        "git", "ls-files", "--cached", "--others", "--exclude-standard", *folders, cwd=root
    )
    return {name for name in listed.splitlines() if (root / name).is_file()}


@pytest.fixture(scope="module")
def built(root, tmp_path_factory) -> Path:
    """A folder with the sdist, and the wheel that was built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, root, cwd=folder)
    return folder


def test_a_wheel_finds_its_files(root, built, tmp_path):
    (wheel,) = built.glob("*.whl")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index")
    _run(*pip, "--target", tmp_path / "site", wheel, cwd=tmp_path)

    listing = _run(sys.executable, "-c", LISTING, cwd=tmp_path, PYTHONPATH=str(tmp_path / "site"))
    found = json.loads(listing)
    assert found["package"] == str(tmp_path / "site" / "dashboard")
    assert set(found["files"]) == _tracked_or_new(root, "queries", "datasets")


def test_an_sdist_holds_the_whole_project(root, built):
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert _tracked_or_new(root) - held == set()


def test_an_editable_install_is_the_checkout(root, tmp_path):
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    options = ("--no-deps", "--no-index", "--no-build-isolation")
    builder = sysconfig.get_path("purelib")
    _run(*pip, *options, "--editable", root, cwd=tmp_path, PYTHONPATH=builder)

    found = json.loads(_run(python, "-c", LISTING, cwd=tmp_path, PYTHONPATH=""))
    assert list((tmp_path / "venv").rglob("_carried")) == []
    assert found["package"] == str(root / "dashboard")
    assert set(found["files"]) >= _tracked_or_new(root, "queries", "datasets")
