-- One row per chosen first fail verdict of somebody whose account is known, with the accounts of its
-- kind.
select
    chosen_verdicts.record_id,
    fct_verdict_accounts.account_id,
    fct_verdict_accounts.stratum

from chosen_verdicts

inner join fct_verdict_accounts
    on chosen_verdicts.record_id = fct_verdict_accounts.record_id
