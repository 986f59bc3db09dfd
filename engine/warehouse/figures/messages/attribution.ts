import { columns, own, period, touchDays } from '../common.ts';
import type { Figure } from '../figure.ts';
import { touches, touchKind } from './touches.ts';

const halfLifeDays = 7;
/** The share of an order that a touch gets, by model; the shares of an order sum up to 1. */
const weighed = `weighed as (
  select *, (place = 1)::integer as first, (back = 1)::integer as last, 1.0 / touched as linear,
    case when touched = 1 then 1.0 when touched = 2 then 0.5 when place = 1 or back = 1 then 0.4 else 0.2 / (touched - 2) end as position,
    raw / sum(raw) over (partition by order_id) as decay
  from (select *, pow(0.5, date_diff('second', touched_at, placed_at) / ${halfLifeDays * 86_400}.0) as raw from touches)
)`;
const models = ['first', 'last', 'linear', 'position', 'decay'] as const;
const credit = models.map((model) => `round(sum(revenue * ${model}))::bigint as "${model}"`).join(', ');
const untouched = models.map(() => 'coalesce(sum(revenue), 0)::bigint').join(', ');

/** Which journeys brought the revenue, by five models. */
export const attribution: Figure = {
  key: 'attribution',
  group: 'messages',
  title: { en: 'Attribution', es: 'Atribución' },
  definition: {
    en: 'The revenue of each order is credited once, to the marketing messages that its customer got in the days before: to the first; to the last; to all alike (linear); 40 % to the first and the last each and the rest between (position); or by time, half as much for each 7 days earlier (decay). Orders without such a message stand under no journey, so each model sums up to all revenue of the period, but for rounding. The number of orders is of those a journey reached: two journeys may have reached one.',
    es: 'Los ingresos de cada pedido se atribuyen una vez a los mensajes de marketing que su cliente recibió en los días anteriores: al primero; al último; a todos por igual (linear); 40 % al primero y al último y el resto entre los demás (position); o según el tiempo, la mitad por cada 7 días de antelación (decay). Los pedidos sin mensajes quedan sin recorrido, y cada modelo suma todos los ingresos del periodo salvo redondeo. El número de pedidos es de los que alcanzó un recorrido: dos pueden haber alcanzado el mismo.',
  },
  parameters: [...period, touchDays(30), touchKind],
  columns: [
    columns.journey,
    columns.orders,
    own('first', 'money', 'First', 'Primero'),
    own('last', 'money', 'Last', 'Último'),
    own('linear', 'money', 'Linear', 'Lineal'),
    own('position', 'money', 'Position', 'Posición'),
    own('decay', 'money', 'Time decay', 'Decaimiento'),
  ],
  sql: `with ${touches}, ${weighed}
select journey, count(distinct order_id) as orders, ${credit} from weighed group by 1
union all select '', count(*), ${untouched} from counted where order_id not in (select order_id from touches)
order by "last" desc, journey`,
  rows: {
    sql: `with ${touches}, ${weighed}
select order_id, placed_at, message_id, journey, channel, touched_at, revenue, ${models.map((model) => `"${model}"`).join(', ')}
from weighed where $group is null or journey = $group order by placed_at, place`,
  },
  chart: { kind: 'bar', x: 'journey', y: ['first', 'last', 'linear', 'position', 'decay'] },
};
