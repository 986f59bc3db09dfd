import { type EventFact, idOfFact } from '../events/event.ts';
import { hashId } from '../hash.ts';
import { toMinor } from '../money.ts';
import { orderChange } from '../orders/order-change.ts';
import { refundedOf } from '../orders/order-refunds.ts';
import type { Order, OrderMoney } from '../orders/orders.ts';
import { readPath } from '../rules/path.ts';
import type { Design } from './design.ts';

/** An event that counted: what it was worth in minor units, and what was paid back of it since. */
export type Hit = {
  readonly id: string;
  readonly at: number;
  readonly minor: number;
  readonly currency: string;
  readonly orderId?: string;
  /** The amounts of the order it is about, of which refunds take a share off. */
  readonly order?: OrderMoney;
  readonly refunds?: Order['refunds'];
  readonly cancelledAt?: number;
};

/**
 * One person in one arm of an experiment, from the first moment on; whatever happens later in the journey, or to it,
 * the metric and the window are those that stood then. Instants are epoch milliseconds.
 */
export type Exposure = {
  readonly id: string;
  readonly tenant: string;
  /** The id of the design. */
  readonly experiment: string;
  readonly journey: string | null;
  readonly step: string | null;
  readonly version: number | null;
  readonly profileId: string;
  readonly arm: string;
  readonly at: number;
  /** The end of the window. */
  readonly until: number;
  readonly metric: { readonly on: string; readonly value?: string | undefined };
  /** Runs tell of the goals they reached; otherwise every event of the name counts. */
  readonly by: 'event' | 'goal';
  /** The event that led to the exposure: it can be no success of it. */
  readonly cause: string | null;
  /** The currency sums are in; what came in others is only counted. */
  readonly currency: string;
  readonly hits: readonly Hit[];
  readonly isConverted: boolean;
  /** Worth of all hits in the currency, net of what was paid back; minor units. */
  readonly value: number;
  readonly leftOut: number;
  /** Two profiles in different arms turned out to be one person: counted in neither. */
  readonly isMixed?: boolean;
};

/** The one exposure of a person to an experiment. */
export const exposureId = (input: { experiment: string; profileId: string }): string =>
  hashId('exposure', input.experiment, input.profileId);

/** A person newly in an arm. `until` is the end of the metric's window in their zone. */
export const newExposure = (input: {
  design: Design;
  tenant: string;
  journey: string | null;
  version: number | null;
  profileId: string;
  arm: string;
  at: number;
  until: number;
  by: Exposure['by'];
  cause: string | null;
  currency: string;
}): Exposure => {
  const { design, ...given } = input;
  const { on, value } = design.metric;
  return {
    ...given,
    id: exposureId({ experiment: design.id, profileId: input.profileId }),
    experiment: design.id,
    step: design.step,
    metric: { on, ...(value === undefined ? {} : { value }) },
    hits: [],
    isConverted: false,
    value: 0,
    leftOut: 0,
  };
};

/** So many events of one person are counted. */
const hitsMax = 200;

/** What an event was worth, less the share of the order's revenue that was paid back. */
const worthOf = (hit: Hit): number => {
  if (hit.cancelledAt !== undefined) return 0;
  if (hit.refunds === undefined) return hit.minor;
  const { id, at, currency, minor } = hit;
  const money = hit.order ?? { at, rank: 0, by: id, currency, revenue: Math.max(0, minor), discount: 0 };
  const kept = money.revenue - refundedOf({ money, refunds: hit.refunds });
  return money.revenue <= 0 ? minor : Math.round((minor * kept) / money.revenue);
};

const withHits = (exposure: Exposure, hits: readonly Hit[]): Exposure => {
  const own = hits.filter((hit) => hit.currency === exposure.currency);
  return {
    ...exposure,
    hits,
    isConverted: hits.length > 0,
    value: own.reduce((sum, hit) => sum + worthOf(hit), 0),
    leftOut: hits.length - own.length,
  };
};

const currencyOf = (input: { event: Told; currency: string }): string => {
  const said = input.event.properties['currency'];
  return typeof said === 'string' && /^[A-Za-z]{3}$/.test(said) ? said.toUpperCase() : input.currency;
};

type Told = Pick<EventFact, 'properties' | 'context' | 'id' | 'messageId' | 'event'> & {
  readonly timestamp: string;
};

/**
 * What an event is worth, by a path such as `$.properties.revenue`, in minor units of the currency the event says, or
 * of the given one. Nothing, or no number, there: 0.
 */
