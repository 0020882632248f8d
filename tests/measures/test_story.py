"""A deal's story: its events are those of the facts, its limits are the reader's."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from random import Random

import polars as pl
import pytest

from dashboard import config as configs
from dashboard import words
from dashboard.errors import ConfigError
from dashboard.measures import story, story_words
from dashboard.measures.context import Context
from dashboard.measures.filters import Dimension, Filters
from tests.facts.company import AS_OF_DAY, facts_of
from tests.facts.random_company import _company, side_by_side
from tests.facts.test_oracle import _day_text
from tests.facts.world import facts

READ = (
    "fct_deals", "fct_deal_hand_offs", "fct_deal_persons", "fct_deal_links", "fct_leads",
    "fct_verdicts", "fct_deal_verdicts", "fct_gates_asked", "fct_deal_touches", "fct_stage_moves",
    "fct_deal_silences", "fct_stage_spells", "fct_deal_edits", "fct_deal_arrivals",
)  # fmt: skip
GATES = configs.parse(
    {
        "gate": [
            {"name": "MQL", "label": "score 60", "step": "mql"},
            {"name": "SQL", "label": "accepted by sales", "step": "sql"},
        ]
    }
)
COMPANY = {
    "users": "| user_id | role |\n| u1 | Account Executive |",
    "leads": """
        | lead_id | person_id | created_at | hand_raised_at | source | converted_opportunity_id |
        | l1      | p1        | 2026-01-05 | 2026-01-07     | Web    | o1                       |
        | l2      | p2        | 2026-02-01 |                | Event  |                          |
    """,
    "gate_decisions": """
        | entity_id | gate | decided_at       | verdict | fail_kind | decided_by | reason    |
        | l1        | MQL  | 2026-01-10 09:00 | fail    | rejected  | marketing  | too small |
        | l1        | MQL  | 2026-01-20 09:00 | pass    |           | system     |           |
        | l1        | SQL  | 2026-02-10 09:00 | pass    |           | sales      |           |
        | l2        | MQL  | 2026-02-02 09:00 | pass    |           | system     |           |
    """,
    "accounts": "| account_id | account_name | dim_1 |\n| a1 | Elm | SMB |",
    "opportunities": """
        | opportunity_id | account_id | created_at       | outcome |
        | o1             | a1         | 2026-02-01 12:00 | open    |
    """,
    "opportunity_contacts": "| opportunity_id | person_id | added_at |\n| o1 | p2 | 2026-02-03 |",
    "deal_changes": """
        | opportunity_id | changed_at       | stage     |
        | o1             | 2026-02-01 12:00 | Discovery |
        | o1             | 2026-02-20 12:00 | Proposal  |
        | o1             | 2026-03-01 12:00 | Discovery |
    """,
    "touches": """
        | opportunity_id | at               | direction | kind  | actor_id |
        | o1             | 2026-02-05 10:00 | seller    | email | u1       |
        | o1             | 2026-02-06 10:00 | buyer     | email | u1       |
        | o1             | 2026-02-20 09:00 | seller    | call  | u1       |
    """,
}


def context(as_of: dt.date, **about: object) -> Context:
    at = dt.datetime.combine(as_of, dt.time(23, 59))
    return Context(as_of=at, as_of_date=as_of, config=GATES, **about)


@pytest.fixture(scope="module")
def elm():
    database = facts(COMPANY, as_of="2026-04-01", only=READ)
    yield database
    database.close()


def test_a_story_tells_day_by_day_who_did_what(elm):
    told = story.told(elm, "o1", Filters(), context(dt.date(2026, 4, 1)))
    found = told.events.select("day", "what", "who", "note").rows()
    assert [(f"{day:%m-%d}", what, who, note) for day, what, who, note in found] == [
        ("01-05", "Came in as a lead, from Web", "the buyer", ""),
        ("01-07", "Asked for contact", "the buyer", ""),
        ("01-10", "score 60: turned away (refused): too small", "marketing", ""),
        ("01-20", "score 60: passed", "a rule", ""),
        ("02-01", "Came in as a lead, from Event", "the buyer", "somebody else of the buyer"),
        ("02-01", "Deal created", "", ""),
        (
            *("02-02", "score 60: passed", "a rule"),
            "somebody else of the buyer: does not count for the path",
        ),
        ("02-05", "Email to the buyer", "Account Executive", ""),
        ("02-06", "Email from the buyer", "the buyer", ""),
        ("02-10", "accepted by sales: passed", "sales", "after the deal was created"),
        ("02-20", "Call to the buyer", "Account Executive", ""),
        ("02-20", "Step forward: Discovery to Proposal", "our side", ""),
        ("03-01", "Step back: Proposal to Discovery", "our side", ""),
        (
            *("03-01", "No sign of life until 1 Apr 2026 (31 days)", ""),
            "silent since 22 Mar 2026, after 21 days allowed",
        ),
    ]


def test_a_story_says_what_each_gate_said_and_which_rule_decided(elm):
    told = story.told(elm, "o1", Filters(), context(dt.date(2026, 4, 1)))
    assert told.gates == (
        ("score 60", "turned away 10 Jan 2026 (too small); passed 20 Jan 2026"),
        ("accepted by sales", "passed 10 Feb 2026, after the deal was created"),
    )
    assert told.deal["path_class"] == "skipped"
    assert told.why[0] == ("Some gates were passed before the deal was created, the rest after it.")
    assert told.last_of_ours()["what"] == "Call to the buyer"


@pytest.mark.parametrize("deal_id", ["o1", "o2", "", "' or 1=1 --", "%"])
def test_beyond_the_limits_is_as_unknown_as_what_is_not_there(elm, deal_id):
    segment = Dimension("dim_1", "segment", "Segment", "accounts")
    known = context(dt.date(2026, 4, 1), dimensions=(segment,))
    with pytest.raises(ConfigError) as caught:
        story.told(elm, deal_id, Filters(where={"segment": ("Large",)}), known)
    assert str(caught.value) == f"There is no deal {deal_id!r} among those that can be seen here."
    within = story.told(elm, "o1", Filters(where={"segment": ("SMB",)}), known)
    assert within.deal["segment"] == "SMB"


# One day of a deal, told in no order; the row of 16:00 is the closing.
BUSY_DAY = {
    "users": """
        | user_id | role              | is_integration |
        | u1      | Account Executive | false          |
        | r       |                   | true           |
    """,
    "leads": """
        | lead_id | person_id | created_at       | hand_raised_at   | converted_opportunity_id |
        | l1      | p1        | 2026-02-01 08:00 | 2026-02-01 07:00 | o1                       |
    """,
    "gate_decisions": """
        | entity_id | gate | decided_at       | verdict |
        | l1        | MQL  | 2026-02-01 09:30 | pass    |
    """,
    "opportunities": """
        | opportunity_id | created_at       | outcome | closed_at        | currency |
        | o1             | 2026-02-01 10:00 | won     | 2026-02-01 16:00 | EUR      |
    """,
    "stages": """
        | pipeline | stage | role | rank |
        | default  | A     | open | 1    |
        | default  | Won   | won  |      |
    """,
    "deal_changes": """
        | opportunity_id | changed_at       | stage | amount | expected_close_date | actor_id |
        | o1             | 2026-02-01 10:00 | A     | 900    | 2026-03-01          | u1       |
        | o1             | 2026-02-01 12:00 |       | 1250.5 |                     | u1       |
        | o1             | 2026-02-01 13:00 |       |        | 2026-04-15          | u1       |
        | o1             | 2026-02-01 14:00 |       | 1000   | 2026-02-01          | r        |
        | o1             | 2026-02-01 16:00 | Won   |        |                     | u1       |
    """,
    "touches": """
        | opportunity_id | at               | direction | kind     | export_kind      | actor_id |
        | o1             | 2026-02-01 17:00 | seller    | email    |                  | u1       |
        | o1             | 2026-02-01 15:00 | buyer     | document | Document opened  | u1       |
        | o1             | 2026-02-01 11:00 | seller    | call     | Call - no answer | u1       |
        | o1             | 2026-02-01 09:00 | mutual    | call     | Call             | u1       |
        | o1             | 2026-02-01 18:00 | buyer     | form     |                  |          |
    """,
}


@pytest.fixture(scope="module")
def busy():
    database = facts(BUSY_DAY, as_of="2026-02-02", only=READ)
    yield database
    database.close()


def test_one_day_is_told_by_its_moments_with_each_change_from_what_to_what(busy):
    told = story.told(busy, "o1", Filters(), context(dt.date(2026, 2, 2)))
    assert told.events.select("what", "who").rows() == [
        ("Asked for contact", "the buyer"),
        ("Came in as a lead", "the buyer"),
        ("Call with the buyer", "the buyer and Account Executive"),
        ("score 60: passed", ""),
        ("Deal created", ""),
        ("Call - no answer", "Account Executive"),
        ("Amount raised: €900 to €1,250.50", "our side"),
        ("Planned close put off: 1 Mar 2026 to 15 Apr 2026", "our side"),
        ("Amount lowered: €1,250.50 to €1,000", "a program"),
        ("Planned close brought forward: 15 Apr 2026 to 1 Feb 2026", "a program"),
        ("Document opened", "the buyer"),
        ("Won", ""),
        ("Email to the buyer", "Account Executive"),
        ("Form by the buyer", "the buyer"),
    ]


def test_what_a_deal_was_created_with_is_no_change_and_what_came_later_is():
    world = {
        **COMPANY,
        "deal_changes": """
            | opportunity_id | changed_at       | stage     | amount | expected_close_date |
            | o1             | 2026-02-01 12:00 | Discovery |        | 2026-05-01          |
            | o1             | 2026-02-09 12:00 |           | 500    | 2026-05-01          |
        """,
    }
    database = facts(world, as_of="2026-04-01", only=READ)
    told = story.told(database, "o1", Filters(), context(dt.date(2026, 4, 1)))
    edits = told.events.filter(pl.col("kind").is_in(["amount", "close_date"]))
    assert edits.select("day", "what").rows() == [
        (dt.date(2026, 2, 9), "Amount first recorded: $500")
    ]
    assert edits.select("amount_before", "amount").rows() == [(None, 500.0)]
    database.close()


def test_a_limit_that_leaves_nothing_shows_nothing(elm):
    segment = Dimension("dim_1", "segment", "Segment", "accounts")
    known = context(dt.date(2026, 4, 1), dimensions=(segment,))
    with pytest.raises(ConfigError):
        story.told(elm, "o1", Filters(where={"segment": ()}), known)


def test_a_withheld_name_is_in_no_story(elm):
    hidden = configs.parse({"access": {"show_account_names": False}})
    told = story.told(elm, "o1", Filters(), replace(context(dt.date(2026, 4, 1)), config=hidden))
    assert told.deal["account_name"] is None
    assert "Elm" not in str(told.to_json())


def test_every_path_has_a_rule_in_words():
    for path in words.PATH_CLASSES:
        (said, *_) = story_words.why({"path_class": path, "sub_origin": None})
        assert said.endswith(".")
    assert "cannot be told" in story_words.why({"path_class": None})[0]


def counted(known, database, deal_id: str) -> Counter[str]:
    """Count the events of a deal from the facts, by Polars and without the story's SQL."""

    def fact(name: str) -> pl.DataFrame:
        if name not in known:
            known[name] = database.query(f"select * from {name}")
        return known[name]

    own = pl.col("opportunity_id") == deal_id
    deal = fact("fct_deals").filter(own).row(0, named=True)
    people = fact("fct_deal_persons").filter(own)["person_id"].to_list()
    its = pl.col("person_id").is_in(people)
    leads = fact("fct_leads").filter(its)
    verdicts = fact("fct_verdicts").filter(its)
    moves = fact("fct_stage_moves").filter(own, pl.col("stage_before").is_not_null())
    closing = pl.struct("role", "moved_date").map_elements(
        lambda move: (move["role"], move["moved_date"]) == (deal["outcome"], deal["closed_date"]),
        return_dtype=pl.Boolean,
    )
    moves = moves.filter(~closing)
    edits = fact("fct_deal_edits").filter(own)
    silences = fact("fct_deal_silences").filter(own, pl.col("threshold") == "own")
    handed = fact("fct_deal_hand_offs").filter(own, pl.col("is_handed_off"))
    is_open = deal["outcome"] == "open"
    following = deal["next_contact_date"]
    found = {
        "lead": leads["created_date"].drop_nulls().len(),
        "hand_raise": leads["hand_raised_date"].drop_nulls().len(),
        "created": deal["created_date"] is not None,
        "handed_off": handed.height,
        "forward": moves["is_forward"].sum(),
        "backward": moves.filter(~pl.col("is_forward"), pl.col("is_backward")).height,
        "change": moves.filter(~pl.col("is_forward"), ~pl.col("is_backward")).height,
        "amount": edits.filter(pl.col("kind") == "amount").height,
        "close_date": edits.filter(pl.col("kind") == "close_date").height,
        "touch": fact("fct_deal_touches").filter(own).height,
        "silence": silences.height,
        "parked": fact("fct_stage_spells").filter(own, pl.col("role") == "parked").height,
        "next": is_open and following is not None and following >= AS_OF_DATE,
        **{each: verdicts.filter(pl.col("verdict") == each).height for each in VERDICTS},
    }
    if not is_open and deal["closed_date"] is not None:
        found[deal["outcome"]] = 1
    return Counter({kind: int(n) for kind, n in found.items() if n})


