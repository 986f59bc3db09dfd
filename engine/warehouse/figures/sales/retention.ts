import { columns, ordersUpTo, own, period } from '../common.ts';
import type { Figure } from '../figure.ts';

const cohorts = `${ordersUpTo},
firsts as (select profile_id, min(day) as first from counted group by 1),
placed as (
  select c.profile_id, strftime(f.first, '%Y-%m') as month, c.order_id, c.placed_at, c.revenue,
    date_diff('month', date_trunc('month', f.first), date_trunc('month', c.day)) as later
  from counted c join firsts f using (profile_id) where f.first >= $from::date
)`;

/** Who came back, by the month of the first order. */
export const retention: Figure = {
  key: 'retention',
  group: 'sales',
  title: { en: 'Retention by cohort', es: 'Retención por cohorte' },
  definition: {
    en: 'Customers by the month of their first order of all time, and how many of them ordered again so many months later. Month 0 is the month of the first order. The share is of all customers of the cohort.',
    es: 'Clientes por el mes de su primer pedido, y cuántos volvieron a comprar tantos meses después. El mes 0 es el del primer pedido. La proporción es sobre todos los clientes de la cohorte.',
  },
  parameters: period,
  columns: [
    columns.month,
    own('later', 'count', 'Months later', 'Meses después'),
    columns.customers,
    own('share', 'share', 'Share', 'Proporción'),
    columns.orders,
    columns.revenue,
  ],
  sql: `with ${cohorts},
sizes as (select month, count(distinct profile_id) as size from placed group by 1)
select month, later, count(distinct profile_id) as customers, count(distinct profile_id) / any_value(size) as share,
  count(*) as orders, sum(revenue)::bigint as revenue
from placed join sizes using (month) group by 1, 2 order by 1, 2`,
  rows: {
    sql: `with ${cohorts}
select order_id, profile_id, placed_at, month, later, revenue from placed where $group is null or month = $group order by placed_at`,
  },
  chart: { kind: 'heat', x: 'later', y: 'month', value: 'share' },
};
