-- One row per activity that was done. What lies after the export's last entry is a plan, and no touch.
with

export_ends as (

    select
        entries.source_name,
        max(entries.entered_at) as ended_at
    from (
        select source_name, changed_at as entered_at
        from raw_pipedrive__deal_change
        union all
        select source_name, modified_at as entered_at
        from raw_pipedrive__deal
        union all
        select source_name, created_at as entered_at
        from raw_pipedrive__activity
        union all
        select source_name, done_at as entered_at
        from raw_pipedrive__activity
    ) as entries
    group by entries.source_name

),

types as (

    select
        source_name,
        type,
        max(kind) as kind
    from raw_pipedrive__activity_type
    group by source_name, type

),

done as (

    select
        raw_pipedrive__activity.source_name,
        raw_pipedrive__activity.touch_id,
        raw_pipedrive__activity.lead_id,
        raw_pipedrive__activity.person_id,
        raw_pipedrive__activity.account_id,
        raw_pipedrive__activity.opportunity_id,
        raw_pipedrive__activity.actor_id,
        raw_pipedrive__activity.type,
        types.kind as type_name,
        coalesce(
            raw_pipedrive__activity.done_at,
            raw_pipedrive__activity.due_at,
            raw_pipedrive__activity.created_at
        ) as happened_at,
        case
            when raw_pipedrive__activity.done_at is not null
                then raw_pipedrive__activity.done_date
            when raw_pipedrive__activity.due_at is not null
                then raw_pipedrive__activity.due_date
            else raw_pipedrive__activity.created_date
        end as happened_date
    from raw_pipedrive__activity
    left join types
        on
            raw_pipedrive__activity.source_name = types.source_name
            and raw_pipedrive__activity.type = types.type
    where
        raw_pipedrive__activity.is_done
        and not coalesce(raw_pipedrive__activity.is_deleted, false)

)

select
    done.source_name,
    done.touch_id,
    done.lead_id,
    done.person_id,
    done.account_id,
    done.opportunity_id,
    done.actor_id,
    coalesce(
        by_type.kind,
        by_name.kind,
        case when done.type in ('meeting', 'lunch') then 'meeting' end,
        done.type_name,
        done.type
    ) as kind,
    coalesce(by_type.type, by_name.type) as export_kind,
    coalesce(by_type.gated, by_name.gated) as is_gated,
    coalesce(
        by_type.direction,
        by_name.direction,
        case when done.type in ('meeting', 'lunch') then 'mutual' else 'seller' end
    ) as direction,
    done.happened_at as at,
    done.happened_date as at_date

from done

left join export_ends
    on done.source_name = export_ends.source_name

left join config_touch_types as by_type
    on done.type = by_type.type

left join config_touch_types as by_name
    on done.type_name = by_name.type

where
    done.happened_at is not null
    and coalesce(done.happened_at <= export_ends.ended_at, true)
