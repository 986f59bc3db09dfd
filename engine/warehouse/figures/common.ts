import type { FigureColumn, FigureParameter, Unit } from './figure.ts';

const column = (name: string, unit: Unit, en: string, es: string): FigureColumn => ({
  name,
  unit,
  title: { en, es },
});

/** Columns that more than one figure has. */
export const columns = {
  day: column('day', 'day', 'Day', 'Día'),
  month: column('month', 'text', 'Month', 'Mes'),
  journey: column('journey', 'text', 'Journey', 'Recorrido'),
  channel: column('channel', 'text', 'Channel', 'Canal'),
  group: column('group', 'text', 'Group', 'Grupo'),
  segment: column('segment', 'text', 'Segment', 'Segmento'),
  product: column('product', 'text', 'Product', 'Producto'),
  person: column('profile_id', 'profile', 'Person', 'Persona'),
  orders: column('orders', 'count', 'Orders', 'Pedidos'),
  customers: column('customers', 'count', 'Customers', 'Clientes'),
  revenue: column('revenue', 'money', 'Revenue', 'Ingresos'),
  discount: column('discount', 'money', 'Discounts', 'Descuentos'),
  refunded: column('refunded', 'money', 'Refunded', 'Reembolsado'),
  goodsCost: column('goods_cost', 'money', 'Cost of goods', 'Coste de los productos'),
  sendingCost: column('sending_cost', 'money', 'Cost of sending', 'Coste de envío de mensajes'),
  pointsCost: column('points_cost', 'money', 'Cost of points', 'Coste de los puntos'),
  profit: column('profit', 'money', 'Profit', 'Beneficio'),
  sent: column('sent', 'count', 'Sent', 'Enviados'),
  opened: column('opened', 'count', 'Opened', 'Abiertos'),
  clicked: column('clicked', 'count', 'Clicked', 'Con clic'),
} as const;

/** A column of one figure. */
export const own = column;

const day = (name: string, usual: number, en: string, es: string): FigureParameter => ({
  name,
  type: 'day',
  usual,
  title: { en, es },
});

/** The period of a figure: the last year by default. */
export const period: readonly FigureParameter[] = [
  day('from', 364, 'From', 'Desde'),
  day('to', 0, 'To', 'Hasta'),
];
/** The period up to a day. */
export const asOf: FigureParameter = day('to', 0, 'As of', 'A fecha de');

/** How many days a message counts. */
export const touchDays = (usual: number): FigureParameter => ({
  name: 'days',
  type: 'integer',
  usual,
  title: { en: 'Days after a message', es: 'Días después de un mensaje' },
});
/** What one point is worth. */
export const pointValue: FigureParameter = {
  name: 'point_value',
  type: 'integer',
  usual: 1,
  title: { en: 'Worth of a point, in minor units', es: 'Valor de un punto, en céntimos' },
};

/** The local day of an instant. */
export const localDay = (instant: string): string => `timezone($zone, ${instant}::timestamptz)::date`;

/** No zone is further from UTC than this, so what is that far within a period, or outside it, needs no local day. */
const edge = 'to_days(2)';
/** That the local day of an instant is in the period: by the instant alone, but for those at the edges. Files outside it are not read. */
export const isInPeriod = (
  instant: string,
): string => `(${instant} between $from::timestamp - ${edge} and $to::timestamp + ${edge}
  and (${instant} between $from::timestamp + ${edge} and $to::timestamp - ${edge} or ${localDay(instant)} between $from::date and $to::date))`;
/** That it is not after a day. */
export const isUpTo = (
  instant: string,
  day = '$to::date',
): string => `(${instant} <= (${day})::timestamp + ${edge}
  and (${instant} <= (${day})::timestamp - ${edge} or ${localDay(instant)} <= ${day}))`;

const good = 'is_counted and currency = $currency';

/** Orders that count, of the tenant’s currency, in the period, with their local day. */
export const ordersInPeriod = `counted as (
  select *, ${localDay('placed_at')} as day from orders where ${good} and ${isInPeriod('placed_at')}
)`;
/** The lines of these orders. */
export const linesInPeriod = `bought as (
  select * from order_lines where ${good} and ${isInPeriod('placed_at')}
)`;
/** All orders that count up to the last day. */
export const ordersUpTo = `counted as (
  select *, ${localDay('placed_at')} as day from orders where ${good} and ${isUpTo('placed_at')}
)`;
/** Messages that a provider accepted in the period. */
export const messagesInPeriod = `accepted as (
  select *, ${localDay('accepted_at')} as day from messages where ${isInPeriod('accepted_at')}
)`;
/** What one message of a channel costs, in minor units: JSON is read, so ask it once for a channel and not for each message. */
export const costOfChannel = `coalesce(try_cast(json_extract_string($costs, '$."' || channel || '"') as double), 0)`;

/** How a stage of an object ends its records: `won`, `lost` or `done`; null while they are open. */
export const endOf = (kind: string, stage: string): string =>
  `json_extract_string($ends, '$."${kind}"."' || ${stage} || '"')`;
