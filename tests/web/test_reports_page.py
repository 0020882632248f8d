"""The page Reports: the archive, two reports compared, what followed, and who sees which of it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as draw

from dashboard import words
from dashboard.followed import Changed, Followed, Gap, Moved, Point, Series, Window
from dashboard.measures.access import User
from dashboard.present import change_words
from dashboard.snapshots import changes as changing
from dashboard.snapshots.archive import folder_of
from dashboard.web.app import build_app
from dashboard.web.report_changes import spans_of
from tests.web.example_archive import CHANGES, QUIET, fill, put
from tests.web.example_results import CONFIG
from tests.web.reading import each_component, links, page_of, text_of, with_class

NORTH = User("Nora", {"region": ("North",)})


@pytest.fixture(scope="module")
def app():
    """One app for all tests, and the desk and the reader that each of them brings."""
    brought = {"user": None}
    made = build_app(lambda: brought["desk"], user_of=lambda: brought["user"])
    return made.server.test_client(), brought


@pytest.fixture
def client(app, example_desk, tmp_path):
    """A client of the app over an empty archive, for who sees the whole company."""
    example_desk.workspace = tmp_path
    app[1].update(desk=example_desk, user=None)
    return app[0]


@pytest.fixture
def archive(client, tmp_path):
    """The made-up archive under the same client."""
    fill(tmp_path)
    return client


def reports(client, query=""):
    return page_of(client, query, "/reports")


def title(page):
    return text_of(next(each for each in each_component(page) if each["type"] == "H1"))


def section(page, name):
    return next(each for each in each_component(page) if each["props"].get("id") == name)


def test_without_an_archive_the_page_names_the_command_that_begins_one(client):
    page = reports(client)
    assert title(page) == "No report was made yet."
    assert "gatecost snapshot" in text_of(page)
    assert "[[mark]]" in text_of(section(page, "followed"))


def test_the_page_is_in_the_menu_and_in_the_search(client):
    from tests.web.reading import PAGE, post

    menu = json.loads(post(client, PAGE, "/?").text)["response"]["menu"]["children"]
    assert [each["href"] for each in links(menu, "/reports")] == ["/reports"]


def test_the_newest_report_is_set_beside_the_one_it_was_compared_with(archive):
    page = reports(archive)
    assert title(page) == "3 changes in 7 days are more than noise."
    pair = text_of(with_class(page, "pair"))
    assert "14 figures and kinds of deals were looked at." in pair
    told = [text_of(each) for each in with_class(page, "told")[0]["props"]["children"]]
    assert told[0].startswith("$1.4M went silent: Elm $620k")
    assert "Usual: 0 to 2 deals a week." in told[0]
    # Each deal leads to its story; markup in a name is text.
    ways = links(with_class(page, "told")[0])
    assert [text_of(each["children"]) for each in ways] == [
        "Elm", "Fjord <b>", "Deal 006C", "Corvid", "Its parts",
    ]  # fmt: skip
    assert ways[0]["href"] == "/reports?deal=006A"
    assert ways[-1]["href"] == "#figure-won_amount"


def test_a_quiet_report_says_that_all_is_as_usual(archive):
    page = reports(archive, "?upto=2026-10-16")
    assert title(page) == "As usual: nothing beyond noise changed in 7 days."
    assert "No value of the past is stated otherwise now." in text_of(page)
    assert "No figure moved." in text_of(page)


def test_a_figure_stands_in_its_parts_as_they_add_up(archive):
    page = reports(archive)
    figure = section(page, "figure-won_amount")
    rows = [
        [text_of(cell) for cell in row["props"]["children"]]
        for row in each_component(figure)
        if row["type"] == "Tr"
    ]
    assert rows[1:] == [
        ["On 16 Oct 2026", "", "$11,450,000", ""],
        ["Past values stated otherwise now", "", "-$90,000", "2 records"],
        ["Records that left the period", "", "-$400,000", "3 records"],
        ["New records", "", "+$640,000", "4 records"],
        ["On 23 Oct 2026", "+$150,000 in all", "$11,600,000", ""],
    ]
    assert "Most of it: Corvid +$240,000 · Gale -$90,000" in text_of(figure)
    folded = text_of(with_class(page, "moved-figure"))
    assert "37.6 in 100" in folded
    assert "38.1 in 100" in folded
    # 38.14 less 37.55 is 0.59; from 37.6 to 38.1 it is 0.5.
    assert "+0.5 in all" in folded
    assert "As before: Deals created." in text_of(section(page, "figures"))


def test_what_was_restated_and_what_is_counted_otherwise_is_named(archive):
    page = reports(archive)
    told = section(page, "restated")
    assert "2 values of days that were over are stated otherwise now." in text_of(told)
    assert "Gale: closed 12 Sep 2026, 30 Sep 2026 before." in text_of(told)
    assert [each["href"] for each in links(told)] == ["/reports?deal=006E"]
    otherwise = text_of(section(page, "definitions"))
    assert "Deals won of those closed" in otherwise
    assert "The config was changed" in otherwise


def test_nothing_is_said_to_be_as_it_was_where_that_is_not_known(client, tmp_path):
    put(tmp_path, "2026-10-16")
    put(tmp_path, "2026-10-23", replace(QUIET, is_restated_known=False), "2026-10-16")
    text = text_of(section(reports(client), "restated"))
    assert "It is not known what of the past was restated" in text
    assert "No value of the past" not in text


def test_any_two_are_compared_in_the_order_of_their_days(archive, monkeypatch):
    asked = []

    def compare(before, after):
        asked.append((before.name, after.name))
        return replace(QUIET, days=14)

    monkeypatch.setattr(changing, "compare", compare)
    page = reports(archive, "?since=2026-10-09&upto=2026-10-23")
    assert title(page) == "As usual: nothing beyond noise changed in 14 days."
    assert reports(archive, "?since=2026-10-23&upto=2026-10-09") != []
    # What never changes is compared once.
    assert asked == [("2026-10-09", "2026-10-23")]


def test_the_menus_offer_reports_of_one_kind_and_mark_the_chosen(archive):
    since, upto = with_class(with_class(reports(archive), "pair"), "choose")
    assert [each["href"] for each in links(since)] == [
        "/reports?since=2026-10-16&upto=2026-10-23",
        "/reports?since=2026-10-09&upto=2026-10-23",
    ]
    assert [each.get("aria-current") for each in links(since)] == ["true", None]
    assert [each["href"] for each in links(upto)] == [
        "/reports?upto=2026-10-23_0a1b2c3d", "/reports?upto=2026-10-23",
        "/reports?upto=2026-10-16", "/reports?upto=2026-10-09",
    ]  # fmt: skip


def test_reports_of_different_things_are_not_compared(archive):
    page = reports(archive, "?since=2026-10-16&upto=2026-10-23_0a1b2c3d")
    assert title(page) == "These two reports are of different things."
    assert "Choose two of one kind." in text_of(page)
    assert not with_class(page, "told")


def test_a_comparison_that_cannot_be_made_leaves_the_archive_standing(archive, monkeypatch):
    def compare(before, after):
        raise ZeroDivisionError

    monkeypatch.setattr(changing, "compare", compare)
    page = reports(archive, "?since=2026-10-09&upto=2026-10-23")
    assert title(page) == "These two reports could not be compared."
    assert "All reports (4)" in text_of(page)


def test_an_address_with_a_report_that_is_not_there_says_so(archive):
    page = reports(archive, "?upto=2020-01-01")
    assert "There is no report 2020-01-01 here" in text_of(page)
    assert title(page) == "3 changes in 7 days are more than noise."


def test_the_archive_says_of_each_report_what_it_told_and_where_its_files_are(archive):
    rows = [
        [text_of(cell) for cell in row["props"]["children"]]
        for row in each_component(section(reports(archive), "archive"))
        if row["type"] == "Tr"
    ]
    files, year = "ReportPDFNumbers", "the 12 months to"
    assert rows[1:] == [
        ["23 Oct 2026", f"{year} 23 Oct 2026, region North, for who sees region North",
         "the first of its kind", files],
        ["23 Oct 2026", f"{year} 23 Oct 2026", "3 changes", files],
        ["16 Oct 2026", f"{year} 16 Oct 2026", "as usual", files],
        ["9 Oct 2026", f"{year} 9 Oct 2026", "the first of its kind", files],
    ]  # fmt: skip


def test_older_reports_are_folded_and_all_are_named(client, tmp_path):
    for day in range(1, 29):
        put(tmp_path, f"2026-09-{day:02}")
    found = section(reports(client), "archive")
    assert text_of(found).startswith("All reports (28)")
    assert "16 older reports" in text_of(found)
    assert "1 Sep 2026" in text_of(found)


def test_a_second_report_of_a_day_is_told_from_the_first(client, tmp_path):
    put(tmp_path, "2026-10-23")
    put(tmp_path, "2026-10-23.1")
    text = text_of(section(reports(client), "archive"))
    assert "23 Oct 2026, second report" in text
    assert "23 Oct 2026, first report" in text


def test_who_sees_a_part_sees_the_reports_made_for_it_and_no_other(archive, app):
    app[1]["user"] = NORTH
    page = reports(archive)
    text = text_of(page)
    assert "All reports (1)" in text
    assert "$1.4M" not in text
    assert archive.get("/snapshots/2026-10-23_0a1b2c3d/report.html").status_code == 200
    for name in ("2026-10-23", "2026-10-16", "2026-10-09"):
        answer = archive.get(f"/snapshots/{name}/report.html")
        assert (answer.status_code, answer.text) == (404, "There is no such file.\n")
    # Nor by naming it in the address.
    assert "$1.4M" not in text_of(reports(archive, "?upto=2026-10-23&since=2026-10-16"))


@pytest.mark.parametrize(
    ("limits", "where", "sees"),
    [
        ({"region": ["North"]}, None, True),
        # A filter is a wish: such a report gives account of the whole company's files.
        (None, {"region": ["North"]}, False),
        ({"region": ["North", "South"]}, None, False),
        ({"segment": ["SMB"]}, None, False),
        ({"region": ["North"], "segment": ["SMB"]}, None, True),
        ({"region": []}, None, True),
    ],
)
def test_a_report_is_seen_where_all_of_it_lies_within_the_readers_limits(
    client, app, tmp_path, limits, where, sees
):
    put(tmp_path, "2026-10-23_0a1b2c3d", limits=limits, where=where)
    app[1]["user"] = NORTH
    status = client.get("/snapshots/2026-10-23_0a1b2c3d/report.html").status_code
    assert status == (200 if sees else 404)
    assert ("No report of what you may see" in text_of(reports(client))) is not sees


def test_the_limits_of_the_workspace_hold_for_its_old_reports_too(archive, example_desk):
    access = CONFIG.access.model_copy(update={"limits": {"region": ["North"]}})
    example_desk.config = CONFIG.model_copy(update={"access": access})
    assert archive.get("/snapshots/2026-10-23/report.html").status_code == 404
    assert "All reports (1)" in text_of(reports(archive))


def test_reports_with_names_are_withheld_once_names_are(archive, example_desk, tmp_path):
    access = CONFIG.access.model_copy(update={"show_account_names": False})
    example_desk.config = CONFIG.model_copy(update={"access": access})
    assert title(reports(archive)) == "No report was made yet."
    put(tmp_path, "2026-10-30", account=None)
    assert "All reports (1)" in text_of(reports(archive))


def test_files_come_with_a_policy_that_lets_nothing_run_or_load(archive):
    answer = archive.get("/snapshots/2026-10-23/report.html")
    assert "Report 2026-10-23" in answer.text
    assert answer.mimetype == "text/html"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("path", "kind", "place"),
    [
        ("numbers.json", "application/json", 'inline; filename="2026-10-23_numbers.json"'),
        ("report.pdf", "application/pdf", 'attachment; filename="2026-10-23_report.pdf"'),
        (
            "rows/won_without_gate.csv",
            "text/csv",
            'attachment; filename="2026-10-23_won_without_gate.csv"',
        ),
    ],
)
def test_each_kind_of_file_is_sent_as_what_it_is(archive, path, kind, place):
    answer = archive.get(f"/snapshots/2026-10-23/{path}")
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert answer.headers["Content-Disposition"] == place


@pytest.mark.parametrize(
    "address",
    [
        "2026-10-23/../2026-10-16/../../gatecost.toml",
        "2026-10-23/..%2f..%2fgatecost.toml",
        "..%2f../gatecost.toml",
        "2026-10-23/%2e%2e/2026-10-16/report.html",
        "2026-10-23//etc/passwd",
        "2026-10-23/rows/../report.html",
        "2026-10-23/./report.html",
        "2026-10-23/report.html%00.csv",
        "2026-10-23/rows",
        "2026-10-23/manifest.json",
        "2026-10-23/state/deals.parquet",
        ".making-17/report.html",
        "nothing/report.html",
        "2026-10-23/nothing.html",
    ],
)
def test_no_file_is_sent_that_the_manifest_does_not_name(archive, tmp_path, address):
    (tmp_path / "gatecost.toml").write_text("secret", encoding="utf-8")
    scratch = folder_of(tmp_path) / ".making-17"
    scratch.mkdir()
    (scratch / "report.html").write_text("secret", encoding="utf-8")
    answer = archive.get(f"/snapshots/{address}")
    assert "secret" not in answer.text
    assert "Report 2026" not in answer.text
    assert "PAR1" not in answer.text


def test_a_file_that_was_changed_is_not_sent(archive, tmp_path):
    (folder_of(tmp_path) / "2026-10-23" / "report.html").write_text("<p>other</p>")
    answer = archive.get("/snapshots/2026-10-23/report.html")
    assert answer.status_code == 500
    assert "is not as it was made" in answer.text
    assert str(tmp_path) not in answer.text


def test_a_report_that_cannot_be_read_is_named_to_who_sees_all(archive, app, tmp_path):
    (folder_of(tmp_path) / "2026-10-16" / "manifest.json").write_text("{")
    assert "1 report cannot be read: 2026-10-16." in text_of(reports(archive))
    app[1]["user"] = NORTH
    assert "cannot be read" not in text_of(reports(archive))


def test_every_link_of_the_page_leads_to_our_own(archive):
    for each in links(reports(archive)):
        assert each["href"].startswith(("?", "/", "#"))
        assert not each["href"].startswith("//")


def test_no_word_on_the_page_is_banned(archive):
    said = text_of(reports(archive)).lower()
    assert [each for each in words.BANNED if f" {each} " in said] == []


CHANGE = Changed("2026-04-01", dt.date(2026, 4, 1), "New <i>scoring</i>", "scoring", gate="MQL")
MONTHS = (dt.date(2026, 2, 1), dt.date(2026, 3, 1), dt.date(2026, 4, 1))
MOVED = Moved(
    "win_rate", "Win rate", {}, "", "share", "observed", "no clear difference",
    "Win rate: 24 in 100 before, 27 in 100 after; 3 in 100 more, which luck alone could leave.",
    before=Window(MONTHS[0], MONTHS[1], "Feb to Mar 2026"),
    after=Window(MONTHS[2], MONTHS[2], "Apr 2026"),
    was_text="24 in 100", now_text="27 in 100", by=Gap(0.03, -0.02, 0.08, "3 in 100 more"),
    series=Series(
        tuple(Point(each, 0.24, 0.2, 0.3, 50, each >= MONTHS[2]) for each in MONTHS),
        0.24, 0.2, 0.28, "A month before usually lay between 20 and 28 in 100.",
    ),
    supports=("Nothing here tells the months after from those before.",),
    speaks_against=("Luck alone could leave as much.", "Nobody was left untouched."),
)  # fmt: skip
UNTOLD = replace(MOVED, measure_id="funnel", title="Funnel", by=None, said="Too early: in May.")


def test_a_dated_change_opens_with_both_readings_beside_each_other(archive, example_desk):
    other = replace(MOVED, measure_id="path_mix", title="Path mix", speaks_against=(
        "Luck alone could leave as much.", "Of the 50 deals 33 had begun before."))  # fmt: skip
    example_desk.dated = (CHANGE,)
    example_desk.after_changes = {
        CHANGE.key: Followed(CHANGE, dt.date(2026, 10, 23), 6, "Of 2 measures none differs.",
                             (MOVED, other, UNTOLD), notes=("Both readings stand below.",))
    }  # fmt: skip
    closed = section(reports(archive), "followed")
    assert "New <i>scoring</i> scoring, at MQL" in text_of(closed)
    (line,) = links(closed)
    assert line["href"] == "/reports?change=2026-04-01"
    assert line["aria-expanded"] == "false"
    opened = section(reports(archive, "?change=2026-04-01"), "followed")
    text = text_of(opened)
    for said in (
        "Of 2 measures none differs.",
        "24 in 100 Feb to Mar 2026 → 27 in 100 Apr 2026",
        "What speaks for the changeNothing here tells",
        "What else it can beNobody was left untouched.",
        "Of each of themLuck alone could leave as much.",
        "Not comparedFunnel: Too early: in May.",
        "gatecost followed 2026-04-01 --months 6",
    ):
        assert said in text, said
    assert text.count("Luck alone could leave as much.") == 1
    assert links(opened, "change")[0:1] == []


def test_a_change_that_is_not_there_opens_nothing(archive, example_desk):
    example_desk.dated = (CHANGE,)
    assert "speaks for" not in text_of(reports(archive, "?change=2020-01-01"))


def test_the_bridge_draws_each_part_from_where_the_last_arrived():
    """-90, -400, +640 reach from -490 to 150: zero lies 490 of 640 from the left."""
    assert spans_of([-90.0, -400.0, 640.0]) == [
        (76.5625, 62.5, 14.0625),
        (76.5625, 0.0, 62.5),
        (76.5625, 0.0, 100.0),
    ]
    assert spans_of([0.0]) == [(0.0, 0.0, 0.0)]


def test_parts_are_told_with_their_signs_and_in_their_unit():
    # It arrives at 37.76, 38.2 and 38.14: told as 37.8, 38.2 and 38.1.
    told = change_words.parts(0.3755, [0.0021, 0.0044, -0.0006], "share", "USD")
    assert told == ["+0.2", "+0.4", "-0.1"]
    assert change_words.end(0.3755, "share", "USD") == "37.6 in 100"
    assert change_words.parts(96, [3, -1, 0], "count", "USD") == ["+3", "-1", "0"]
    assert change_words.signed(-90_000.0, "money", "EUR") == "-€90,000"


def number(text):
    return Decimal(text.replace("$", "").replace(",", "").replace("+", "").replace(" in 100", ""))


@given(
    before=draw.floats(0, 1),
    parts=draw.lists(draw.floats(-0.3, 0.3), max_size=6),
)
def test_parts_of_a_share_add_up_as_printed(before, parts):
    told = change_words.parts(before, parts, "share", "USD")
    running = before
    for each in parts:
        running += each
    end = number(change_words.end(running, "share", "USD"))
    assert number(change_words.end(before, "share", "USD")) + sum(map(number, told)) == end


@given(
    before=draw.floats(0, 1e8),
    parts=draw.lists(draw.floats(-1e6, 1e6), max_size=6),
)
def test_parts_of_money_add_up_as_printed(before, parts):
    told = change_words.parts(before, parts, "money", "USD")
    running = before
    for each in parts:
        running += each
    end = number(change_words.end(running, "money", "USD"))
    assert number(change_words.end(before, "money", "USD")) + sum(map(number, told)) == end


def test_what_a_report_says_changed_is_what_it_kept(archive):
    """The page reads the words of the report itself, and works none out anew."""
    text = text_of(reports(archive))
    for line in CHANGES.told():
        assert line.said in text
