import { columns, linesInPeriod, own, period } from '../common.ts';
import type { Figure } from '../figure.ts';

const pairs = `${linesInPeriod},
held as (select distinct order_id, product_id from bought where product_id is not null),
pairs as (
  select a.product_id as product, b.product_id as other, a.order_id from held a join held b on a.order_id = b.order_id and a.product_id <> b.product_id
)`;

/** What is bought together. */
export const baskets: Figure = {
  key: 'baskets',
  group: 'sales',
  title: { en: 'Bought together', es: 'Comprados juntos' },
  definition: {
    en: 'Pairs of products in one order. Confidence is the share of the orders with the first that have the second. Lift is that by the share of all orders that have the second: above 1 they go together more often than by chance. Pairs in fewer orders than the least are left out.',
    es: 'Pares de productos en un mismo pedido. La confianza es la proporción de pedidos con el primero que tienen el segundo. El lift la divide por la proporción de todos los pedidos que tienen el segundo: por encima de 1 van juntos más que por azar. No cuentan los pares en menos pedidos que el mínimo.',
  },
  parameters: [
    ...period,
    { name: 'least', type: 'integer', usual: 5, title: { en: 'Least orders', es: 'Mínimo de pedidos' } },
  ],
  columns: [
    columns.product,
    own('other', 'text', 'With', 'Con'),
    columns.orders,
    own('confidence', 'share', 'Confidence', 'Confianza'),
    own('lift', 'number', 'Lift', 'Lift'),
  ],
  sql: `with ${pairs},
totals as (select count(distinct order_id) as baskets from held),
singles as (select product_id, count(*) as orders from held group by 1),
counts as (select product, other, count(*) as orders from pairs group by 1, 2 having count(*) >= $least::integer)
select product, other, c.orders, c.orders / a.orders as confidence, (c.orders * baskets) / (a.orders * b.orders) as lift
from counts c join singles a on a.product_id = product join singles b on b.product_id = other, totals
order by lift desc, product, other`,
  rows: {
    sql: `with ${pairs} select order_id, product, other from pairs where $group is null or product = $group order by order_id, other`,
  },
  chart: { kind: 'none' },
};
