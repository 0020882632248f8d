"""What people read and who reached out again: as the parameters say, and found again by facts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dashboard import answer, build, demo
from dashboard.demo import salesforce, signs
from dashboard.demo.ledger import Ledger


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return demo.make_world(7, leads_count=60_000, as_of=demo.AS_OF)


def assert_share(part: int, whole: int, share: float) -> None:
    """Within four standard errors: chance alone misses once in 16,000."""
    assert abs(part - share * whole) < 4 * (share * (1 - share) * whole) ** 0.5, (part, whole)


def test_so_many_came_in_reading_and_the_source_alone_says_whether_behind_a_form(ledger):
    read = ledger.content.with_columns(ledger.leads["source", "intent"][ledger.content["lead"]])
    assert_share(read.height, ledger.leads.height, 0.45)
    for source, share in enumerate((0.7, 0.7, 0.7, 0.5, 0.15, 0.3)):
        some = read.filter(source=source)
        gated = some["kind"] == signs.GATED
        assert_share(gated.sum(), some.height, share)
        means = [some.filter(each)["intent"] for each in (gated, ~gated)]
        error = (means[0].var() / len(means[0]) + means[1].var() / len(means[1])) ** 0.5
        assert abs(means[0].mean() - means[1].mean()) < 4 * error


def test_who_reaches_out_again_was_turned_away_and_has_no_deal(ledger):
    first = ledger.second_signs.filter(pl.col("kind") != signs.ANSWER)
    leads = ledger.leads[first["lead"].to_numpy()]
    assert set(leads["fate"]) == {"nurture", "recycled"}
    assert (first["at"] >= leads["decided"] + 1).all()
    assert not set(first["lead"]) & set(ledger.deals["lead"])
    assert set(first["kind"]) == {"Email - inbound", "Document opened"}


def test_a_reply_follows_what_was_asked_and_comes_from_who_had_talked(ledger):
    replies = ledger.second_signs.filter(pl.col("kind") == signs.ANSWER)
    asked = ledger.second_signs.filter(pl.col("kind") != signs.ANSWER)
    both = replies.join(asked, on="lead", suffix="_asked")
    assert both.height == replies.height
    assert (both["at"] > both["at_asked"]).all()
    assert (ledger.leads[both["lead"].to_numpy()]["talked"] < both["at_asked"]).all()
    talked = asked.filter(
        pl.Series(ledger.leads[asked["lead"].to_numpy()]["talked"]) < asked["at"],
        pl.col("at") < ledger.world.days - 30,
    )
    assert_share(talked.join(replies, on="lead", how="semi").height, talked.height, 0.6)


def test_the_longer_the_wait_the_likelier_silence_or_a_competitor(ledger):
    deals = ledger.deals.filter(pl.col("lead") >= 0)
    leads = ledger.leads[deals["lead"].to_numpy()]
    wait = leads["attempted"] - leads["created"]
    grave = deals["loss_reason"].is_in(["Went silent", "Chose a competitor"])
    unhurried = wait.is_infinite()
    assert_share(grave.filter(unhurried).sum(), unhurried.sum(), 0.4)
    assert grave.filter(wait.is_between(8, 30)).mean() > 0.45
    named = ledger.deals.filter(pl.col("competitor") != "")
    assert set(named["loss_reason"]) == {"Chose a competitor"}
    assert named["competitor"].n_unique() == 3


def test_calls_take_as_long_as_they_should_and_mails_say_nothing(ledger):
    kinds = np.array(["Call - connected"] * 4000 + ["Email - outbound"] * 10)
    seconds = signs.call_seconds(ledger.world, kinds)
    minutes = seconds[:4000].astype(float) / 60
    # A gamma of shape 2.5 and scale 5: mean 12.5, standard deviation 7.9.
    assert abs(minutes.mean() - 12.5) < 4 * 7.9 / 4000**0.5
    assert set(seconds[4000:]) == {""}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ledger]:
    small = demo.make_world(7, leads_count=6_000, as_of=demo.AS_OF)
    folder = tmp_path_factory.mktemp("company")
    demo.write(folder, small)
    build.build(folder)
    return folder, small


def asked(company: tuple[Path, Ledger], query: str) -> pl.DataFrame:
    warehouse = answer.open_warehouse(company[0])
    try:
        return warehouse.database.query(query)
    finally:
        warehouse.close()


def test_readers_are_found_again_behind_the_form_or_before_it(company):
    found = asked(company, "select lead_id, is_gated from fct_lead_content")
    content = company[1].content
    told = content.select(
        pl.Series("lead_id", salesforce.ids("Lead", content["lead"].to_numpy())),
        told=pl.col("kind") == signs.GATED,
    )
    both = found.join(told, on="lead_id", how="left")
    assert (both["is_gated"] == both["told"]).all()
    # Two records with one address are one person.
    assert 0.98 < found.height / told.height <= 1


def test_minutes_of_calls_are_found_again_and_mails_have_none(company):
    """On leads without a deal, to the minute."""
    found = asked(
        company,
        "select fct_leads.lead_id, sum(minutes) as minutes, sum(untimed_touches) as untimed "
        "from fct_gate_hours inner join fct_leads using (person_id) "
        "where fct_leads.first_deal_date is null group by fct_leads.lead_id",
    )
    tasks = pl.read_csv(
        company[0] / "exports" / "Task.csv", infer_schema=False, encoding="iso-8859-1"
    ).filter(pl.col("CallType") != "Inbound", pl.col("Type") != "Document opened")
    told = (
        tasks.filter(~pl.col("Type").str.ends_with("inbound"))
        .group_by("WhoId")
        .agg(
            pl.col("CallDurationInSeconds").replace("", "0").cast(pl.Int64).sum() / 60,
            (pl.col("CallDurationInSeconds") == "").sum().alias("mails"),
        )
    )
    both = found.join(told, left_on="lead_id", right_on="WhoId")
    assert both.height > 0.98 * found.height
    exact = (both["minutes"] - both["CallDurationInSeconds"]).abs() < 0.001
    # Where two records are one person, the calls of both are counted.
    assert exact.mean() > 0.98
    assert (both["untimed"] == both["mails"]).mean() > 0.98
    assert both["mails"].sum() > 0


def test_gates_ask_for_as_many_fields_as_the_company_says(company):
    found = asked(company, "select distinct gate, required_fields from fct_verdicts order by gate")
    assert found.rows() == [("MQL", 3), ("SQL", 9)]


def test_reasons_and_competitors_stand_on_lost_deals_alone(company):
    deals = pl.read_csv(
        company[0] / "exports" / "Opportunity.csv", infer_schema=False, encoding="iso-8859-1"
    ).filter(pl.col("Type") == "New Business")
    is_lost = deals["StageName"] == "Closed Lost"
    assert (is_lost == (deals["Loss_Reason__c"].fill_null("") != "")).all()
    has_rival = deals["Competitor__c"].fill_null("") != ""
    assert 0 < has_rival.sum() < is_lost.sum()
    assert not (has_rival & ~is_lost).any()
