/*
title = "Meetings held before they were booked"
table = "meetings"
severity = "note"
mend = "Map the planned and the held time to the right columns."
*/
select
    meeting_id as record_id,
    'held on ' || held_date || ', booked on ' || booked_date as detail

from meetings

where held_date < booked_date
