import type { OwnOrder, OwnOrderLine, Self, SelfService } from '../../api/ports/self-service.ts';
import { type ObjectDefinition, stageOf } from '../../domain/objects/definition.ts';
import type { Order, OrderLine } from '../../domain/orders/orders.ts';
import type { CrmRecord } from '../../domain/records/record.ts';
import { returnedLines, returnKind } from '../../domain/service/refund-of-return.ts';
import { toDuration } from '../../domain/time/duration.ts';
import { addDuration } from '../../domain/time/shift.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { OrderStore } from '../people/ports.ts';
import type { Records } from '../records/change-records.ts';
import type { OpenRecordStore } from '../records/open-records-port.ts';
import { choicesOf, fieldsFor, idOf, ownRecords, selfActor, textIn } from './own-records.ts';

type Deps = {
  readonly orders: Pick<OrderStore, 'of'>;
  readonly openRecords: Pick<OpenRecordStore, 'ofPeople'>;
  readonly changeRecords: Pick<Records, 'create'>;
  readonly live: LiveWorkspaces;
  readonly clock: Pick<Clock, 'now'>;
};

const shownMax = 100;

/** A return that neither ended without success nor was taken back still has its goods. */
const holdsGoods = (definition: ObjectDefinition, one: CrmRecord): boolean => {
  const ends = stageOf(definition, one.stage)?.ends;
  return ends === undefined || ends === 'won';
};

const isOpen = (definition: ObjectDefinition, one: CrmRecord): boolean =>
  stageOf(definition, one.stage)?.ends === undefined;

const productOf = (line: OrderLine): string | undefined => line.productId ?? line.sku;

const linesOf = (order: Order, held: readonly CrmRecord[]): readonly OwnOrderLine[] => {
  const back = new Map<string, number>();
  const add = (product: string, quantity: number): void => {
    back.set(product, (back.get(product) ?? 0) + quantity);
  };
  for (const { data } of held) for (const one of returnedLines(data)) add(one.product, one.quantity);
  return (order.goods?.lines ?? []).map((line) => {
    const product = productOf(line);
    const gone = product === undefined ? 0 : Math.min(line.quantity, back.get(product) ?? 0);
    if (product !== undefined) back.set(product, (back.get(product) ?? 0) - gone);
    return {
      ...(product === undefined ? {} : { product }),
      name: line.name ?? product ?? '',
      quantity: line.quantity,
      returnable: product === undefined ? 0 : Math.floor(line.quantity - gone),
    };
  });
};

const stateOf = (order: Order): OwnOrder['state'] =>
  order.cancelledAt !== undefined ? 'cancelled' : order.deliveredAt === undefined ? 'placed' : 'delivered';

/** An order as its person sees it. A return can be asked for within the window of the shop, while none is open. */
const orderOf = (input: {
  order: Order & { readonly placedAt: number };
  returns: readonly CrmRecord[];
  definition: ObjectDefinition | undefined;
  window: string;
  zone: string;
  now: number;
}): OwnOrder => {
  const { order, returns, definition, window, zone, now } = input;
  const { orderId: id, placedAt, deliveredAt, money } = order;
  const minor = money?.total ?? money?.revenue;
  const held = definition === undefined ? [] : returns.filter((one) => holdsGoods(definition, one));
  const lines = linesOf(order, held);
  const until = addDuration({ from: deliveredAt ?? placedAt, duration: toDuration(window), zone });
  const mayAsk =
    definition !== undefined &&
    order.cancelledAt === undefined &&
    now <= until &&
    !returns.some((one) => isOpen(definition, one)) &&
    lines.some(({ returnable }) => returnable > 0);
  return {
    id,
    placedAt,
    total: minor === undefined || money === undefined ? undefined : { minor, currency: money.currency },
    state: stateOf(order),
    lines,
    returns: returns.map((one) => ({
      number: textIn(one.data, 'number') ?? '',
      stage: one.stage ?? '',
      askedAt: one.createdAt,
    })),
    ...(mayAsk ? { returnUntil: until } : {}),
  };
};

const read = async (deps: Deps, who: Self) => {
  const live = await deps.live.of(who.tenant);
  const definition = live.objects.get(returnKind)?.definition;
  const { returnWindow: window, timezone: zone } = live.published.settings;
  const [orders, all] = await Promise.all([
    deps.orders.of(who),
    definition === undefined
      ? []
      : ownRecords({
          openRecords: deps.openRecords,
          tenant: who.tenant,
          profileId: who.profileId,
          kind: returnKind,
        }),
  ]);
  const now = deps.clock.now(who.tenant);
  const shown = orders
    .flatMap(({ placedAt, ...order }) =>
      placedAt === undefined || order.test === true ? [] : [{ ...order, placedAt }],
    )
    .toSorted((a, b) => b.placedAt - a.placedAt)
    .slice(0, shownMax)
    .map((order) => {
      const returns = all.filter(({ data }) => textIn(data, 'order') === order.orderId);
      return orderOf({ order, returns, definition, window, zone, now });
    });
  return { shown, definition };
};

/** Makes what people see of their orders, and the asking for a return. */
export const createOwnOrders = (deps: Deps): Pick<SelfService, 'orders' | 'askReturn'> => ({
  orders: async (who) => {
    const { shown, definition } = await read(deps, who);
    const choices = (field: string) => (definition === undefined ? [] : choicesOf(definition, field));
    return { orders: shown, reasons: choices('reason'), wishes: choices('wish') };
  },
  askReturn: async ({ tenant, profileId, order: id, lines, reason, wish }) => {
    const who = { tenant, profileId };
    const { shown, definition } = await read(deps, who);
    const order = shown.find((one) => one.id === id);
    if (order?.returnUntil === undefined || definition === undefined || lines.length === 0) return 'refused';
    const left = new Map<string, number>();
    for (const { product, returnable } of order.lines)
      if (product !== undefined) left.set(product, (left.get(product) ?? 0) + returnable);
    if (lines.some(({ product, quantity }) => quantity < 1 || quantity > (left.get(product) ?? 0)))
      return 'refused';
    const known = (field: string, said: string | undefined) =>
      said !== undefined && choicesOf(definition, field).includes(said) ? said : undefined;
    // One request for each state of its returns: a form that is sent twice asks once.
    const record = idOf('return', who, `${id}:${order.returns.length}`);
    const data = fieldsFor(definition, {
      number: `R-${record.slice(0, 10).toUpperCase()}`,
      [definition.person ?? 'contact']: profileId,
      order: id,
      reason: known('reason', reason),
      wish: known('wish', wish),
      lines: lines.map(({ product, quantity }) => ({ product, quantity })),
    });
    const named = { tenant, kind: returnKind, id: record, actor: selfActor };
    const outcome = await deps.changeRecords.create({ ...named, given: { data } });
    return outcome.kind === 'done' ? 'done' : 'refused';
  },
});
