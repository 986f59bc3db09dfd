import { asOf, columns, ordersUpTo, own } from '../common.ts';
import type { Figure } from '../figure.ts';

const grouped = `${ordersUpTo},
people as (
  select p.profile_id, coalesce(case $by when 'stage' then p.stage when 'country' then p.country when 'rfm' then p.rfm_group
    when 'cohort' then strftime(timezone($zone, p.created_at::timestamptz), '%Y-%m') end, '') as "group"
  from profiles p
),
bought as (select profile_id, count(*) as orders, sum(revenue) as revenue, max(day) as last from counted group by 1)`;

/** What customers of each group are worth, and how many are lost. */
export const valueByGroup: Figure = {
  key: 'value-by-group',
  group: 'sales',
  title: { en: 'Customer value and churn by group', es: 'Valor de cliente y abandono por grupo' },
  definition: {
    en: 'Revenue of all time up to the day, of those with an order, by the stage, country, RFM group or month of arrival they have now. A customer is lost when the last order is longer ago than the days given.',
    es: 'Ingresos de siempre hasta la fecha, de quienes tienen algún pedido, por su etapa, país, grupo RFM o mes de llegada actuales. Un cliente está perdido si su último pedido es anterior a los días indicados.',
  },
  parameters: [
    asOf,
    {
      name: 'by',
      type: 'text',
      usual: 'stage',
      choices: ['stage', 'country', 'rfm', 'cohort'],
      title: { en: 'By', es: 'Por' },
    },
    { name: 'days', type: 'integer', usual: 180, title: { en: 'Lost after days', es: 'Perdido tras días' } },
  ],
  columns: [
    columns.group,
    columns.customers,
    columns.orders,
    columns.revenue,
    own('value', 'money', 'Value of a customer', 'Valor por cliente'),
    own('lost', 'share', 'Lost', 'Perdidos'),
  ],
  sql: `with ${grouped}
select "group", count(*) as customers, sum(orders)::bigint as orders, sum(revenue)::bigint as revenue,
  round(avg(revenue))::bigint as value, avg((last < $to::date - $days::integer)::integer) as lost
from people join bought using (profile_id) group by 1 order by revenue desc, 1`,
  rows: {
    sql: `with ${grouped}
select profile_id, "group", orders, revenue, last from people join bought using (profile_id) where $group is null or "group" = $group order by revenue desc, 1`,
  },
  chart: { kind: 'bar', x: 'group', y: ['value'] },
};
