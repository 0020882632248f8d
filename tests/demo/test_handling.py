"""How people handled the sample company's records: as its parameters say; nothing else moves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dashboard import answer, build, demo
from dashboard.answer import Warehouse
from dashboard.demo import salesforce
from dashboard.demo.ledger import Ledger

SELLERS, OTHERS = 40, 2
OURS = {
    "leads": ["owner", "stamped_by_hand"],
    "deals": ["accept_due", "colleagues", "loss_reason", "competitor"],
}


def world(leads: int = 60_000, **changes: dict[str, object]) -> Ledger:
    return demo.make_world(7, leads_count=leads, as_of=demo.AS_OF, changes=changes)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return world()


def assert_share(part: int, whole: int, share: float) -> None:
    """Within four standard errors: chance alone misses once in 16,000."""
    assert abs(part - share * whole) < 4 * (share * (1 - share) * whole) ** 0.5, (part, whole)


def test_so_many_deals_began_as_another_type(ledger: Ledger) -> None:
    changes = ledger.type_changes
    assert changes["deal"].is_unique().all()
    assert_share(changes.height, ledger.deals.height, 0.12)
    assert_share(changes.filter(pl.col("old") == "Pilot").height, changes.height, 0.7)
    assert set(changes["old"]) == {"Pilot", "Upsell"}


def test_a_type_is_mended_while_the_deal_lives(ledger: Ledger) -> None:
    lives = ledger.deals[ledger.type_changes["deal"].to_numpy()]
    at = ledger.type_changes["at"]
    assert (at > lives["created"]).all()
    assert (at < lives["closed"]).all()
    assert at.max() < ledger.world.days


def test_so_many_leads_are_with_sales_development(ledger: Ledger) -> None:
    leads = ledger.leads
    handed = leads.filter(pl.col("owner") != pl.col("rep"))
    assert_share(handed.height, leads.height, 0.45)
    assert sorted(handed["owner"].unique()) == list(range(SELLERS + OTHERS, SELLERS + OTHERS + 8))
    for talked in (True, False):
        some = leads.filter(pl.col("talked").is_finite() == talked)
        assert_share(some.filter(pl.col("owner") != pl.col("rep")).height, some.height, 0.45)


def test_so_many_back_stamped_deals_are_ticked_in_one_go(ledger: Ledger) -> None:
    deals = ledger.deals.filter(pl.col("way") == "back_stamped").with_columns(
        ((pl.col("accept_due") - pl.col("stamp_due")) * 12 * 3600).alias("seconds"),
        (pl.col("stamp_due").floor() == (pl.col("stamp_due") + 20 / 720).floor()).alias("is_free"),
    )
    at_once = deals.filter(pl.col("seconds") < 60)
    assert at_once["seconds"].is_between(4, 40).all()
    assert_share(at_once.height, int(deals["is_free"].sum()), 0.5)
    apart = deals.filter(pl.col("seconds") >= 60)["seconds"]
    assert np.allclose(apart, 20 * 60)
    others = ledger.deals.filter(pl.col("way") != "back_stamped")
    assert others["accept_due"].is_infinite().all()


def test_a_tick_in_one_go_stays_on_the_day_of_the_slow_one(ledger: Ledger) -> None:
    """So that which day a gate was passed, and all that follows, is no matter of these draws."""
    slow = world(paperwork={"in_one_go": 0.0})
    assert (slow.deals["accept_due"] != ledger.deals["accept_due"]).any()
    assert (slow.deals["accept_due"].floor() == ledger.deals["accept_due"].floor()).all()


def test_deals_that_get_going_name_more_people(ledger: Ledger) -> None:
    deals = ledger.deals
    assert (deals.filter(pl.col("way") == "unlinked")["colleagues"] == 0).all()
    known = deals.filter(pl.col("way") != "unlinked")
    moved = known["stage"] != known["first_stage"]
    means = [known.filter(which)["colleagues"].mean() for which in (moved, ~moved)]
    assert means[0] > means[1]
    assert 0.4 < known["colleagues"].mean() < 1.0


def test_nothing_else_moves_when_people_handle_records_otherwise(ledger: Ledger) -> None:
    other = world(
        type_changes={"share": 0.9},
        sales_development={"leads_share": 0.1, "count": 3},
        paperwork={"in_one_go": 1.0, "stamped_by_hand": 0.9},
        buyer_people={"more": 4.0, "more_slow": 3.0},
        content={"read": 0.9},
        second_signs={"share": 0.9},
        losses={"per_day": 0.5},
    )
    assert other.content.height > 1.5 * ledger.content.height
    assert other.second_signs.height > 5 * ledger.second_signs.height
    assert other.type_changes.height > 5 * ledger.type_changes.height
    for name in (
        "leads deals customer_deals moves bulk_moves pushes lead_touches deal_touches"
    ).split():
        before, after = getattr(ledger, name), getattr(other, name)
        ours = OURS.get(name, [])
        assert after.drop(ours).equals(before.drop(ours)), name
        assert all((before[each] != after[each]).any() for each in ours)
    assert other.company_names == ledger.company_names


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ledger]:
    small = world(6_000)
    folder = tmp_path_factory.mktemp("company")
    demo.write(folder, small)
    build.build(folder)
    return folder, small


def asked(company: tuple[Path, Ledger], query: str) -> pl.DataFrame:
    """Return the ledger's deals beside what the warehouse says of them."""
    folder, ledger = company
    warehouse: Warehouse = answer.open_warehouse(folder)
    try:
        found = warehouse.database.query(query)
    finally:
        warehouse.close()
    numbers = np.arange(ledger.deals.height)
    return ledger.deals.with_columns(
        pl.Series("deal", numbers),
        pl.Series("opportunity_id", salesforce.ids("Opportunity", numbers)),
    ).join(found, on="opportunity_id", maintain_order="left")


