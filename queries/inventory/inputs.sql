-- One row per file that a build read or passed over, with the hash of its content.
select
    source_name,
    file,
    status,
    max(read) as rows,
    max(bytes) as bytes,
    max(content) as content

from load_files

group by
    source_name,
    file,
    status

order by
    source_name,
    file,
    status
