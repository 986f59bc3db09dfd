import { hashId } from '../../../domain/hash.ts';
import { type Json, toJson } from '../../../domain/json.ts';
import type { Row } from '../../../domain/transfer/row.ts';
import {
  bagsIn,
  fault,
  type ReadCall,
  textIn,
  valueIn,
  whoColumns,
  whoIn,
  workOnCalls,
} from './call-rows.ts';
import type { MakeKind } from './made-kinds.ts';

const names: ReadonlyMap<string, string> = new Map([
  ['completed', 'Order Completed'],
  ['updated', 'Order Updated'],
  ['cancelled', 'Order Cancelled'],
  ['canceled', 'Order Cancelled'],
  ['refunded', 'Order Refunded'],
  ['delivered', 'Order Delivered'],
]);

const amounts = ['total', 'subtotal', 'revenue', 'tax', 'shipping', 'discount'] as const;
const others = ['currency', 'coupon', 'refund_id', 'shipping_cost', 'service_cost'] as const;

const products = (row: Row): { readonly value?: Json; readonly isBroken: boolean } => {
  const value = valueIn(row, 'products');
  if (value === undefined) return { isBroken: false };
  if (typeof value !== 'string') return { value, isBroken: !Array.isArray(value) };
  try {
    const read = toJson(JSON.parse(value));
    return { value: read, isBroken: !Array.isArray(read) };
  } catch {
    return { isBroken: true };
  }
};

const readCall =
  (zone: string) =>
  (row: Row): ReadCall => {
    const who = whoIn(row, zone);
    const { bags, problems } = bagsIn(row, ['properties']);
    const orderId = textIn(row, 'orderId');
    const event = names.get((textIn(row, 'status') ?? 'completed').toLowerCase());
    const lines = products(row);
    const all = [
      ...who.problems,
      ...problems,
      ...(orderId === undefined ? [fault('orderId', '`orderId` is missing.', 'Give each order an id.')] : []),
      ...(event === undefined
        ? [fault('status', '`status` is unknown.', `Write one of ${[...names.keys()].join(', ')}.`)]
        : []),
      ...(valueIn(row, 'timestamp') === undefined
        ? [fault('timestamp', '`timestamp` is missing.', 'Say when the order was placed.')]
        : []),
      ...(lines.isBroken
        ? [
            fault(
              'products',
              '`products` is no list.',
              'Write `[{"product_id":"1","price":10,"quantity":2}]`.',
            ),
          ]
        : []),
    ];
    if (all.length > 0 || event === undefined || orderId === undefined) return { ok: false, problems: all };
    const said = [...amounts, ...others].flatMap((name): [string, Json][] => {
      const value = valueIn(row, name);
      return value === undefined ? [] : [[name, value]];
    });
    const properties = {
      ...bags['properties'],
      order_id: orderId,
      ...Object.fromEntries(said),
      ...(lines.value === undefined ? {} : { products: lines.value }),
    };
    const call = { type: 'track', event, ...who.fields, properties };
    return { ok: true, call, id: `order:${hashId('order', JSON.stringify(call))}` };
  };

/** Orders: a row is what became of one, `completed` by default; the same row again is the same. */
export const ordersKind: MakeKind = ({ accept, events, setting }) => ({
  columns: {
    columns: [
      ...whoColumns.filter(({ name }) => name !== 'id'),
      { name: 'orderId', aliases: ['order', 'orderNumber', 'id'] },
      { name: 'status' },
      { name: 'products' },
      { name: 'properties' },
      ...[...amounts, ...others].map((name) => ({ name })),
    ],
    others: 'properties.',
  },
  work: (page) => workOnCalls({ deps: { accept, events }, page, readCall: readCall(setting.zone) }),
});