VERDICTS = ("pass", "fail", "waived")
AS_OF_DATE = dt.date.fromisoformat(_day_text(AS_OF_DAY))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_story_holds_every_event_of_the_facts_and_no_other(seed):
    chance = Random(seed)
    world = side_by_side([_company(chance) for _ in range(40)])
    database = facts_of(world, *READ)
    deals = database.query("select opportunity_id from fct_deals order by 1")["opportunity_id"]
    assert deals.len() > 40
    known: dict[str, pl.DataFrame] = {}
    for deal_id in deals:
        told = story.told(database, deal_id, Filters(), context(AS_OF_DATE))
        kinds = Counter(told.events["kind"].to_list())
        kinds.pop("asked_to_wait", None)
        assert kinds == counted(known, database, deal_id), deal_id
        assert told.events["day"].is_sorted()
        assert told.events["what"].null_count() == 0
    database.close()


@pytest.mark.parametrize(
    ("last_sign", "silent", "following", "expected"),
    [
        # Last sign 60 days ago, contact agreed for 30 days after it: those 30 were parked.
        ("2026-02-01", 30, "2026-03-03", ("2026-02-01", "2026-03-03")),
        # Agreed for a day to come: all days since the last sign were parked so far.
        ("2026-03-01", 0, "2026-05-01", ("2026-03-01", "2026-04-02")),
        ("2026-03-01", 32, "2026-02-20", None),
        (None, None, "2026-05-01", None),
    ],
)
def test_days_parked_for_the_buyer_follow_the_last_sign(last_sign, silent, following, expected):
    def day(text):
        return dt.date.fromisoformat(text) if text else None

    deal = {"last_sign_date": day(last_sign), "silent_days": silent}
    found = story._asked_to_wait(deal, day(following), dt.date(2026, 4, 2))
    spans = [(str(each["day"]), str(each["until_day"])) for each in found]
    assert spans == ([expected] if expected else [])
