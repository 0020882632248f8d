/*
title = "Turned away, of groups that were won later"
question = "Whom of those we turned away lately may be worth a second look?"
definition = "People turned away in the last 365 days who stand so, with no deal since, and are of the same segment and source family as people who were turned away earlier and of whom more were won within a year than of all who were turned away. A group counts from 30 people with a full year and two wins on. Each row says why it is here: the group, how many of it were won, of how many, the way most of them came back, and when the last was won; groups with the most wins first."
unit = "count"
school = "value-first"
shape = "ledger"
dated_by = "people_now"
records = "leads"
input = "rows"
needs = ["leads.created_at | gate_decisions.decided_at", "gate_decisions.decided_at", "opportunities.created_at"]
other_reading = "Most of every group did not come back, and groups differ by luck too: this is a list to read, no forecast for anybody on it."
next_step = "Read ten with somebody who sells: what did we know of them, and would we say no again?"
caveats = ["All who stand turned away, whatever the period: no period applies.", "What a group did is counted over all data, whoever looks.", "The same person, by ids; colleagues who bought are not counted."]
[sides]
sales = "The few who came back came by themselves, when they were ready. Read some of these {n:count} before anybody calls them all."
marketing = "Others like these {n:count} bought after we had refused them, and nobody has looked at these again."
[finding]
clear = "{n:count} people turned away in the last year are of groups of which more than usual were won later."
luck = "{n:count} people turned away in the last year are of groups of which more than usual were won later."
too_few = "Nobody who stands turned away is of a group of which more than usual were won later."
[estimator]
name = "ledger"
*/
select
    period,
    group_name,
    record_id,
    1 as n,
    alike_won as sort_value,
    lead_id,
    alike,
    alike_won,
    alike_turned_away,
    alike_path_class,
    alike_last_won_date,
    gate,
    fail_kind,
    reason,
    turned_away_date

from chosen_discoveries
