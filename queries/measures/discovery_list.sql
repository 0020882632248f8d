/*
title = "Turned away, like somebody we won later"
question = "Whom of those we turned away lately may be worth a second look?"
definition = "People turned away in the last 365 days who stand so, were not ruled out and have no deal since, and are like somebody who was turned away and won within a year of it: the same segment, source family and reason (the kind of no, where none is recorded). A group is left out where such a win was no more frequent than among all who were turned away. Each row says why it is here: the group, how many of it were won, of how many, the way most of them came back, and when the last was won; groups of 30 or more with the highest share first, smaller ones, without a share, last."
unit = "share"
school = "value-first"
shape = "ledger"
dated_by = "people_now"
records = "leads"
input = "rows"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at", "opportunities.created_at"]
other_reading = "Most of every group did not come back, and one win may be luck: this is a list to read, no forecast for anybody on it."
next_step = "Read ten with somebody who sells: what did we know of them, and would we say no again?"
caveats = ["All who stand turned away, whatever the period: no period applies.", "What a group did is counted over all data, whoever looks.", "The same person, by ids; colleagues who bought are not counted.", "The share is that of the group, and no score of the person."]
[sides]
sales = "The few who came back came by themselves, when they were ready. Read some of these {n:count} before anybody calls them all."
marketing = "Somebody like each of these {n:count} bought after we had said no for the same reason, and nobody has looked at these again."
[finding]
clear = "{n:count} people turned away in the last year are like somebody we turned away and won later: same segment, source and reason."
luck = "{n:count} people turned away in the last year are like somebody we turned away and won later: same segment, source and reason."
too_few = "Nobody who stands turned away is like somebody we turned away and won later."
[estimator]
name = "ledger"
*/
select
    period,
    group_name,
    record_id,
    1 as n,
    case when alike_turned_away >= 30 then alike_won * 1.0 / alike_turned_away end as sort_value,
    lead_id,
    alike,
    alike_won,
    alike_turned_away,
    alike_path_class,
    alike_last_won_date,
    sign_count,
    last_sign_date,
    gate,
    fail_kind,
    reason,
    turned_away_date

from chosen_discoveries
