-- One row per row put aside: where it stands, why, and what may be shown of it.
select
    quarantine.file || ', line ' || quarantine.line as place,
    quarantine.table_name as becomes,
    array_to_string(quarantine.reasons, ', ') as reasons,
    array_to_string(
        list_transform(
            quarantine.faults,
            lambda fault: coalesce(fault.heading, fault.column_name, '')
            || coalesce(': ' || fault.value, '')
        ),
        '; '
    ) as what

from quarantine

where
    quarantine.source_name = coalesce($source, quarantine.source_name)
    and quarantine.file = coalesce($file, quarantine.file)
    and quarantine.table_name = coalesce($table_name, quarantine.table_name)
    and ($reason is null or list_contains(quarantine.reasons, $reason))

order by
    quarantine.file,
    quarantine.line
