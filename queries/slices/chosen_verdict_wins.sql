-- One row per chosen first fail verdict and won deal that came after it, of the same person or of
-- somebody else at the account.
select
    chosen_verdicts.record_id,
    fct_turned_away_wins.opportunity_id,
    fct_turned_away_wins.how,
    fct_turned_away_wins.is_its_own,
    fct_turned_away_wins.amount_at_close,
    fct_turned_away_wins.lag_days,
    fct_turned_away_wins.won_days

from chosen_verdicts

inner join fct_turned_away_wins
    on chosen_verdicts.record_id = fct_turned_away_wins.record_id
