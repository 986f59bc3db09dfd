import { columns, ordersInPeriod, own, period } from '../common.ts';
import type { Figure } from '../figure.ts';

/** Orders and revenue by local day, week or month. */
export const revenueByDay: Figure = {
  key: 'revenue',
  group: 'sales',
  title: { en: 'Orders and revenue', es: 'Pedidos e ingresos' },
  definition: {
    en: 'Orders by the local day they were placed on. Revenue is goods after discounts, without tax and shipping, net of refunds. Cancelled and test orders, and orders in other currencies, are left out.',
    es: 'Pedidos por el día local en que se hicieron. Los ingresos son los productos tras los descuentos, sin impuestos ni envío, menos los reembolsos. No cuentan los pedidos cancelados, de prueba o en otras monedas.',
  },
  parameters: [
    ...period,
    {
      name: 'by',
      type: 'text',
      usual: 'week',
      choices: ['day', 'week', 'month'],
      title: { en: 'By', es: 'Por' },
    },
  ],
  columns: [
    columns.day,
    columns.orders,
    columns.customers,
    columns.revenue,
    columns.discount,
    columns.refunded,
    own('average', 'money', 'Average order', 'Pedido medio'),
  ],
  sql: `with ${ordersInPeriod}
select date_trunc($by, day)::date as day, count(*) as orders, count(distinct profile_id) as customers,
  sum(revenue)::bigint as revenue, sum(discount)::bigint as discount, sum(refunded)::bigint as refunded,
  round(avg(revenue))::bigint as average
from counted group by 1 order by 1`,
  rows: {
    sql: `with ${ordersInPeriod}
select order_id, profile_id, placed_at, revenue, discount, refunded from counted
where $group is null or date_trunc($by, day)::date = try_cast($group as date) order by placed_at`,
  },
  chart: { kind: 'line', x: 'day', y: ['revenue'] },
};
