"""The weekly export of Salesforce: what breaks a naive reader, one test each."""

from __future__ import annotations

import pytest

from dashboard import build, paths
from dashboard.ingest import as_of
from tests.ingest.workspaces import SALESFORCE, Loaded, staged
from tests.layouts.piped import quoted

NONE = "000000000000000AAA"
DEAL_HEAD = (
    "Id|IsDeleted|AccountId|Name|StageName|StageSortOrder|Amount|Probability|CloseDate|IsClosed"
    "|IsWon|OwnerId|CreatedDate|LastModifiedDate|LastStageChangeDate"
)
HISTORY_HEAD = (
    "Id|OpportunityId|CreatedById|CreatedDate|StageName|Amount|CloseDate|Probability"
    "|ForecastCategory|IsDeleted"
)
FIELDS_HEAD = "Id|IsDeleted|OpportunityId|CreatedById|CreatedDate|Field|DataType|OldValue|NewValue"


def deal(
    number: str,
    stage: str = "Talk",
    *,
    order: int = 1,
    amount: str = "",
    close: str = "2026-06-01",
    flags: str = "0|0",
    created: str = "2026-01-01 09:00:00",
    moved: str = "",
) -> str:
    """Write one row of Opportunity.csv."""
    return (
        f"{number}|0|{NONE}|Deal|{stage}|{order}|{amount}|20|{close} 00:00:00|{flags}|005A"
        f"|{created}|2026-03-01 10:00:00|{moved}"
    )


def save(number: int, of: str, at: str, stage: str, amount: str = "", close: str = "") -> str:
    """Write one row of OpportunityHistory.csv."""
    closing = f"{close or '2026-06-01'} 00:00:00"
    return f"008{number:03}|{of}|005A|{at}|{stage}|{amount}|{closing}|20|Pipeline|0"


def facts(loaded: Loaded) -> Loaded:
    """Go on to the canonical tables and the facts."""
    build.unite_tables(loaded.database, loaded.config)
    build.run_layer(loaded.database, paths.queries() / "facts")
    return loaded


def stage_changes(loaded: Loaded) -> list[tuple[object, ...]]:
    return loaded.rows(
        "select opportunity_id, strftime(changed_at, '%m-%d %H:%M:%S'), stage "
        "from stg_salesforce__deal_changes where stage is not null "
        "order by opportunity_id, changed_at"
    )


def test_won_and_lost_are_told_by_flags_whatever_the_stages_are_called(tmp_path):
    deals = quoted(
        DEAL_HEAD,
        deal("006A", "3f2a9c10-77aa", flags="1|1"),
        deal("006B", "Closed Won", flags="1|0"),
        deal("006C", "Angenommen", flags="1|1"),
        deal("006D", "Lost in thought"),
    )
    loaded = staged(tmp_path, SALESFORCE, {"Opportunity.csv": deals})
    assert loaded.rows("select stage, role from stg_salesforce__stages order by 1") == [
        ("3f2a9c10-77aa", "won"),
        ("Angenommen", "won"),
        ("Closed Won", "lost"),
        ("Lost in thought", "open"),
    ]


def test_a_renamed_stage_is_described_by_its_api_name(tmp_path):
    stages = quoted(
        "Id|MasterLabel|ApiName|IsActive|SortOrder|IsClosed|IsWon|DefaultProbability",
        "01JA|Procurement|contractsent|1|7|1|1|100",
        "01JB|Talk|Talk|1|5|0|0|20",
    )
    files = {
        "Opportunity.csv": quoted(DEAL_HEAD, deal("006A", "contractsent"), deal("006B", "Talk")),
        "OpportunityStage.csv": stages,
    }
    assert staged(tmp_path, SALESFORCE, files).rows(
        "select stage, role, rank from stg_salesforce__stages order by 1"
    ) == [("Talk", "open", 1), ("contractsent", "won", None)]


