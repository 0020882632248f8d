-- One row per first fail verdict of somebody whose account is known, with the accounts of its kind:
-- the same in what makes deals alike, and in having bought from us before the verdict or not.
select
    fct_verdict_spells.record_id,
    fct_verdict_spells.account_id,
    fct_account_kinds.alike
    || case
        when fct_account_kinds.first_won_date < fct_verdict_spells.decided_date then 'customer'
        else 'new'
    end as stratum

from fct_verdict_spells

inner join fct_account_kinds
    on fct_verdict_spells.account_id = fct_account_kinds.account_id
