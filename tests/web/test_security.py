"""Attacks that were tried on the design, and what must come of them."""

from __future__ import annotations

import json

import pytest

from dashboard.web.app import build_app
from dashboard.web.crm import crm_address
from tests.web.example_results import CONFIG
from tests.web.reading import DRAWER, PAGE, drawer_of, links, page_of, post, text_of, with_class


def test_only_our_own_files_may_run_or_load(example):
    policy = example.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    scripts = next(each for each in policy.split("; ") if each.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'sha256-" in scripts


def test_page_names_no_other_host_and_no_versions_of_ours(example):
    text = example.get("/").text
    assert "dash-version" not in text
    assert "python_version" not in text
    assert "https://" not in text
    assert '<html lang="en">' in text


def test_layout_told_to_anybody_holds_no_figure(example):
    layout = example.get("/_dash-layout").text
    assert "96" not in layout
    assert "Arden" not in layout


def test_health_answers(example):
    assert example.get("/healthz").status_code == 200


def test_answers_are_not_kept_by_caches_but_assets_are(example):
    assert example.get("/").headers["Cache-Control"] == "private, no-store"
    with example.get("/assets/behaviour.js") as asset:
        assert "max-age=31536000" in asset.headers["Cache-Control"]


def test_foreign_hosts_are_refused(example_desk):
    client = build_app(lambda: example_desk, trusted_hosts=("trust.example",)).server.test_client()
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "trust.example"}).status_code == 200
    assert client.get("/", headers={"Host": "localhost:8050"}).status_code == 200


def test_large_bodies_are_refused(example):
    body = json.dumps({**PAGE, "padding": "x" * 300_000})
    answer = example.post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code == 413


def test_a_form_of_another_site_is_refused(example):
    answer = example.post(
        "/_dash-update-component", data=json.dumps(PAGE), content_type="text/plain"
    )
    assert answer.status_code == 415


@pytest.mark.parametrize("value", [7, {}, [], None, True, {"a": ["b"]}, "x" * 9000, "?from=\0"])
def test_callbacks_take_anything_for_an_address(example, value):
    for asked in (PAGE, DRAWER):
        assert post(example, asked, value).status_code in (200, 204)


@pytest.mark.parametrize(
    "query",
    [
        "?from=2026-13&to=../../etc",
        "?from=2026-10&to=2025-01",
        "?drill=../../etc/passwd",
        "?drill=path_mix&mark=part",
        "?about=<script>alert(1)</script>",
        "?show=-1&show=99999999999",
        "?%ff%fe=1&from=%00",
        "&".join(["?a=1"] * 3000),
    ],
)
def test_bad_addresses_give_the_default_page(example, query):
    assert page_of(example, query) == page_of(example)
    assert post(example, DRAWER, query).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["?segment='; drop table fct_deals; --", "?segment=" + "&segment=".join(map(str, range(400)))],
)
def test_values_that_no_record_has_are_told_as_text_and_filter_nothing(example, query):
    page = page_of(example, query)
    told = [text_of(each) for each in with_class(page, "unknown-value")]
    assert 1 <= len(told) <= 3
    assert all("so nothing is filtered by it." in each for each in told)
    assert text_of(page).replace("".join(told), "") == text_of(page_of(example))


@pytest.mark.parametrize(
    "mark", ["part:nonsense", "nonsense:1", "part:<img src=x>", "statistic:deals' or 1=1"]
)
def test_marks_that_are_not_there_open_no_rows(example, mark):
    text = text_of(drawer_of(example, f"?drill=path_mix&mark={mark}"))
    assert "These rows cannot be shown" in text


@pytest.mark.parametrize(
    "path",
    ["/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2fapp.py", "/assets/etc/passwd"],
)
def test_no_file_outside_the_assets_is_served(example, path):
    answer = example.get(path)
    assert "import" not in answer.text or answer.status_code == 404


def test_names_of_files_are_ours(example):
    mark = "mark=part:in_flow&mark=statistic:deals"
    answer = example.get(f"/csv/rows?drill=path_mix&{mark}&segment=../../x")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="path_mix_rows.csv"'
    assert example.get("/csv/rows?drill=../../etc/passwd").status_code == 404
    assert example.get("/csv/../rows").status_code in (200, 308, 404)
    assert example.get("/csv/nonsense").status_code == 404


def test_cells_that_a_spreadsheet_would_run_are_quoted(example, example_desk):
    rows = example_desk.results["largest_wins"].rows
    rows[0].details["account_name"] = "=1+1"
    text = example.get("/csv/figure?about=largest_wins").text
    assert "'=1+1" in text


def test_labels_from_data_are_text(example):
    """A component holds them as text: the browser never reads them as markup."""
    page = page_of(example)
    assert "Moss <img src=x onerror=alert(1)>" in text_of(page)
    assert "dangerously_allow_html" not in json.dumps(page)
    assert "srcDoc" not in json.dumps(page)


def test_links_lead_to_our_own_page(example):
    for each in links(page_of(example)):
        assert each["href"].startswith(("?", "/"))
        assert not each["href"].startswith("//")


@pytest.mark.parametrize(
    ("pattern", "record_id", "expected"),
    [
        ("https://crm.example/{id}", "006-A_1", "https://crm.example/006-A_1"),
        ("javascript:alert({id})", "1", None),
        ("https://crm.example/{id}", "../x", None),
        ("https://crm.example/{id}", "a b", None),
        (None, "1", None),
    ],
)
def test_crm_addresses_are_web_addresses_of_plain_ids(pattern, record_id, expected):
    assert crm_address(pattern, record_id) == expected


def test_names_are_withheld_in_the_drawer_too(example, example_desk):
    access = CONFIG.access.model_copy(update={"show_account_names": False})
    example_desk.config = CONFIG.model_copy(update={"access": access})
    query = "?drill=path_mix&mark=part:in_flow&mark=statistic:deals"
    assert "Arden" not in text_of(drawer_of(example, query))
