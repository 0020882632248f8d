/*
title = "Content behind a form, and open content"
question = "What follows content behind a form, and what follows open content?"
definition = "People by their first piece of content in the period, moved back by 365 days: open, or behind a form. What followed: a two-way talk within 30 days; a deal, and a deal won, within the days the gate is judged by. Open less gated, had those of gated content the same mix of segment, source family, hand raised by then, and quarter as those of open content (direct standardisation). Who talked with us or had a deal before it is left out, and who is too young for an outcome is left out of it."
unit = "points"
school = "value-first"
shape = "range"
better = "neither"
dated_by = "content"
records = "leads"
input = "records"
keys = ["outcome", "statistic"]
numerator = "people for whom it followed"
denominator = "people of both kinds of content who are old enough for it"
period_shift_months = -12
needs = ["leads.created_at", "touches.is_gated"]
caveats = ["Who read open content and never said who they are is in no record: those of open content we know came back and told us, so their shares are high for that reason too.", "Compared where at least four groups of like people hold both kinds, with at least 80 in 100 of those of open content.", "A person counts once, by the first piece of content."]
grade = "adjusted"
other_reading = "Raw, {talk_share_open.value:in100} in 100 talk after open content and {talk_share_gated.value:in100} after gated. People choose what they read; the form need not be why."
next_step = "Open one piece that is behind a form for a month, and count who asks for a talk."
[sides]
sales = "A form gives us a name to call, {talk_share_gated.n:count} of them here; open content leaves us to guess who read it."
marketing = "A form counts names, not interest: of {talk_share_gated.n:count} who filled one in, {talk_share_gated.events:count} talked with us within 30 days."
[finding]
clear = "Like with like, {talk_like_for_like.value:more} in 100 talk with us within 30 days of open content than of gated ({talk_like_for_like.details[range]}); raw {talk_share_open.value:in100} against {talk_share_gated.value:in100}."
luck = "Like with like, {talk_like_for_like.value:more} in 100 talk with us within 30 days of open content than of gated ({talk_like_for_like.details[range]}): could be luck."
too_few = "Too few to compare: {talk_share_open.events:count} of {talk_share_open.n:count} talked with us within 30 days of open content, {talk_share_gated.events:count} of {talk_share_gated.n:count} of gated."
withheld = "Not compared: {talk_like_for_like.details[share_comparable]:in100} in 100 of those of open content have their like, in {talk_like_for_like.details[strata]} groups."
against_zero = "talk_like_for_like"
[estimator]
name = "like_for_like"
[estimator.arguments]
first = "open"
second = "gated"
outcomes = ["talk", "deal", "won"]
about = "Those who took open content"
same = ["source", "hand raised by then", "quarter"]
*/
select
    period,
    group_name,
    record_id,
    cluster_id,
    1 as n,
    stratum,
    arm,
    is_talk,
    is_deal,
    is_won

from chosen_lead_content
