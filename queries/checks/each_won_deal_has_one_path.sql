-- Where gate decisions are known each deal has exactly one path class of the closed list.
select
    opportunity_id,
    path_class
from fct_deals
where
    (select count(*) from fct_verdicts) > 0
    and (
        path_class is null
        or path_class not in (
            'in_flow',
            'returned',
            'skipped',
            'rejected_before',
            'back_stamped',
            'bypassed',
            'unlinked'
        )
    )