def test_every_mended_type_is_found_again(company: tuple[Path, Ledger]) -> None:
    found = asked(company, "select * from fct_deal_types")
    changes = company[1].type_changes
    # Whether the field was tracked before its first recorded change, nobody knows.
    told = changes.filter(company[1].deals["created"][changes["deal"]] >= changes["at"].min())
    assert told.height > 0.9 * changes.height
    assert set(found.filter(pl.col("type_changes") == 1)["deal"]) == set(told["deal"])
    mended = found.join(told, on="deal")
    assert (mended["first_type"] == mended["old"]).all()
    assert (found.filter(pl.col("last_type") != "New Business")).is_empty()


def test_every_hand_off_is_found_again(company: tuple[Path, Ledger]) -> None:
    found = asked(company, "select * from fct_deal_hand_offs").filter(pl.col("lead") >= 0)
    leads = company[1].leads[found["lead"].to_numpy()]
    assert ((leads["owner"] != leads["rep"]) == found["is_handed_off"]).all()
    talks = found.filter("is_handed_off")["has_conversation_before"]
    assert 0 < talks.sum() < len(talks)


def test_every_tick_in_one_go_is_found_again(company: tuple[Path, Ledger]) -> None:
    found = asked(company, "select * from fct_deal_stamps where gates_stamped = 2")
    stamped = found.filter(pl.col("path_class") == "back_stamped")
    assert stamped.height > 5
    quick = (stamped["accept_due"] - stamped["stamp_due"]) * 12 * 60 < 1
    assert (quick == stamped["is_stamped_in_one_minute"]).all()
    by_hand = found.filter(pl.col("path_class") == "in_flow")
    assert by_hand.height > stamped.height
    assert not by_hand["is_stamped_in_one_minute"].any()


def test_every_colleague_is_found_again(company: tuple[Path, Ledger]) -> None:
    found = asked(company, "select opportunity_id, people from fct_deal_depth")
    named = found["colleagues"] + (found["way"] != "unlinked")
    # Two of one company may share an address, and are one person then.
    assert (found["people"] <= named).all()
    assert (found["people"] == named).mean() > 0.98


def test_titles_tell_sellers_from_sales_development(company: tuple[Path, Ledger]) -> None:
    users = pl.read_csv(
        company[0] / "exports" / "User.csv", infer_schema=False, encoding="iso-8859-1"
    )
    titles = dict(users["Title"].value_counts().iter_rows())
    assert titles["Account Executive"] == SELLERS
    assert titles["Sales Development"] == 8
