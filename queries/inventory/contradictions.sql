-- One row per kind of contradiction, warnings before notes.
select
    kind,
    title,
    severity,
    mend,
    table_name,
    count(*) as records

from contradictions

group by
    kind,
    title,
    severity,
    mend,
    table_name

order by
    severity = 'note',
    records desc,
    kind
