"""A snapshot that lacks anything is not put into the archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.reports import contents
from dashboard.reports import snapshot as making
from dashboard.reports.completeness import of_html
from dashboard.snapshots import archive
from tests.reports import company

LINK = "https://pipeline.example"
PAGE = "<!doctype html><html><head><style>p {{ color: red }}</style></head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("<script>alert(1)</script>", "<script> has no place"),
        ("<iframe></iframe>", "<iframe> has no place"),
        ('<link rel="stylesheet" href="#a">', "<link> has no place"),
        ('<img src="https://else.example/a.png">', "loads something"),
        ('<img src="//else.example/a.png">', "loads something"),
        ('<p onclick="go()">a</p>', "would run a script"),
        ('<a href="https://else.example">a</a>', "leads outside"),
        ('<a href="javascript:alert(1)">a</a>', "leads outside"),
        (f'<a href="{LINK}.else.example/">a</a>', "leads outside"),
        ('<p style="background: url(https://else.example)">a</p>', "from outside"),
        ("<style>@import 'a.css'</style>", "from outside"),
        ('<figure id="f"></figure>', "f is not drawn"),
        ('<figure id="f"><svg></svg></figure>', "f is not drawn"),
        ('<figure id="f"><svg><defs></defs></svg></figure>', "f is not drawn"),
        ('<figure id="f"><svg><path/></svg><svg></svg></figure>', "f is not drawn"),
    ],
)
def test_what_has_no_place_in_a_report_is_found(part, said):
    assert any(said in fault for fault in of_html(PAGE.format(part), LINK))


@pytest.mark.parametrize(
    "part",
    [
        '<a href="#gate">a</a>',
        f'<a href="{LINK}/gate?drill=a">a</a>',
        '<img src="data:image/png;base64,AAAA" alt="a">',
        '<figure id="f"><svg><path d="M0 0"/></svg></figure>',
        '<figure id="f"><svg><text>too early</text></svg></figure>',
        "<p>url(https://else.example) stands in a text</p>",
    ],
)
def test_what_stays_within_a_report_is_let_be(part):
    assert of_html(PAGE.format(part), LINK) == []


def test_a_page_that_breaks_off_is_found():
    text = PAGE.format("<div><p>a</p></div>")
    assert len(of_html(text[: text.index("</p>")])) == 2


def test_without_an_address_of_the_dashboard_no_link_leads_outside():
    assert of_html(PAGE.format(f'<a href="{LINK}/gate">a</a>')) != []


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return company.built(tmp_path_factory.mktemp("company"))


def breaks(workspace: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Make the snapshot of a page and return what is said; nothing may be kept of it."""
    assert main(["snapshot", "--only", "wins", "--workspace", str(workspace)]) == 1
    assert archive.names(workspace) == []
    assert not list((workspace / "snapshots").glob(".making-*"))
    return capsys.readouterr().err


def test_a_figure_that_was_not_drawn_stops_it(workspace, capsys, monkeypatch):
    real = making.report_html

    def blank(material):
        text = real(material)
        begin = text.index("<figure")
        end = text.index("</figure>", begin)
        return text[: text.index(">", begin) + 1] + "<svg></svg>" + text[end:]

    monkeypatch.setattr(making, "report_html", blank)
    assert "is not drawn" in breaks(workspace, capsys)


def test_an_answer_that_the_report_does_not_tell_stops_it(workspace, capsys, monkeypatch):
    real = making.report_html
    monkeypatch.setattr(
        making, "report_html", lambda material: real(material).replace("outside_origins", "another")
    )
    assert "does not tell outside_origins" in breaks(workspace, capsys)


def test_a_measure_without_a_number_and_a_reason_stops_it(workspace, capsys, monkeypatch):
    real = contents.numbers_json

    def without_one(results):
        return real({key: each for key, each in results.items() if key != "path_mix"})

    monkeypatch.setattr(contents, "numbers_json", without_one)
    assert "lacks path_mix" in breaks(workspace, capsys)


def test_a_list_that_was_not_written_stops_it(workspace, capsys, monkeypatch):
    monkeypatch.setattr(contents, "listed", lambda *_: {})
    assert "rows/path_mix.csv is missing" in breaks(workspace, capsys)
