-- One row: the deal of a story, if it is within the reader's limits.
select
    fct_deals.*,
    fct_deal_hand_offs.is_handed_off,
    fct_deal_hand_offs.has_conversation_before

from fct_deals

left join fct_deal_hand_offs
    on fct_deals.opportunity_id = fct_deal_hand_offs.opportunity_id

where
    fct_deals.opportunity_id = $deal_id::varchar
    and ($dim_1::varchar[] is null or list_contains($dim_1::varchar[], fct_deals.dim_1))
    and ($dim_2::varchar[] is null or list_contains($dim_2::varchar[], fct_deals.dim_2))
    and ($dim_3::varchar[] is null or list_contains($dim_3::varchar[], fct_deals.dim_3))
    and ($dim_4::varchar[] is null or list_contains($dim_4::varchar[], fct_deals.dim_4))
    and ($dim_5::varchar[] is null or list_contains($dim_5::varchar[], fct_deals.dim_5))
    and ($dim_6::varchar[] is null or list_contains($dim_6::varchar[], fct_deals.dim_6))
    and ($dim_7::varchar[] is null or list_contains($dim_7::varchar[], fct_deals.dim_7))
    and ($dim_8::varchar[] is null or list_contains($dim_8::varchar[], fct_deals.dim_8))