export const eventWorth = (input: {
  event: Told;
  path: string | undefined;
  currency: string;
}): { readonly minor: number; readonly currency: string } => {
  const { event, path } = input;
  const currency = currencyOf(input);
  if (path === undefined) return { minor: 0, currency };
  return { minor: toMinor({ amount: readPath({ value: event, path }), currency }) ?? 0, currency };
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

/** Whether an event of the metric's name falls into the window and is not there yet. */
const counts = (input: { exposure: Exposure; event: Told }): boolean => {
  const { exposure, event } = input;
  const at = Date.parse(event.timestamp);
  return (
    idOfFact(event) !== exposure.cause &&
    event.context['test'] !== true &&
    at >= exposure.at &&
    at <= exposure.until &&
    exposure.hits.length < hitsMax &&
    exposure.hits.every((hit) => hit.id !== idOfFact(event))
  );
};

/**
 * Counts an event that is a success. `order` is what is known of the order it is about: its amounts, and a refund that
 * arrived before it. Answers the exposure itself when nothing changes: another's event, before or after the window, test
 * orders, repeats.
 */
export const withSuccess = (input: {
  exposure: Exposure;
  event: Told;
  order?: Order | undefined;
}): Exposure => {
  const { exposure, event, order } = input;
  if (!counts(input)) return exposure;
  const orderId = textOf(event.properties['order_id']);
  const hit: Hit = {
    id: idOfFact(event),
    at: Date.parse(event.timestamp),
    ...eventWorth({ event, path: exposure.metric.value, currency: exposure.currency }),
    ...(orderId === undefined ? {} : { orderId }),
    ...(order?.money === undefined ? {} : { order: order.money }),
    ...(order?.refunds === undefined ? {} : { refunds: order.refunds }),
    ...(order?.cancelledAt === undefined ? {} : { cancelledAt: order.cancelledAt }),
  };
  const hits = [...exposure.hits, hit].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return withHits(exposure, hits);
};

/** Takes back what was refunded or cancelled of an order that counted. Answers the exposure itself when nothing changes. */
export const withReversal = (input: { exposure: Exposure; event: Told }): Exposure => {
  const { exposure, event } = input;
  const change = orderChange({
    event: { ...event, name: event.event, timestamp: Date.parse(event.timestamp), trust: 'engine' },
    currency: exposure.currency,
  });
  if (change === undefined || (change.refunds === undefined && change.cancelledAt === undefined))
    return exposure;
  const isNews = (hit: Hit): boolean =>
    hit.orderId === change.orderId &&
    ((change.cancelledAt !== undefined && hit.cancelledAt === undefined) ||
      Object.keys(change.refunds ?? {}).some((id) => !Object.hasOwn(hit.refunds ?? {}, id)));
  if (!exposure.hits.some(isNews)) return exposure;
  const { cancelledAt } = change;
  const hits = exposure.hits.map((hit) =>
    isNews(hit)
      ? {
          ...hit,
          ...(change.refunds === undefined ? {} : { refunds: { ...hit.refunds, ...change.refunds } }),
          ...(cancelledAt === undefined ? {} : { cancelledAt }),
        }
      : hit,
  );
  return withHits(exposure, hits);
};

/** The names of events by which orders that counted are taken back. */
export const reversals = ['Order Refunded', 'Order Cancelled'] as const;

/** The name under which exposures hear that a run of a journey reached its goal. */
export const goalHeard = (journey: string): string => `goal:${journey}`;

/** The names of the events an exposure must hear of. */
export const heardBy = (exposure: Exposure): readonly string[] => [
  exposure.by === 'event' ? exposure.metric.on : goalHeard(exposure.journey ?? ''),
  ...(exposure.hits.some((hit) => hit.orderId !== undefined) ? reversals : []),
];

/**
 * Two exposures of what turned out to be one person: the earlier one stands, with the successes of both that fall
 * into its window; in different arms the person counts in neither.
 */
export const joinExposures = (one: Exposure, two: Exposure): Exposure => {
  const [first, second] =
    one.at < two.at || (one.at === two.at && one.arm <= two.arm) ? [one, two] : [two, one];
  const known = new Set(first.hits.map((hit) => hit.id));
  const more = second.hits.filter(
    (hit) => !known.has(hit.id) && hit.at >= first.at && hit.at <= first.until && hit.id !== first.cause,
  );
  const hits = [...first.hits, ...more]
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .slice(0, hitsMax);
  const isMixed = first.arm !== second.arm || first.isMixed === true || second.isMixed === true;
  return { ...withHits(first, hits), ...(isMixed ? { isMixed } : {}) };
};
