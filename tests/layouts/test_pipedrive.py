"""Pipedrive: a deal put together from its change log, and the objects that loaders write."""

from __future__ import annotations

import pytest

from dashboard import build, paths
from dashboard.ingest import contradictions, layouts
from tests.ingest.workspaces import load_here, staged

LOG = '[[source]]\nname = "pipedrive"\nlayout = "pipedrive_changes"\n'
LOADED = '[[source]]\nname = "pipedrive"\nlayout = "pipedrive"\n'

# Deal 1 is lost in its second stage, 2 was added twice and went on after it was lost, 3 is won and
# worth something, 4 was never seen being added.
CHANGES = """deal_id,change_time,changed_field_key,new_value
1,2026-01-01 10:00:00,add_time,2026-01-01T10:00:00
1,2026-01-01 10:00:00,user_id,7
1,2026-01-02 10:00:00,stage_id,9
1,2026-01-03 10:00:00,user_id,8
1,2026-01-04 10:00:00,stage_id,10
1,2026-01-09 10:00:00,lost_reason,2
2,2026-01-02 10:00:00,add_time,2026-01-02T10:00:00
2,2026-01-02 11:00:00,stage_id,9
2,2026-01-03 10:00:00,lost_reason,1
2,2026-01-05 10:00:00,add_time,2026-01-05T10:00:00
2,2026-01-06 10:00:00,stage_id,10
3,2026-01-02 10:00:00,add_time,2026-01-02T10:00:00
3,2026-01-02 10:00:00,value,1500.50
3,2026-01-02 10:00:00,currency,EUR
3,2026-01-02 10:00:00,expected_close_date,2026-02-28
3,2026-01-02 10:00:00,stage_id,12
3,2026-01-08 10:00:00,won_time,2026-01-08 10:00:00
4,2026-01-08 10:00:00,stage_id,10
"""
STAGES = "stage_id,stage_name\n10,Proposal\n9,Qualified\n"
FIELDS = (
    "ID,FIELD_KEY,NAME,FIELD_VALUE_OPTIONS\n1,user_id,Owner,\n"
    '2,lost_reason,Reason,"[{""id"": ""1"", ""label"": ""Too dear, today""}, '
    '{""id"": 2, ""label"": ""No answer""}]"\n'
)
# Activity 1 stands twice, 3 was not done, 4 belongs to no deal, 5 lies after the last entry.
ACTIVITIES = """activity_id,type,assigned_to_user,deal_id,done,due_to
1,meeting,7,1,True,2026-01-03T09:00:00
1,meeting,7,1,True,2026-01-03T08:00:00
2,sc_2,7,1,True,2026-01-04T09:00:00
3,sc_2,7,1,False,2026-01-04T09:00:00
4,follow_up,7,99,True,2026-01-05T09:00:00
5,sc_2,7,1,True,2026-03-05T09:00:00
"""
TYPES = "id,name,active,type\n1,Demo,Yes,meeting\n2,Second call,Yes,sc_2\n"
USERS = (
    "id,name,email,modified\n7,Ann Planted,ann@example.com,2026-01-01 10:00:00\n8,Ben,b@x.org,\n"
)
EXPORT = {
    "deal_changes.csv": CHANGES,
    "stages.csv": STAGES,
    "fields.csv": FIELDS,
    "activity.csv": ACTIVITIES,
    "activity_types.csv": TYPES,
    "users.csv": USERS,
}


def deals(loaded, columns):
    return loaded.rows(
        f"select opportunity_id, {columns} from stg_pipedrive__opportunities order by 1"
    )


def moves(loaded):
    return loaded.rows(
        "select opportunity_id, strftime(changed_at, '%m-%d'), stage "
        "from stg_pipedrive__deal_changes where stage is not null "
        "order by opportunity_id, changed_at, file_row"
    )


def test_a_deal_is_what_the_log_says_of_it(tmp_path):
    loaded = staged(tmp_path, LOG, EXPORT)
    assert deals(
        loaded,
        "owner_id, stage, outcome, loss_reason, strftime(created_at, '%m-%d'), "
        "strftime(closed_at, '%m-%d'), amount, currency, expected_close_date::varchar",
    ) == [
        ("1", "8", "lost", "lost", "No answer", "01-01", "01-09", None, None, None),
        ("2", None, "Proposal", "open", None, "01-02", None, None, None, None),
        ("3", None, "won", "won", None, "01-02", "01-08", 1500.5, "EUR", "2026-02-28"),
    ]


