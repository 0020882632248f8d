-- One row per kind of record that two systems both hold, matched in one way.
with

conflicting as (

    select
        table_name,
        least(source_name, other_source) as one_source,
        greatest(source_name, other_source) as another_source,
        sum(coalesce(differing, 0)) as conflicts
    from link_conflicts
    group by
        table_name,
        one_source,
        another_source

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
        and least(link_report.source_name, link_report.other_source) = conflicting.one_source
        and greatest(link_report.source_name, link_report.other_source)
        = conflicting.another_source

where link_report.source_name <> link_report.other_source

order by
    link_report.table_name,
    link_report.matched desc