def test_open_stages_are_ranked_though_closed_ones_sort_before_them(tmp_path):
    deals = quoted(
        DEAL_HEAD,
        deal("006A", "Gone", order=1, flags="1|0"),
        deal("006B", "Signed", order=2, flags="1|1"),
        deal("006C", "Offer", order=9),
        deal("006D", "Talk", order=5),
    )
    loaded = staged(tmp_path, SALESFORCE, {"Opportunity.csv": deals})
    assert loaded.rows("select stage, rank from stg_salesforce__stages order by rank, stage") == [
        ("Talk", 1), ("Offer", 2), ("Gone", None), ("Signed", None),
    ]  # fmt: skip


@pytest.mark.parametrize("has_previous", [True, False])
def test_most_saves_are_no_stage_moves(tmp_path, has_previous):
    saves = [
        save(1, "006A", "2026-01-01 09:00:00", "Talk", "100"),
        save(2, "006A", "2026-01-02 09:00:00", "Talk", "200"),
        save(3, "006A", "2026-01-03 09:00:00", "Talk", "200", "2026-07-01"),
        save(4, "006A", "2026-01-04 09:00:00", "Talk", "200", "2026-07-01"),
        save(5, "006A", "2026-01-05 09:00:00", "Offer", "200", "2026-07-01"),
        save(6, "006A", "2026-01-06 09:00:00", "Offer", "300", "2026-07-01"),
        save(7, "006A", "2026-01-07 09:00:00", "Offer", "300", "2026-08-01"),
    ]
    head = HISTORY_HEAD
    if has_previous:
        # Since Winter '21; what it says follows from the row before.
        head += "|PrevAmount|PrevCloseDate"
        saves = [f"{each}|100|2026-06-01 00:00:00" for each in saves]
    files = {
        "Opportunity.csv": quoted(DEAL_HEAD, deal("006A", "Offer")),
        "OpportunityHistory.csv": quoted(head, *saves),
    }
    loaded = staged(tmp_path, SALESFORCE, files)
    assert loaded.rows("select count(*) from raw_salesforce__opportunity_history") == [(7,)]
    assert stage_changes(loaded) == [
        ("006A", "01-01 09:00:00", "Talk"),
        ("006A", "01-05 09:00:00", "Offer"),
    ]
    assert loaded.rows(
        "select count(amount), count(expected_close_date), count(*) "
        "from stg_salesforce__deal_changes"
    ) == [(3, 3, 6)]


def test_a_won_deal_is_dated_by_its_history_and_not_by_its_close_date(tmp_path):
    # The close date lies before the creation, as somebody typed it.
    deals = quoted(DEAL_HEAD, deal("006A", "Signed", flags="1|1", close="2025-11-01"))
    saves = quoted(
        HISTORY_HEAD,
        save(1, "006A", "2026-01-01 09:00:00", "Talk"),
        save(2, "006A", "2026-02-15 09:00:00", "Signed"),
    )
    files = {"Opportunity.csv": deals, "OpportunityHistory.csv": saves}
    assert facts(staged(tmp_path, SALESFORCE, files)).rows(
        "select outcome, closed_date::varchar, is_close_date_editable from fct_deal_outcomes"
    ) == [("won", "2026-02-15", False)]


def test_the_close_date_of_an_open_deal_is_a_forecast_only(tmp_path):
    deals = quoted(DEAL_HEAD, deal("006A", close="2026-01-15"))
    loaded = facts(staged(tmp_path, SALESFORCE, {"Opportunity.csv": deals}))
    assert loaded.rows("select outcome, closed_date from fct_deal_outcomes") == [("open", None)]


def test_the_as_of_time_is_the_latest_recorded_change_and_no_plan(tmp_path):
    files = {
        "Opportunity.csv": quoted(DEAL_HEAD, deal("006A", close="2031-01-01")),
        "Task.csv": quoted(
            "Id|WhoId|Status|ActivityDate|IsClosed|CreatedDate",
            "00TA|003A|Completed|2030-01-01 00:00:00|1|2026-02-01 10:00:00",
        ),
    }
    loaded = staged(tmp_path, SALESFORCE, files)
    build.unite_tables(loaded.database, loaded.config)
    moment = as_of.find(loaded.database, loaded.config)
    assert (moment.at.replace(tzinfo=None).isoformat(), moment.label) == (
        "2026-03-01T10:00:00",
        "latest recorded change",
    )


