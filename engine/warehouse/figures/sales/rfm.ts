import { asOf, columns, isUpTo, own } from '../common.ts';
import type { Figure } from '../figure.ts';

/** Quintiles of recency and frequency among the customers up to a day; 5 is best. */
const gridAt = (name: string, day: string): string => `${name} as (
  select profile_id, orders, last, revenue,
    ntile(5) over (order by last, profile_id) as recency,
    ntile(5) over (order by orders, revenue, profile_id) as frequency
  from (
    select profile_id, count(*) as orders, max(placed_at) as last, sum(revenue) as revenue
    from orders where is_counted and currency = $currency and ${isUpTo('placed_at', day)} group by 1
  )
)`;
/** The group of two quintiles. */
const groupOf = (recency: string, frequency: string): string => `case
  when ${recency} is null then 'none'
  when ${recency} >= 4 and ${frequency} >= 4 then 'champions'
  when ${recency} >= 4 and ${frequency} <= 2 then 'new'
  when ${recency} >= 3 then 'loyal'
  when ${frequency} >= 4 then 'at-risk'
  else 'hibernating' end`;

const how = {
  en: 'Customers up to the day are cut into five parts of the same size by their last order (recency) and by the number of orders, then revenue (frequency); 5 is best.',
  es: 'Los clientes hasta la fecha se dividen en cinco partes iguales por su último pedido (recencia) y por el número de pedidos y los ingresos (frecuencia); 5 es lo mejor.',
};
const recency = own('recency', 'count', 'Recency', 'Recencia');
const frequency = own('frequency', 'count', 'Frequency', 'Frecuencia');

/** How many customers are in each field of the grid. */
export const rfmGrid: Figure = {
  key: 'rfm-grid',
  group: 'sales',
  title: { en: 'RFM grid', es: 'Matriz RFM' },
  definition: how,
  parameters: [asOf],
  columns: [recency, frequency, columns.customers, columns.orders, columns.revenue],
  sql: `with ${gridAt('grid', '$to::date')}
select recency, frequency, count(*) as customers, sum(orders)::bigint as orders, sum(revenue)::bigint as revenue
from grid group by 1, 2 order by 1, 2`,
  rows: {
    sql: `with ${gridAt('grid', '$to::date')}
select profile_id, recency, frequency, orders, last, revenue from grid
where $group is null or recency = try_cast($group as integer) order by revenue desc, profile_id`,
  },
  chart: { kind: 'heat', x: 'frequency', y: 'recency', value: 'customers' },
};

const moved = `${gridAt('before', '$to::date - $days::integer')}, ${gridAt('after', '$to::date')},
moves as (
  select a.profile_id, ${groupOf('b.recency', 'b.frequency')} as "group", ${groupOf('a.recency', 'a.frequency')} as became
  from after a left join before b using (profile_id)
)`;

/** Where customers went on the grid. */
export const rfmMovement: Figure = {
  key: 'rfm-movement',
  group: 'sales',
  title: { en: 'Movement between RFM groups', es: 'Movimiento entre grupos RFM' },
  definition: {
    en: `${how.en} Champions: both 4 or 5. New: recency 4 or 5, frequency 1 or 2. Loyal: recency 3 or more otherwise. At risk: frequency 4 or 5, recency below 3. Hibernating: the rest. None: no order yet.`,
    es: `${how.es} Champions: ambos 4 o 5. New: recencia 4 o 5, frecuencia 1 o 2. Loyal: los demás con recencia 3 o más. At-risk: frecuencia 4 o 5 y recencia menor que 3. Hibernating: el resto. None: sin pedidos todavía.`,
  },
  parameters: [
    asOf,
    { name: 'days', type: 'integer', usual: 90, title: { en: 'Days before', es: 'Días antes' } },
  ],
  columns: [
    { ...columns.group, title: { en: 'Before', es: 'Antes' } },
    own('became', 'text', 'After', 'Después'),
    columns.customers,
  ],
  sql: `with ${moved} select "group", became, count(*) as customers from moves group by 1, 2 order by 1, 2`,
  rows: {
    sql: `with ${moved} select profile_id, "group", became from moves where $group is null or "group" = $group order by profile_id`,
  },
  chart: { kind: 'heat', x: 'became', y: 'group', value: 'customers' },
};
