-- One row per owner of records, and one per user who owns none: deals name owners, histories name
-- users.
with

owner_teams as (

    select
        source_name,
        owner_id,
        team_id
    from raw_hubspot__owner_team
    qualify
        row_number() over (
            partition by source_name, owner_id
            order by coalesce(is_primary, false) desc, team_id
        ) = 1

),

members as (

    select
        raw_hubspot__owner.source_name,
        raw_hubspot__owner.owner_id as user_id,
        coalesce(owner_teams.team_id, raw_hubspot__user.team_id) as team_id,
        raw_hubspot__user.role_id,
        not coalesce(raw_hubspot__owner.is_deleted, false) as is_active
    from raw_hubspot__owner
    left join owner_teams
        on
            raw_hubspot__owner.source_name = owner_teams.source_name
            and raw_hubspot__owner.owner_id = owner_teams.owner_id
    left join raw_hubspot__user
        on
            raw_hubspot__owner.source_name = raw_hubspot__user.source_name
            and raw_hubspot__owner.user_id = raw_hubspot__user.user_id
    union all
    select
        raw_hubspot__user.source_name,
        raw_hubspot__user.user_id,
        raw_hubspot__user.team_id,
        raw_hubspot__user.role_id,
        cast(null as boolean) as is_active
    from raw_hubspot__user
    left join raw_hubspot__owner
        on
            raw_hubspot__user.source_name = raw_hubspot__owner.source_name
            and raw_hubspot__user.user_id = raw_hubspot__owner.owner_id
    where raw_hubspot__owner.owner_id is null

)

select
    members.source_name,
    members.user_id,
    raw_hubspot__role.name as role,
    raw_hubspot__team.name as team,
    members.is_active

from members

left join raw_hubspot__role
    on
        members.source_name = raw_hubspot__role.source_name
        and members.role_id = raw_hubspot__role.role_id

left join raw_hubspot__team
    on
        members.source_name = raw_hubspot__team.source_name
        and members.team_id = raw_hubspot__team.team_id
