import type { Line, OrderEvent } from './history-orders.ts';
import type { Shop } from './bring-in.ts';
import type { Mail } from './history.ts';

/** An order as what was said of it leaves it; amounts in minor units. */
export type Order = {
  readonly id: string;
  readonly person: string;
  readonly at: number;
  readonly day: string;
  readonly revenue: number;
  readonly refunded: number;
  readonly discount: number;
  /** Of the goods that stayed; undefined where nobody said the cost of one. */
  readonly goodsCost: number | undefined;
  /** What it cost besides its goods. */
  readonly besides: number;
  readonly lines: readonly (Line & { readonly kept: number; readonly revenue: number })[];
};

export type Touch = Mail & { readonly person: string; readonly day: string };

/** What a shop comes to before anything is counted: orders that count in its currency, and messages, with the local day of each. */
export type Facts = {
  readonly shop: Shop;
  readonly orders: readonly Order[];
  readonly messages: readonly Touch[];
  readonly dayOf: (at: number) => string;
};

const currency = 'EUR';

/** Days of a zone; what was asked is remembered by hour, since no zone changes within one. */
export const createDayOf = (zone: string): ((at: number) => string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  const known = new Map<number, string>();
  return (at) => {
    const hour = Math.floor(at / 3_600_000);
    const day = known.get(hour) ?? format.format(at);
    known.set(hour, day);
    return day;
  };
};

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

/** What was kept of each line, and the cost of that. */
const keptOf = (lines: readonly Line[], events: readonly OrderEvent[]) => {
  const back = new Map<string, number>();
  for (const { product, quantity } of events.flatMap(({ returned = [] }) => returned))
    back.set(product, (back.get(product) ?? 0) + quantity);
  return lines.map((line) => ({ ...line, kept: Math.max(0, line.quantity - (back.get(line.product) ?? 0)) }));
};

/** One order from everything that was said of it; undefined where it does not count. */
const orderFrom = (input: {
  events: readonly OrderEvent[];
  person: string;
  dayOf: Facts['dayOf'];
}): Order | undefined => {
  const { events, person, dayOf } = input;
  const [placed] = events;
  const told = events.findLast(({ name }) => name === 'Order Completed' || name === 'Order Updated');
  if (placed === undefined || told === undefined || placed.isTest === true) return undefined;
  if (told.currency !== currency || events.some(({ name }) => name === 'Order Cancelled')) return undefined;
  const { revenue: gross = 0, discount = 0, shipping = 0, shippingCost, serviceCost = 0 } = told;
  const refunds = events.filter(({ name }) => name === 'Order Refunded');
  const refunded = Math.min(
    gross,
    sum(refunds, ({ revenue = 0 }) => revenue),
  );
  const revenue = gross - refunded;
  const kept = keptOf(told.lines ?? [], refunds);
  const worth = sum(kept, (line) => line.price * line.kept);
  const bought = sum(kept, (line) => line.price * line.quantity);
  const share = (line: (typeof kept)[number]): number =>
    worth > 0 ? (line.price * line.kept) / worth : (line.price * line.quantity) / bought;
  const stayed = kept.filter((line) => line.kept > 0);
  const isCosted = stayed.every(({ cost }) => cost !== undefined);
  return {
    id: placed.order,
    person,
    at: placed.at,
    day: dayOf(placed.at),
    revenue,
    refunded,
    discount,
    goodsCost: isCosted ? sum(stayed, (line) => (line.cost ?? 0) * line.kept) : undefined,
    besides: (shippingCost === undefined ? 0 : shippingCost - shipping) + serviceCost,
    lines: kept.map((line) => ({ ...line, revenue: revenue * share(line) })),
  };
};

/** Works out what counts from everything that was said, in plain TypeScript: no code of the engine has a part in it. */
export const factsOf = (shop: Shop, zone: string): Facts => {
  const dayOf = createDayOf(zone);
  const orders: Order[] = [];
  const messages: Touch[] = [];
  for (const one of shop.people) {
    const person = shop.idOf(one.user);
    const events = new Map<string, OrderEvent[]>();
    for (const event of one.orders) {
      const known = events.get(event.order);
      if (known === undefined) events.set(event.order, [event]);
      else known.push(event);
    }
    for (const said of events.values()) {
      const order = orderFrom({ events: said, person, dayOf });
      if (order !== undefined) orders.push(order);
    }
    for (const mail of one.mails) messages.push({ ...mail, person, day: dayOf(mail.at) });
  }
  return { shop, orders, messages, dayOf };
};