def test_what_was_before_the_history_began_is_not_made_up(tmp_path):
    files = {
        "Opportunity.csv": quoted(
            DEAL_HEAD,
            deal("006A", "Offer", created="2024-01-01 09:00:00"),
            deal("006B", "Offer", created="2026-01-10 09:00:00"),
        ),
        "OpportunityFieldHistory.csv": quoted(
            FIELDS_HEAD,
            "017A|0|006A|005A|2026-01-05 09:00:00|StageName|Text|Talk|Offer",
            # History of a deal that has no row of its own.
            "017B|0|006Z|005A|2026-01-06 09:00:00|StageName|Text|Talk|Offer",
        ),
    }
    loaded = staged(tmp_path, SALESFORCE, files)
    assert stage_changes(loaded) == [
        ("006A", "01-05 09:00:00", "Offer"),
        ("006B", "01-10 09:00:00", "Offer"),
        ("006Z", "01-06 09:00:00", "Offer"),
    ]
    assert loaded.file("OpportunityFieldHistory.csv", "opportunity_field_history").accepted == 2
    assert facts(loaded).rows("select distinct opportunity_id from fct_deal_stages order by 1") == [
        ("006A",),
        ("006B",),
    ]


def test_types_are_told_from_the_creation_on_once_the_field_is_tracked(tmp_path):
    files = {
        "Opportunity.csv": quoted(
            f"{DEAL_HEAD}|Type",
            f"{deal('006A', 'Offer', created='2026-01-01 09:00:00')}|Upgrade",
            f"{deal('006B', 'Offer', created='2026-01-10 09:00:00')}|Renewal",
            f"{deal('006C', 'Offer', created='2026-01-11 09:00:00')}|New Business",
        ),
        "OpportunityFieldHistory.csv": quoted(
            FIELDS_HEAD,
            "017A|0|006A|005A|2026-01-05 09:00:00|Type|Text|New Business|Upgrade",
            "017B|0|006B|005A|2026-01-15 09:00:00|Type|Text|Upgrade|Renewal",
            "017C|0|006B|005A|2026-01-15 09:00:00|StageName|Text|Talk|Offer",
        ),
    }
    loaded = staged(tmp_path, SALESFORCE, files)
    # 006A began before anybody's type was recorded to change; nobody changed that of 006C
    assert loaded.rows(
        "select opportunity_id, strftime(changed_at, '%m-%d'), type"
        " from stg_salesforce__deal_changes where type is not null order by all"
    ) == [
        ("006A", "01-05", "Upgrade"),
        ("006B", "01-10", "Upgrade"),
        ("006B", "01-15", "Renewal"),
        ("006C", "01-11", "New Business"),
    ]
    assert stage_changes(loaded)[-1] == ("006C", "01-11 09:00:00", "Offer")


def test_a_change_of_a_lookup_is_one_change_although_it_has_two_rows(tmp_path):
    files = {
        "Opportunity.csv": quoted(DEAL_HEAD, deal("006A")),
        "OpportunityFieldHistory.csv": quoted(
            FIELDS_HEAD,
            "017A|0|006A|005A|2026-01-01 09:00:00|created|Text||",
            "017B|0|006A|005A|2026-01-05 09:00:00|Owner|EntityId|005A|005B",
            "017C|0|006A|005A|2026-01-05 09:00:00|Owner|Text|Ann|Ben",
        ),
        "Lead.csv": quoted(
            "Id|IsDeleted|OwnerId|IsConverted|CreatedDate|LastModifiedDate",
            "00QA|0|00GB|0|2026-01-02 10:00:00|2026-01-10 10:00:00",
        ),
        "LeadHistory.csv": quoted(
            "Id|IsDeleted|LeadId|CreatedById|CreatedDate|Field|DataType|OldValue|NewValue",
            "01LA|0|00QA|005A|2026-01-10 10:00:00|Owner|EntityId|00GA|00GB",
            "01LB|0|00QA|005A|2026-01-10 10:00:00|Owner|Text|Marketing queue|Sales queue",
        ),
    }
    gate = '[[gate]]\nname = "SAL"\nstep = "sal"\nfield = "Owner"\npass = ["Sales queue"]\n'
    loaded = staged(tmp_path, SALESFORCE + gate, files)
    assert stage_changes(loaded) == [("006A", "01-01 09:00:00", "Talk")]
    assert loaded.rows("select count(*) from stg_salesforce__deal_changes") == [(1,)]
    assert loaded.rows("select entity_id, verdict from stg_salesforce__gate_decisions") == [
        ("00QA", "pass")
    ]


