import { columns, ordersInPeriod, own, period } from '../common.ts';
import type { Figure } from '../figure.ts';

const brought = `${ordersInPeriod},
friends as (select advocate_id, friend_id, max_by(state, began_at) as state, bool_or(state in ('qualified', 'rewarded')) as counts, min(began_at) as began from referrals group by 1, 2)`;

/** Who recommends, and what their friends buy. */
export const advocates: Figure = {
  key: 'advocates',
  group: 'loyalty',
  title: { en: 'Advocates', es: 'Prescriptores' },
  definition: {
    en: 'People who brought friends, with how many of them count (qualified or rewarded), and the orders that these friends placed in the period after they were brought.',
    es: 'Personas que trajeron amigos, cuántos de ellos cuentan (calificados o recompensados), y los pedidos que esos amigos hicieron en el periodo después de llegar.',
  },
  parameters: period,
  columns: [
    columns.person,
    own('friends', 'count', 'Friends', 'Amigos'),
    own('qualified', 'count', 'Qualified', 'Calificados'),
    columns.orders,
    columns.revenue,
  ],
  sql: `with ${brought},
sums as (
  select f.advocate_id, count(c.order_id) as orders, coalesce(sum(c.revenue), 0) as revenue
  from friends f join counted c on c.profile_id = f.friend_id and c.placed_at >= f.began group by 1
)
select f.advocate_id as profile_id, count(*) as friends, count(*) filter (where counts) as qualified,
  coalesce(any_value(s.orders), 0) as orders, coalesce(any_value(s.revenue), 0)::bigint as revenue
from friends f left join sums s using (advocate_id) group by 1 order by revenue desc, friends desc, 1`,
  rows: {
    sql: `with ${brought} select advocate_id, friend_id, state, began, order_id, placed_at, revenue
from friends f left join counted c on c.profile_id = f.friend_id and c.placed_at >= f.began
where $group is null or advocate_id = $group order by advocate_id, placed_at`,
  },
  chart: { kind: 'none' },
  scopes: ['personal-data'],
};
