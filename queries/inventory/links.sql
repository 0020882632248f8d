-- One row per kind of record that two systems both hold, matched in one way.
with

conflicting as (

    select
        table_name,
        source_name,
        other_source,
        sum(coalesce(differing, 0)) as conflicts
    from link_conflicts
    group by
        table_name,
        source_name,
        other_source

)

select
    link_report.table_name,
    link_report.source_name,
    link_report.other_source,
    link_report.how,
    link_report.strength,
    link_report.matched,
    link_report.only_here,
    link_report.only_there,
    coalesce(conflicting.conflicts, 0) as conflicts

from link_report

left join conflicting
    on
        link_report.table_name = conflicting.table_name
        and link_report.source_name = conflicting.source_name
        and link_report.other_source = conflicting.other_source

where link_report.source_name <> link_report.other_source

order by
    link_report.table_name,
    link_report.matched desc