def test_a_deal_added_twice_counts_once_from_the_first_time_on(tmp_path):
    loaded = staged(tmp_path, LOG, EXPORT)
    assert deals(loaded, "strftime(created_at, '%m-%d')")[1] == ("2", "01-02")
    build.unite_tables(loaded.database, loaded.config)
    contradictions.write(loaded.database)
    assert loaded.rows(
        "select record_id, detail from contradictions where kind = 'deal_added_twice'"
    ) == [("2", "added on 2026-01-02 and again on 2026-01-05")]


def test_a_code_of_a_reason_without_a_label_stays_a_code(tmp_path):
    loaded = staged(tmp_path, LOG, {"deal_changes.csv": CHANGES, "stages.csv": STAGES})
    assert deals(loaded, "loss_reason")[0] == ("1", "2")


def test_a_label_may_hold_a_comma(tmp_path):
    log = CHANGES.replace("lost_reason,2", "lost_reason,1")
    loaded = staged(tmp_path, LOG, EXPORT | {"deal_changes.csv": log})
    assert deals(loaded, "loss_reason")[0] == ("1", "Too dear, today")


def test_won_and_lost_stand_beside_the_stages_and_a_deal_may_come_back(tmp_path):
    assert moves(staged(tmp_path, LOG, EXPORT)) == [
        ("1", "01-02", "Qualified"),
        ("1", "01-04", "Proposal"),
        ("1", "01-09", "lost"),
        ("2", "01-02", "Qualified"),
        ("2", "01-03", "lost"),
        ("2", "01-06", "Proposal"),
        # A stage that the file of stages does not know keeps its id.
        ("3", "01-02", "12"),
        ("3", "01-08", "won"),
        # Nobody saw deal 4 being added: its history is kept, and it is no deal.
        ("4", "01-08", "Proposal"),
    ]


def test_stages_stand_in_the_order_of_numbers_and_not_of_texts(tmp_path):
    order = "select stage, role, rank from stg_pipedrive__stages order by rank nulls last, stage"
    ends = [("lost", "lost", None), ("won", "won", None)]
    by_id = staged(tmp_path / "a", LOG, EXPORT)
    assert by_id.rows(order) == [("Qualified", "open", 1), ("Proposal", "open", 2), *ends]
    numbered = "id,name,order_nr\n1,Last,10\n2,First,2\n3,Middle,9\n"
    by_number = staged(tmp_path / "b", LOG, EXPORT | {"stages.csv": numbered})
    assert by_number.rows(order) == [
        ("First", "open", 1), ("Middle", "open", 2), ("Last", "open", 3), *ends,
    ]  # fmt: skip


def test_the_config_declares_a_stage_before_the_export(tmp_path):
    toml = LOG + '[[stage]]\nstage = "Proposal"\nrole = "parked"\n'
    loaded = staged(tmp_path, toml, EXPORT)
    assert loaded.rows("select stage from stg_pipedrive__stages where role = 'open'") == [
        ("Qualified",)
    ]


def test_touches_are_activities_that_were_done(tmp_path):
    toml = LOG + '[[touch]]\ntype = "Second call"\nkind = "call"\ndirection = "mutual"\n'
    loaded = staged(tmp_path, toml, EXPORT)
    touches = (
        "select touch_id, opportunity_id, actor_id, kind, direction, strftime(t.at, '%m-%d %H') "
        "from stg_pipedrive__touches t order by 1"
    )
    assert loaded.rows(touches) == [
        ("1", "1", "7", "meeting", "mutual", "01-03 09"),
        ("2", "1", "7", "call", "mutual", "01-04 09"),
        ("4", "99", "7", "follow_up", "seller", "01-05 09"),
    ]
    file = loaded.file("activity.csv", "activity")
    assert (file.read, file.accepted, file.reasons) == (6, 5, {"duplicate_key": 1})
    assert loaded.rows("select line from quarantine") == [(3,)]


def test_users_are_known_without_their_names(tmp_path):
    loaded = staged(tmp_path, LOG, EXPORT)
    assert loaded.rows("select user_id from stg_pipedrive__users order by 1") == [("7",), ("8",)]
    for name in loaded.database.tables():
        assert "Planted" not in str(loaded.rows(f'select * from "{name}"')), name


