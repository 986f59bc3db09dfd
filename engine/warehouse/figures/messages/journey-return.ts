import { columns, costOfChannel, messagesInPeriod, own, period, pointValue, touchDays } from '../common.ts';
import type { Figure } from '../figure.ts';
import { touches, touchKind } from './touches.ts';

const credited = `${touches}, ${messagesInPeriod},
credited as (
  select t.journey, c.order_id, c.profile_id, c.placed_at, c.revenue, c.discount, coalesce(c.goods_cost, 0) as goods_cost,
    coalesce(p.points, 0) * $point_value::bigint as points_cost
  from touches t join counted c using (order_id)
    left join (select order_id, sum(active + pending) as points from points where order_id is not null group by 1) p using (order_id)
  where t.back = 1
)`;

/** What each journey brought after all it cost. */
export const journeyReturn: Figure = {
  key: 'journey-return',
  group: 'messages',
  title: { en: 'Return of journeys', es: 'Retorno de los recorridos' },
  definition: {
    en: 'Revenue of orders whose last marketing message in the days before was of the journey. Revenue is after discounts and refunds; profit is that less the cost of goods (where it is known), the points given for those orders, and the cost of every message the journey sent in the period (`messageCosts` in ciclo.json). What a journey changes, against people held out, is the figure “Lift against the holdout”.',
    es: 'Ingresos de pedidos cuyo último mensaje de marketing en los días anteriores fue del recorrido. Los ingresos son tras descuentos y reembolsos; el beneficio resta el coste de los productos (si se conoce), los puntos dados por esos pedidos y el coste de cada mensaje que el recorrido envió en el periodo (`messageCosts` en ciclo.json). Lo que cambia un recorrido frente al grupo de control es la cifra “Mejora frente al grupo de control”.',
  },
  parameters: [...period, touchDays(5), touchKind, pointValue],
  columns: [
    columns.journey,
    columns.sent,
    columns.orders,
    columns.revenue,
    columns.discount,
    columns.goodsCost,
    columns.pointsCost,
    columns.sendingCost,
    columns.profit,
    own('per_message', 'money', 'Revenue per message', 'Ingresos por mensaje'),
  ],
  sql: `with ${credited},
brought as (
  select journey, count(*) as orders, sum(revenue) as revenue, sum(discount) as discount, sum(goods_cost) as goods_cost, sum(points_cost) as points_cost
  from credited group by 1
),
sent_by as (select journey, channel, count(*) as n from accepted group by 1, 2),
spent as (select journey, sum(n)::bigint as sent, sum(n * ${costOfChannel}) as cost from sent_by group by 1)
select journey, coalesce(sent, 0) as sent, coalesce(orders, 0) as orders, coalesce(revenue, 0)::bigint as revenue,
  coalesce(discount, 0)::bigint as discount, coalesce(goods_cost, 0)::bigint as goods_cost, coalesce(points_cost, 0)::bigint as points_cost,
  round(coalesce(cost, 0))::bigint as sending_cost,
  (coalesce(revenue, 0) - coalesce(goods_cost, 0) - coalesce(points_cost, 0) - round(coalesce(cost, 0)))::bigint as profit,
  round(coalesce(revenue, 0) / nullif(sent, 0))::bigint as per_message
from spent full join brought using (journey) order by profit desc, journey`,
  rows: {
    sql: `with ${credited} select order_id, profile_id, placed_at, journey, revenue, discount, goods_cost, points_cost from credited
where $group is null or journey = $group order by placed_at`,
  },
  chart: { kind: 'bar', x: 'journey', y: ['profit'] },
};