def test_ids_of_15_and_of_18_characters_join_and_digits_stay_text(tmp_path):
    files = {
        "Opportunity.csv": quoted(
            DEAL_HEAD, deal("0065g00000AbCdEAAV"), deal("006500000000001AAA")
        ),
        "OpportunityHistory.csv": quoted(
            HISTORY_HEAD,
            save(1, "0065g00000AbCdE", "2026-01-01 09:00:00", "Talk"),
            save(2, "006500000000001", "2026-01-01 09:00:00", "Talk"),
        ),
    }
    loaded = staged(tmp_path, SALESFORCE, files)
    assert loaded.rows(
        "select opportunity_id, changes.stage from stg_salesforce__opportunities "
        "inner join stg_salesforce__deal_changes as changes using (opportunity_id) order by 1"
    ) == [("006500000000001AAA", "Talk"), ("0065g00000AbCdEAAV", "Talk")]


def test_repeated_and_deleted_rows_are_counted_and_merges_are_known(tmp_path):
    accounts = quoted(
        "Id|IsDeleted|MasterRecordId|Name|Type|Website|CreatedDate|LastModifiedDate",
        f"001A|0|{NONE}|One|Customer|HTTPS://WWW.One.Example/path|2026-01-01|2026-01-02 00:00:00",
        f"001A|0|{NONE}|One|Customer|HTTPS://WWW.One.Example/path|2026-01-01|2026-01-02 00:00:00",
        f"001A|0|{NONE}|Old|Prospect|old.example|2026-01-01|2026-01-01 00:00:00",
        "001B|1|001A|Two|Customer|two.example|2026-01-01|2026-01-01 00:00:00",
    )
    contacts = quoted(
        "Id|IsDeleted|MasterRecordId|AccountId|LastName|Email|CreatedDate|LastModifiedDate",
        f"003A|0|{NONE}|001A|Lee|Ann.Lee@One.Example|2026-01-01|2026-01-01",
        f"003B|1|003A|{NONE}|Lee||2026-01-01|2026-01-01",
    )
    files = {"Account.csv": accounts, "Contact.csv": contacts}
    loaded = staged(tmp_path, SALESFORCE, files)
    assert loaded.rows(
        "select account_id, account_name, domain, merged_into_id, is_deleted "
        "from stg_salesforce__accounts order by 1"
    ) == [
        ("001A", "One", "one.example", None, False),
        ("001B", "Two", "two.example", "001A", True),
    ]
    file = loaded.file("Account.csv", "accounts")
    assert (file.read, file.accepted, file.reasons) == (
        4, 2, {"duplicate_row": 1, "duplicate_key": 1},
    )  # fmt: skip
    assert loaded.rows(
        "select person_id, account_id, email_domain, merged_into_id, is_deleted "
        "from stg_salesforce__contacts order by 1"
    ) == [
        ("003A", "001A", "one.example", None, False),
        ("003B", None, None, "003A", True),
    ]


def test_history_without_ids_repeats_nothing(tmp_path):
    saves = quoted(
        "OpportunityId|CreatedDate|StageName",
        "006A|2026-01-01 09:00:00|Talk",
        "006A|2026-01-02 09:00:00|Offer",
    )
    files = {
        "Opportunity.csv": quoted(DEAL_HEAD, deal("006A", "Offer")),
        "OpportunityHistory.csv": saves,
    }
    loaded = staged(tmp_path, SALESFORCE, files)
    assert loaded.file("OpportunityHistory.csv", "opportunity_history").accepted == 2


