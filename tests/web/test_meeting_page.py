"""The page Meeting: its first screen, its items, and what may be written from a browser."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from dashboard import config as configs
from dashboard import decisions, words
from dashboard.decisions import Decision
from dashboard.measures.access import User
from dashboard.measures.result import Row
from dashboard.web import rendering
from dashboard.web.app import build_app
from dashboard.web.meeting_item import drawn_of
from tests.web.example_results import CONFIG, ratio, result
from tests.web.reading import each_component, links, page_of, text_of, with_class

PARTS = {
    "deal_won": (68, 68, 4e6),
    "talked": (400, 0, None),
    "never_tried": (540, 4, 310_000.0),
    "rejected": (722, 9, 1.4e6),
}
GOOD = {
    "view": "/meeting?item=2",
    "choice": "change",
    "owner": "Ada",
    "review_on": "2027-01-28",
    "note": "Check the size by a call.",
}


def went():
    """1,730 leads: 68 won, 400 talked, 540 never tried, 722 refused."""
    rows = []
    everyone = (1730, 81, 5_710_000.0)
    for part, (leads, won, money) in {"all": everyone, **PARTS}.items():
        rows.append(Row({"went": part, "statistic": "leads"}, leads, None, None, leads, leads))
        rows.append(Row({"went": part, "statistic": "won_deals"}, won, None, None, leads, won))
        if money:
            rows.append(Row({"went": part, "statistic": "won_amount"}, money, None, None, won, won))
    found = result("where_leads_went", *rows)
    return replace(found, finding="Of 1,730 leads, 540 passed and were never tried.")


@pytest.fixture
def desk(example_desk, tmp_path):
    """A desk over hand-made answers, with a workspace that may be written."""
    silent = result(
        "stalled_value", ratio(60, 210, statistic="deals"), ratio(4e6, 9e6, statistic="amount")
    )
    more = {"where_leads_went": went(), "stalled_value": silent}
    example_desk.results = {**example_desk.results, **more}
    example_desk.workspace = tmp_path
    return example_desk


@pytest.fixture(scope="module")
def app():
    """One app for all tests, and the desk and the reader that each of them brings."""
    brought = {"user": None}
    made = build_app(lambda: brought["desk"], user_of=lambda: brought["user"])
    return made.server.test_client(), brought


@pytest.fixture
def meeting(app, desk):
    """A client of the app over it, for who sees the whole company."""
    client, brought = app
    brought |= {"desk": desk, "user": None}
    return client


def ask(client, data, kind="decide", output="decided", of="2"):
    """Send what a browser would send, and return what it would be told."""
    body = {
        "output": f'{{"kind":"{output}","of":["MATCH"]}}.children',
        "outputs": {"id": {"kind": output, "of": of}, "property": "children"},
        "inputs": [{"id": {"kind": kind, "of": of}, "property": "data", "value": data}],
        "state": [{"id": {"kind": kind, "of": of}, "property": "id", "value": {"kind": kind}}],
        "changedPropIds": [f'{{"kind":"{kind}","of":"{of}"}}.data'],
    }
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.text
    told = json.loads(answer.text)["response"]
    return text_of(next(iter(told.values()))["children"])


def item(client, number, more=""):
    return page_of(client, f"?item={number}{more}", "/meeting")


def test_the_first_screen_names_every_part_with_what_it_bought(meeting):
    page = page_of(meeting, path="/meeting")
    lines = [text_of(each) for each in with_class(page, "went")[0]["props"]["children"]]
    assert lines == [
        "tried, then won68 leads68 deals, $4M",
        "tried, talked, no deal400 leadsnone bought sincenone",
        "passed, not tried before a deal540 leads4 deals, $310k",
        "refused722 leads9 deals, $1.4M",
    ]
    assert "468 were tried, 540 were not tried before any deal, 722 were turned away" in text_of(
        page
    )
    assert "Together they have bought 81 deals since" in text_of(page)
    never = links(page, "went:never_tried")[0]["href"]
    assert "drill=where_leads_went" in never
    assert "statistic:leads" in never


def test_the_agenda_holds_five_slots_and_the_way_to_each_item(meeting):
    page = page_of(meeting, path="/meeting")
    agenda = with_class(page, "agenda")[0]
    said = [text_of(each) for each in agenda["props"]["children"]]
    assert [each[:6] for each in said] == ["1 DueN", "2 Cost", "3 Cred", "4 Argu", "5 Nobo"]
    assert "No decision is due for review." in said[0]
    assert "Other reading:" in said[1]
    assert "Whether both sides judge alike cannot be said yet" in said[3]
    assert [each["href"] for each in links(agenda)] == [
        "/meeting?item=2", "/meeting?item=3", "/meeting?item=5",
    ]  # fmt: skip


def test_the_first_screen_leads_to_the_first_item(meeting):
    page = page_of(meeting, path="/meeting")
    (begin,) = with_class(page, "begin")
    (link,) = links(begin)
    assert (text_of(link["children"]), link["href"]) == ("Start with item 1", "/meeting?item=1")
    assert link["data-step"] == "on"


def test_what_was_agreed_is_shown_or_called_not_written_yet(meeting, desk):
    text = text_of(page_of(meeting, path="/meeting"))
    assert text.count("Not written yet.") == 3
    agreed = configs.Agreement(about="deal", text="the buyer names a date", means="every_gate")
    desk.config = CONFIG.model_copy(update={"agreements": (agreed,)})
    text = text_of(page_of(meeting, path="/meeting"))
    assert text.count("Not written yet.") == 2
    assert "the buyer names a date312 of 524 deals created had passed every gate." in text


def test_an_item_says_question_fact_stake_both_sides_and_what_settles_it(meeting):
    text = text_of(item(meeting, 2))
    for said in (
        "Did people we turned away buy anyway?",
        "9 of 96 deals",
        "$1.4M counted",
        "What the others would have bought is not known.",
        "Sales would sayThey were not ready when we refused them. Each of the 9 came back",
        "Written by the measure, for either side to change",
        "What would settle it",
        "item 2 of 5",
    ):
        assert said in text, said


def test_a_side_says_what_its_number_is_of(meeting):
    """Nine of 96 wins had been refused first: a share of wins, and not of refusals."""
    text = text_of(item(meeting, 2))
    assert "Marketing would say9 of our 96 wins had been refused first" in text
    assert "this often" not in text


def test_hours_are_at_least_and_say_whose_assumption_they_are(meeting):
    """1,204 people at twelve minutes: 240.8 hours, $19,264."""
    text = text_of(item(meeting, 3))
    assert "241 hours or more" in text
    assert "Your assumption: 12 minutes a try, $80 an hour, so $19.3k or more" in text


def test_nothing_is_chosen_before(meeting):
    choices = [
        each["props"] for each in each_component(item(meeting, 2)) if "data-choice" in each["props"]
    ]
    assert [each["data-choice"] for each in choices] == ["keep", "change", "test", "read_ten"]
    assert {each["aria-pressed"] for each in choices} == {"false"}


def test_no_screen_uses_a_word_that_is_banned(meeting):
    for number in range(6):
        said = " ".join(re.findall(r"[a-z]+", text_of(item(meeting, number)).lower()))
        assert not [each for each in words.BANNED if f" {each} " in said], number


def test_a_decision_is_kept_with_what_the_finding_read_that_day(meeting, desk):
    assert ask(meeting, GOOD) == "Saved. It returns on 28 Jan 2027."
    found = decisions.read(desk.workspace)[0]
    assert (found.measure_id, found.choice, found.owner) == ("rejected_then_won", "change", "Ada")
    assert found.finding == desk.results["rejected_then_won"].finding
    assert (found.decided_on, found.review_on) == (dt.date(2026, 10, 23), dt.date(2027, 1, 28))
    assert found.value == pytest.approx(9 / 96)
    held = decisions.log(desk.workspace).meetings[0]
    assert held.shown["rejected_then_won"] == 1_400_000.0
    text = text_of(page_of(meeting, path="/meeting"))
    assert "Past decisions (1)" in text
    assert "Check the size by a call." in text


def test_deciding_again_on_the_same_day_takes_the_place_of_the_first(meeting, desk):
    ask(meeting, GOOD)
    assert ask(meeting, {**GOOD, "choice": "keep"}).startswith("Saved.")
    assert [each.choice for each in decisions.read(desk.workspace)] == ["keep"]
    assert "Saved. It returns on 28 Jan 2027." in text_of(item(meeting, 2))


def test_what_is_due_returns_first_and_is_closed_by_the_next_decision(meeting, desk):
    old = Decision(
        "old", dt.date(2026, 7, 1), "nobodys", "stalled_value", "How much is silent?",
        "$5M is silent.", "test", "Bo", review_on=dt.date(2026, 10, 1),
    )  # fmt: skip
    decisions.add(desk.workspace, old)
    text = text_of(item(meeting, 1))
    assert "On 1 Jul 2026 we decided: test. Owner: Bo. It read then: $5M is silent." in text
    ask(meeting, {**GOOD, "view": "/meeting?item=1"}, of="1")
    log = decisions.log(desk.workspace)
    closed = {each.id: each.closed_on for each in log.decisions}
    assert closed["old"] == dt.date(2026, 10, 23)
    assert [each.measure_id for each in log.decisions] == ["stalled_value", "stalled_value"]
    assert log.due(dt.date(2026, 10, 24)) == []


def test_each_side_changes_its_words_and_is_named_as_their_writer(meeting):
    data = {"view": "/meeting?item=2", "side": "sales", "text": "They were <b>small</b> then."}
    assert ask(meeting, data, "say", "said", "2-sales").startswith("Saved.")
    text = text_of(item(meeting, 2))
    assert "Sales would sayThey were <b>small</b> then.Written by sales" in text
    ask(meeting, {**data, "text": ""}, "say", "said", "2-sales")
    assert "Written by sales" not in text_of(item(meeting, 2))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"choice": ""}, "Choose one of: keep, change, test, read ten records."),
        ({"choice": "drop table"}, "Choose one of"),
        ({"choice": None}, "is to be a text"),
        ({"owner": ""}, "Who owns it?"),
        ({"owner": "x" * 5000}, "at most 80"),
        ({"owner": ["Ada"]}, "is to be a text"),
        ({"review_on": "soon"}, "year, month, day"),
        ({"review_on": "2026-10-23"}, "later than today"),
        ({"review_on": "9999-12-31"}, "five years"),
        ({"review_on": {"a": 1}}, "year, month, day"),
        ({"view": "/meeting"}, "no longer there"),
        ({"view": "/meeting?item=1"}, "no longer there"),
        ({"view": "/wins?item=2"}, "no longer there"),
        ({"view": 7}, "no longer there"),
    ],
)
def test_what_no_form_of_ours_sends_is_refused_in_words_and_nothing_is_kept(
    meeting, desk, fault, said
):
    assert said in ask(meeting, {**GOOD, **fault})
    assert decisions.read(desk.workspace) == []


@pytest.mark.parametrize("data", [None, 7, [], "x", {}, {"view": {"a": 1}}, {"side": "finance"}])
def test_anything_posted_gives_an_answer_and_keeps_nothing(meeting, desk, data):
    ask(meeting, data)
    ask(meeting, data, "say", "said", "2-sales")
    assert not decisions.path_of(desk.workspace).exists()


def test_a_workspace_that_takes_no_file_says_so_and_offers_no_form(meeting, desk):
    desk.workspace = Path("/dev/null/none")
    page = item(meeting, 2)
    assert "This server may not write into its workspace" in text_of(page)
    assert not with_class(page, "save")
    assert "no longer there" in ask(meeting, GOOD)


def test_within_another_page_nothing_is_decided(meeting, desk):
    page = item(meeting, 2, "&embed=1")
    assert "Within another page nothing is decided" in text_of(page)
    assert not with_class(page, "save")
    assert "no longer there" in ask(meeting, {**GOOD, "view": "/meeting?item=2&embed=1"})
    assert decisions.read(desk.workspace) == []


def test_who_sees_a_part_sees_no_stored_number_and_decides_nothing(meeting, app, desk):
    ask(meeting, GOOD)
    ask(
        meeting, {"view": GOOD["view"], "side": "sales", "text": "4 of 9"}, "say", "said", "2-sales"
    )
    app[1]["user"] = User(limits={"segment": ("SMB",)})
    text = text_of(page_of(meeting, path="/meeting"))
    assert "Did people we turned away buy anyway?" in text
    assert "It read:" not in text
    assert "Check the size" not in text
    (mark,) = rendering.sheet(desk, "/meeting", "", app[1]["user"]).decided
    assert mark.label == "Decided: change. Did people we turned away buy anyway?"
    (mark,) = rendering.sheet(desk, "/meeting", "", None).decided
    assert mark.label.endswith("Check the size by a call.")
    page = item(meeting, 2)
    assert "4 of 9" not in text_of(page)
    assert "You see a part of the company." in text_of(page)
    assert not with_class(page, "save")
    assert "no longer there" in ask(meeting, {**GOOD, "choice": "keep"})
    assert [each.choice for each in decisions.read(desk.workspace)] == ["change"]


def test_ten_records_are_the_same_for_everybody_whatever_their_order():
    frame = pl.DataFrame({"record_id": [f"r{at}" for at in range(50)], "score": list(range(50))})
    drawn = drawn_of(frame, "win_rate")
    assert drawn.height == 10
    assert drawn.equals(drawn_of(frame.reverse(), "win_rate"))
    assert not drawn.equals(drawn_of(frame, "path_mix"))


def test_ten_records_are_read_without_names_and_without_how_they_ended(meeting):
    ten = next(
        each for each in each_component(item(meeting, 2)) if each["props"].get("id") == "ten"
    )
    text = text_of(ten)
    for told in ("Deal ", "006", "won", "lost", "Account", "$"):
        assert told not in text.split("open the list above.")[1], told
