-- One row per file and table that it became, those that need a look first.
select
    source_name,
    file,
    table_name,
    status,
    read,
    accepted,
    quarantined,
    reason

from load_files

order by
    case status
        when 'refused' then 1
        when 'quarantined' then 2
        when 'accepted' then 3
        else 4
    end,
    quarantined desc,
    file,
    table_name