def test_ties_zero_lengths_reopenings_and_moves_after_won_are_kept(tmp_path):
    second = "2026-01-02 09:00:00"
    saves = quoted(
        HISTORY_HEAD,
        save(1, "006A", "2026-01-01 09:00:00", "Talk"),
        # Two moves in one second: one stage lasted no time.
        save(2, "006A", second, "Offer"),
        save(3, "006A", second, "Signed"),
        # Reopened after won, and won again.
        save(4, "006A", "2026-01-03 09:00:00", "Talk"),
        save(5, "006A", "2026-01-04 09:00:00", "Signed"),
        # Born closed.
        save(6, "006B", "2026-01-01 09:00:00", "Signed"),
    )
    deals = quoted(
        DEAL_HEAD, deal("006A", "Signed", flags="1|1"), deal("006B", "Signed", flags="1|1")
    )
    files = {"Opportunity.csv": deals, "OpportunityHistory.csv": saves}
    loaded = staged(tmp_path, SALESFORCE, files)
    assert sorted(stage_changes(loaded)) == [
        ("006A", "01-01 09:00:00", "Talk"),
        ("006A", "01-02 09:00:00", "Offer"),
        ("006A", "01-02 09:00:00", "Signed"),
        ("006A", "01-03 09:00:00", "Talk"),
        ("006A", "01-04 09:00:00", "Signed"),
        ("006B", "01-01 09:00:00", "Signed"),
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_umlauts_nul_bytes_lines_in_texts_and_null_ids_are_read(tmp_path, encoding):
    rows = quoted(
        DEAL_HEAD + "|CurrencyIsoCode|Description|Region__c",
        deal("006A", "Gespräch", amount="10") + "|EUR|line one\nline two|S\0üd",
        deal("006B", "Gespräch") + "|000||",
    )
    toml = (
        '[[dimension]]\nname = "region"\ntable = "opportunities"\ncolumn = "Region__c"\n'
        + SALESFORCE
    )
    loaded = staged(tmp_path, toml, {"Opportunity.csv": rows.encode(encoding)})
    assert loaded.rows(
        "select opportunity_id, account_id, stage, amount, currency, dim_1 "
        "from stg_salesforce__opportunities order by 1"
    ) == [
        ("006A", None, "Gespräch", 10.0, "EUR", "Süd"),
        ("006B", None, "Gespräch", None, None, None),
    ]
    assert loaded.file("Opportunity.csv", "opportunities").status == "accepted"


def test_who_responded_to_a_campaign_has_reached_out(tmp_path):
    members = quoted(
        "Id|IsDeleted|CampaignId|LeadId|ContactId|Status|HasResponded|CreatedDate|LastModifiedDate"
        "|FirstRespondedDate",
        f"00vA|0|701A|00QA|{NONE}|Attended|1|2026-01-01|2026-02-01 09:00:00|2026-01-20 00:00:00",
        f"00vB|0|701A|00QB|{NONE}|Sent|0|2026-01-01|2026-01-01 09:00:00|",
        # Taken back: the member stands as one who did not respond.
        f"00vE|0|701A|00QB|{NONE}|Sent|0|2026-01-01|2026-01-01 09:00:00|2026-01-20 00:00:00",
        f"00vC|1|701A|{NONE}|003A|Attended|1|2026-01-01|2026-01-01 09:00:00|2026-01-20 00:00:00",
        f"00vD|0|701A|{NONE}|003A|Webinar|1|2026-01-01|2026-01-01 09:00:00|2026-01-21 00:00:00",
    )
    toml = SALESFORCE + '[[touch]]\ntype = "Webinar"\nkind = "webinar"\ndirection = "mutual"\n'
    assert staged(tmp_path, toml, {"CampaignMember.csv": members}).rows(
        "select touch_id, lead_id, person_id, kind, direction, at_date::varchar "
        "from stg_salesforce__touches order by 1"
    ) == [
        ("00vA", "00QA", None, "campaign response", "buyer", "2026-01-20"),
        ("00vD", None, "003A", "webinar", "mutual", "2026-01-21"),
    ]


CURRENCIES = quoted(
    "Id|IsoCode|ConversionRate|IsCorporate|LastModifiedDate",
    "01LA|USD|1.0|1|2026-01-01 00:00:00",
    "01LB|EUR|0.8|0|2026-01-01 00:00:00",
    "01LC|GBP|0.5|0|2026-01-01 00:00:00",
    "01LD|JPY|0|0|2026-01-01 00:00:00",
)
DATED = quoted(
    "Id|IsoCode|StartDate|NextStartDate|ConversionRate",
    "04wA|EUR|0001-01-01 00:00:00|2026-02-01 00:00:00|0.8",
    "04wB|EUR|2026-02-01 00:00:00|9999-12-31 00:00:00|1.25",
)
RATES = (
    "select currency, valid_from_date::varchar, round(rate, 6) "
    "from stg_salesforce__exchange_rates order by all"
)


def test_a_rate_is_what_one_of_a_currency_is_worth_and_not_the_other_way_round(tmp_path):
    toml = '[company]\ncurrency = "USD"\n' + SALESFORCE
    # 0.8 euros buy a dollar: a euro is worth 1.25 dollars. A rate of nought is none.
    assert staged(tmp_path, toml, {"CurrencyType.csv": CURRENCIES}).rows(RATES) == [
        ("EUR", "1970-01-01", 1.25),
        ("GBP", "1970-01-01", 2.0),
    ]


def test_dated_rates_hold_from_their_first_day(tmp_path):
    toml = '[company]\ncurrency = "USD"\n' + SALESFORCE
    files = {"CurrencyType.csv": CURRENCIES, "DatedConversionRate.csv": DATED}
    assert staged(tmp_path, toml, files).rows(RATES) == [
        ("EUR", "1970-01-01", 1.25),
        ("EUR", "2026-02-01", 0.8),
        ("GBP", "1970-01-01", 2.0),
        ("GBP", "2026-02-01", 2.0),
    ]


def test_rates_are_turned_where_the_company_counts_in_another_currency(tmp_path):
    toml = '[company]\ncurrency = "EUR"\n' + SALESFORCE
    files = {"CurrencyType.csv": CURRENCIES, "DatedConversionRate.csv": DATED}
    # A dollar is 0.8 euros, then 1.25; a pound is two dollars.
    assert staged(tmp_path, toml, files).rows(RATES) == [
        ("GBP", "1970-01-01", 1.6),
        ("GBP", "2026-02-01", 2.5),
        ("USD", "1970-01-01", 0.8),
        ("USD", "2026-02-01", 1.25),
    ]


def test_a_currency_that_the_export_does_not_rate_gets_no_rate(tmp_path):
    toml = '[company]\ncurrency = "CHF"\n' + SALESFORCE
    assert staged(tmp_path, toml, {"CurrencyType.csv": CURRENCIES}).rows(RATES) == []


def test_amounts_of_two_currencies_meet_at_the_rates_of_the_export(tmp_path):
    rows = quoted(
        DEAL_HEAD + "|CurrencyIsoCode",
        deal("006A", amount="100") + "|EUR",
        deal("006B", amount="100") + "|USD",
    )
    toml = '[company]\ncurrency = "USD"\n' + SALESFORCE
    files = {"Opportunity.csv": rows, "CurrencyType.csv": CURRENCIES}
    assert facts(staged(tmp_path, toml, files)).rows(
        "select opportunity_id, round(amount_at_as_of, 6) from fct_deal_amounts order by 1"
    ) == [("006A", 125.0), ("006B", 100.0)]


def test_metadata_of_field_history_is_not_taken_for_values(tmp_path):
    files = {
        "Opportunity.csv": quoted(DEAL_HEAD, deal("006A")),
        "FieldHistory.csv": quoted("Id|TableEnumOrId|FieldEnumOrId", "737A|Opportunity|Amount"),
        "EntityHistory.csv": quoted("Id|ParentId|FieldName|OldvalString", "017A|a01A|x|y"),
    }
    loaded = staged(tmp_path, SALESFORCE, files)
    read = {each.file for each in loaded.report.files if each.status != "ignored"}
    assert read == {"Opportunity.csv"}