# What Singer and Airbyte load: objects within a deal, states beside stages, several pipelines.
PERSON = '"{""name"": ""Cy Planted"", ""email"": [{""value"": ""cy@planted.org""}], ""value"": 31}"'
OWNER = '"{""id"": 7, ""name"": ""Ann Planted"", ""email"": ""ann@planted.org"", ""value"": 7}"'
ORGANISATION = '"{""name"": ""Acme"", ""owner_id"": 7, ""value"": 12}"'
DEALS = f"""id,user_id,person_id,org_id,stage_id,title,value,currency,add_time,update_time,\
status,won_time,lost_time,lost_reason,pipeline_id,expected_close_date,stage_order_nr
1,{OWNER},{PERSON},{ORGANISATION},2,Planted deal,900,EUR,2026-01-02 09:00:00,2026-01-09 09:00:00,\
won,2026-01-09 09:00:00,,,1,2026-01-31,10
2,8,,,5,x,0,EUR,2026-01-03 09:00:00,2026-01-08 09:00:00,lost,,2026-01-08 09:00:00,Budget,2,,1
3,8,,,1,x,50,USD,2026-01-04 09:00:00,2026-01-05 09:00:00,open,,,,1,,9
4,8,,,1,x,50,USD,2026-01-04 09:00:00,2026-01-06 09:00:00,deleted,,,,1,,9
"""
FLOW = """id,item_id,user_id,field_key,old_value,new_value,is_bulk_update_flag,log_time,source
1,1,7,add_time,,2026-01-02 09:00:00,false,2026-01-02 09:00:00,app
2,1,7,stage_id,1,2,false,2026-01-04 09:00:00,app
3,1,7,status,open,lost,false,2026-01-05 09:00:00,app
4,1,7,status,lost,open,false,2026-01-06 09:00:00,app
5,1,7,value,500,900,false,2026-01-07 09:00:00,app
6,1,7,status,open,won,false,2026-01-09 09:00:00,app
7,2,8,status,open,lost,false,2026-01-08 09:00:00,app
8,2,8,lost_reason,,Budget,false,2026-01-08 09:00:00,app
"""
PIPELINES = "id,name,order_nr\n1,New business,1\n2,Renewals,2\n"
API_STAGES = (
    "id,order_nr,name,pipeline_id,deal_probability\n1,9,Talk,1,20\n2,10,Offer,1,60\n5,1,Talk,2,50\n"
)
API = {
    "deals.csv": DEALS,
    "dealflow.csv": FLOW,
    "stages.csv": API_STAGES,
    "pipelines.csv": PIPELINES,
    "persons.csv": "id,name,org_id,primary_email,add_time,update_time\n"
    "31,Cy Planted,12,cy@planted.org,2026-01-01 09:00:00,2026-01-01 09:00:00\n",
    "organizations.csv": "id,name,add_time,update_time\n12,Acme,2026-01-01 09:00:00,\n",
    "leads.csv": "id,person_id,organization_id,source_name,add_time,update_time\n"
    "a-1,31,12,Webforms,2026-01-01 08:00:00,2026-01-01 09:00:00\n",
}


def test_a_loaded_deal_has_a_state_beside_its_stage(tmp_path):
    loaded = staged(tmp_path, LOADED, API)
    assert deals(
        loaded,
        "owner_id, account_id, pipeline, stage, outcome, loss_reason, amount, "
        "strftime(closed_at, '%m-%d'), is_deleted",
    ) == [
        ("1", "7", "12", "New business", "won", "won", None, 900.0, "01-09", False),
        ("2", "8", None, "Renewals", "lost", "lost", "Budget", 0.0, "01-08", False),
        ("3", "8", None, "New business", "Talk", "open", None, 50.0, None, False),
        ("4", "8", None, "New business", "Talk", None, None, 50.0, None, True),
    ]


def test_the_flow_of_a_deal_starts_with_the_stage_it_was_created_in(tmp_path):
    assert moves(staged(tmp_path, LOADED, API)) == [
        ("1", "01-02", "Talk"),
        ("1", "01-04", "Offer"),
        ("1", "01-05", "lost"),
        ("1", "01-06", "Offer"),
        ("1", "01-09", "won"),
        ("2", "01-03", "Talk"),
        ("2", "01-08", "lost"),
        ("3", "01-04", "Talk"),
        ("4", "01-04", "Talk"),
    ]


def test_a_change_of_the_amount_is_a_change_without_a_stage(tmp_path):
    assert staged(tmp_path, LOADED, API).rows(
        "select opportunity_id, amount, actor_id from stg_pipedrive__deal_changes "
        "where amount is not null"
    ) == [("1", 900.0, "7")]


def test_stages_of_one_name_belong_to_their_pipelines(tmp_path):
    assert staged(tmp_path, LOADED, API).rows(
        "select pipeline, stage, rank from stg_pipedrive__stages where role = 'open' order by all"
    ) == [("New business", "Offer", 2), ("New business", "Talk", 1), ("Renewals", "Talk", 1)]


