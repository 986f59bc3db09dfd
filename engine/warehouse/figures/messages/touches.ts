import { ordersInPeriod } from '../common.ts';
import type { FigureParameter } from '../figure.ts';

/** Which messages count as having led to an order. */
export const touchKind: FigureParameter = {
  name: 'touch',
  type: 'text',
  usual: 'sent',
  choices: ['sent', 'clicked'],
  title: { en: 'Messages that were', es: 'Mensajes' },
};

/**
 * Orders of the period with the marketing messages that their customer got, or clicked, within `$days` before: one row each,
 * numbered from the first (`place`) and from the last (`back`).
 */
export const touches = `${ordersInPeriod},
reached as (
  select profile_id, journey, channel, message_id, case $touch when 'clicked' then clicked_at else accepted_at end as touched_at
  from messages where class = 'marketing' and accepted_at is not null
),
touches as (
  select c.order_id, c.revenue, c.placed_at, r.journey, r.channel, r.message_id, r.touched_at,
    row_number() over (partition by c.order_id order by r.touched_at, r.message_id) as place,
    row_number() over (partition by c.order_id order by r.touched_at desc, r.message_id desc) as back,
    count(*) over (partition by c.order_id) as touched
  from counted c join reached r on r.profile_id = c.profile_id
    and r.touched_at <= c.placed_at and r.touched_at >= c.placed_at - to_days($days::integer)
)`;
