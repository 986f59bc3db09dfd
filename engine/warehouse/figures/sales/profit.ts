import { columns, linesInPeriod, ordersInPeriod, own, period } from '../common.ts';
import type { Figure } from '../figure.ts';

const profitDefinition = {
  en: 'Profit is revenue less what the goods cost, shipping beyond what was paid for it, and service. Only orders of which the cost of all goods is known are counted.',
  es: 'El beneficio son los ingresos menos el coste de los productos, el envío que no se cobró y el servicio. Solo cuentan los pedidos de los que se conoce el coste de todos los productos.',
};
const profitOf = 'revenue - goods_cost - coalesce(shipping_cost - shipping, 0) - coalesce(service_cost, 0)';
const share = own('margin', 'share', 'Profit by revenue', 'Beneficio sobre ingresos');
const sums = `count(*) as orders, sum(revenue)::bigint as revenue, sum(goods_cost)::bigint as goods_cost,
  sum(${profitOf})::bigint as profit, sum(${profitOf}) / nullif(sum(revenue), 0) as margin`;
const rowsOf = (where: string): string => `with ${ordersInPeriod}
select order_id, profile_id, placed_at, revenue, goods_cost, ${profitOf} as profit from counted
where goods_cost is not null and ($group is null or ${where}) order by placed_at`;

/** What each customer brought after costs, the best first. */
export const profitByCustomer: Figure = {
  key: 'profit-by-customer',
  group: 'sales',
  title: { en: 'Profit by customer', es: 'Beneficio por cliente' },
  definition: profitDefinition,
  parameters: period,
  columns: [columns.person, columns.orders, columns.revenue, columns.goodsCost, columns.profit, share],
  sql: `with ${ordersInPeriod}
select profile_id, ${sums} from counted where goods_cost is not null group by 1 order by profit desc, 1`,
  rows: { sql: rowsOf('profile_id = $group') },
  chart: { kind: 'none' },
  scopes: ['personal-data'],
};

/** What the members of each segment brought after costs. */
export const profitBySegment: Figure = {
  key: 'profit-by-segment',
  group: 'sales',
  title: { en: 'Profit by segment', es: 'Beneficio por segmento' },
  definition: {
    en: `${profitDefinition.en} By the segments people are in now: a person who is in two is counted in both.`,
    es: `${profitDefinition.es} Por los segmentos de cada persona ahora: quien está en dos cuenta en ambos.`,
  },
  parameters: period,
  columns: [columns.segment, columns.orders, columns.revenue, columns.goodsCost, columns.profit, share],
  sql: `with ${ordersInPeriod},
members as (
  select profile_id, unnest(string_split(trim(segments, ','), ',')) as segment from profiles where segments <> ',,'
)
select segment, ${sums} from counted join members using (profile_id)
where goods_cost is not null group by 1 order by profit desc, 1`,
  rows: {
    sql: rowsOf(
      `profile_id in (select profile_id from profiles where contains(segments, ',' || $group || ','))`,
    ),
  },
  chart: { kind: 'bar', x: 'segment', y: ['profit'] },
};

/** What each product brought after its cost. */
export const profitByProduct: Figure = {
  key: 'profit-by-product',
  group: 'sales',
  title: { en: 'Profit by product', es: 'Beneficio por producto' },
  definition: {
    en: 'The revenue of an order is divided among its lines by their value, so that products sum up to all revenue. Profit is that less what the goods that were kept cost, over lines whose cost is known; costs of shipping and service belong to orders. Orders without lines stand under no product.',
    es: 'Los ingresos de un pedido se reparten entre sus líneas según su valor, y los productos suman todos los ingresos. El beneficio resta el coste de los productos no devueltos, en las líneas cuyo coste se conoce. Los pedidos sin líneas quedan sin producto.',
  },
  parameters: period,
  columns: [
    columns.product,
    own('category', 'text', 'Category', 'Categoría'),
    columns.orders,
    own('quantity', 'number', 'Kept', 'No devueltos'),
    columns.revenue,
    columns.goodsCost,
    columns.profit,
  ],
  sql: `with ${ordersInPeriod}, ${linesInPeriod},
parts as (
  select product_id, category, order_id, kept, revenue, cost from bought
  union all select null, null, order_id, null, revenue, null from counted where lines = 0
)
select coalesce(product_id, '') as product, any_value(category) as category, count(distinct order_id) as orders,
  sum(kept) as quantity, sum(revenue)::bigint as revenue, sum(cost)::bigint as goods_cost,
  sum(revenue - cost)::bigint as profit
from parts group by 1 order by revenue desc, 1`,
  rows: {
    sql: `with ${linesInPeriod}
select order_id, profile_id, placed_at, product_id, quantity, kept, revenue, cost
from bought where $group is null or coalesce(product_id, '') = $group order by placed_at`,
  },
  chart: { kind: 'bar', x: 'product', y: ['revenue'] },
};