def test_of_persons_within_a_deal_only_the_id_is_read(tmp_path):
    loaded = staged(tmp_path, LOADED, API)
    assert loaded.rows(
        "select opportunity_id, person_id from stg_pipedrive__opportunity_contacts"
    ) == [("1", "31")]
    assert loaded.rows("select person_id, email_domain from stg_pipedrive__contacts") == [
        ("31", "planted.org")
    ]
    assert loaded.rows("select account_name from stg_pipedrive__accounts") == [("Acme",)]
    assert loaded.rows("select lead_id, person_id, source from stg_pipedrive__leads") == [
        ("a-1", "31", "Webforms")
    ]
    for name in loaded.database.tables():
        text = str(loaded.rows(f'select * from "{name}"'))
        assert "Planted" not in text, name
        assert "@planted" not in text, name


def test_each_form_is_recognised_by_its_own_file(tmp_path):
    staged(tmp_path / "log", LOG, EXPORT)
    staged(tmp_path / "api", LOADED, API)
    assert layouts.recognise(tmp_path / "log" / "exports") == ["pipedrive_changes"]
    assert layouts.recognise(tmp_path / "api" / "exports") == ["pipedrive"]


@pytest.fixture(scope="module")
def take_home(shared, tmp_path_factory):
    workspace = tmp_path_factory.mktemp("pipedrive")
    (workspace / "exports").symlink_to(shared / "data" / "pipedrive")
    (workspace / "gatecost.toml").write_text(LOG, encoding="utf-8")
    loaded = load_here(workspace)
    build.run_layer(loaded.database, paths.queries() / "staging")
    return loaded


@pytest.mark.real
def test_the_real_log_has_all_its_changes(take_home):
    assert take_home.rows(
        "select field_name, count(*), count(distinct opportunity_id) "
        "from raw_pipedrive__deal_change group by 1 order by 1"
    ) == [
        ("add_time", 2000, 1995), ("lost_reason", 2000, 1995),
        ("stage_id", 8906, 1995), ("user_id", 2500, 1995),
    ]  # fmt: skip


@pytest.mark.real
def test_the_real_deals_count_once_and_are_all_lost(take_home):
    assert take_home.rows(
        "select outcome, count(*), count(distinct opportunity_id), count(loss_reason) "
        "from stg_pipedrive__opportunities group by 1"
    ) == [("lost", 1995, 1995, 1995)]
    # Per row of the log: five deals were lost twice.
    assert take_home.rows(
        "select new_value, count(*) from raw_pipedrive__deal_change "
        "where field_name = 'lost_reason' group by 1 order by 1"
    ) == [("1", 382), ("2", 401), ("3", 423), ("4", 417), ("5", 377)]
    assert take_home.rows(
        "select count(*) from (select opportunity_id from raw_pipedrive__deal_change "
        "where field_name = 'add_time' group by 1 having count(*) > 1)"
    ) == [(5,)]


@pytest.mark.real
def test_the_real_stages_have_the_rows_of_the_truth(take_home):
    assert take_home.rows(
        "select stages.rank, changes.stage, count(*), count(distinct opportunity_id) "
        "from stg_pipedrive__deal_changes as changes "
        "inner join stg_pipedrive__stages as stages on changes.stage = stages.stage "
        "where stages.role = 'open' group by 1, 2 order by 1"
    ) == [
        (1, "Lead Generation", 2000, 1995),
        (2, "Qualified lead", 1483, 1479),
        (3, "Needs Assessment", 1308, 1305),
        (4, "Proposal/Quote Preparation", 1087, 1086),
        (5, "Negotiation", 895, 894),
        (6, "Closing", 741, 741),
        (7, "Implementation/Onboarding", 588, 588),
        (8, "Follow-up/Customer Success", 479, 479),
        (9, "Renewal/Expansion", 325, 324),
    ]


@pytest.mark.real
def test_the_real_activities_are_kept_though_eight_deals_match(take_home):
    file = take_home.file("activity.csv", "activity")
    assert (file.read, file.accepted, file.reasons) == (4579, 4568, {"duplicate_key": 11})
    assert take_home.rows(
        "select count(distinct opportunity_id) from raw_pipedrive__activity "
        "where opportunity_id in (select opportunity_id from stg_pipedrive__opportunities)"
    ) == [(8,)]
    assert take_home.rows(
        "select count(*) from raw_pipedrive__activity where is_done"
    ) == take_home.rows("select count(*) from stg_pipedrive__touches")
