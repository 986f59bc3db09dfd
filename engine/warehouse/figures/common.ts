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

/** Orders that count, of the tenant’s currency, in the period, with their local day. */
export const ordersInPeriod = `counted as (
  select *, ${localDay('placed_at')} as day from orders
  where is_counted and currency = $currency and ${localDay('placed_at')} between $from::date and $to::date
)`;
/** All of them up to the last day. */
export const ordersUpTo = `counted as (
  select *, ${localDay('placed_at')} as day from orders
  where is_counted and currency = $currency and ${localDay('placed_at')} <= $to::date
)`;
/** Messages that a provider accepted in the period. */
export const messagesInPeriod = `accepted as (
  select *, ${localDay('accepted_at')} as day from messages
  where accepted_at is not null and ${localDay('accepted_at')} between $from::date and $to::date
)`;
/** What one message of a channel costs, in minor units. */
export const costOfChannel = `coalesce(try_cast(json_extract_string($costs, '$."' || channel || '"') as double), 0)`;

/** How a stage of an object ends its records: `won`, `lost` or `done`; null while they are open. */
export const endOf = (kind: string, stage: string): string =>
  `json_extract_string($ends, '$."${kind}"."' || ${stage} || '"')`;
