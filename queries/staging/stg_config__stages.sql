-- One row per pipeline and stage that the config declares.
select
    'config' as source_name,
    pipeline,
    stage,
    role,
    rank,
    probability

from config_stages
