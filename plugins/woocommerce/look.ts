import { z } from 'zod';
import { changedSince, readEach, utc } from '../commerce.ts';
import {
  type Cursor,
  type InboundEvent,
  type InboundProduct,
  type Poll,
  type Polled,
  providerFailure,
} from '../contract.ts';
import { callApi, type WooConfig } from './api.ts';
import { eventsOfOrder, type Found, productOf } from './things.ts';

type PollRun = Poll<WooConfig, undefined>['run'];
type Context = Parameters<PollRun>[0];

const perPage = 50;
const dayMs = 86_400_000;

/** Without a time zone, as the API reads it where `dates_are_gmt` is true; a second earlier, since it answers what came after. */
const gmt = (at: number): string => new Date(at - 1_000).toISOString().slice(0, 19);

/** A look at what changed of a kind, for webhooks that never came: WooCommerce sends each once. */
export const lookAt = (kind: {
  path: 'orders' | 'products';
  read: (found: Found) => readonly (InboundEvent | InboundProduct)[];
}): PollRun => {
  const pageOf = async (ctx: Context, start: { since: number; page: number }) => {
    const { config, now } = ctx;
    const answer = await callApi(ctx, {
      path: kind.path,
      query: {
        modified_after: gmt(start.since),
        dates_are_gmt: 'true',
        orderby: 'modified',
        order: 'asc',
        per_page: String(perPage),
        page: String(start.page),
        status: 'any',
      },
    });
    if (answer === undefined) return { kind: 'done', found: [], last: undefined, isFull: false } as const;
    const rows = z.array(z.unknown()).safeParse(answer.json);
    if (answer.status !== 200 || !rows.success) return providerFailure({ ctx, answer });
    const shop = new URL(config.url ?? 'https://shop.invalid').host;
    const { consentField, currency } = config;
    const from = { source: 'woocommerce', shop, topic: `poll:${kind.path}` };
    const found = readEach({
      rows: rows.data,
      log: ctx.log,
      read: (json) => kind.read({ json, from, at: new Date(now).toISOString(), consentField, currency }),
    });
    const times = rows.data.flatMap(
      (one) => z.object({ date_modified_gmt: utc }).safeParse(one).data?.date_modified_gmt ?? [],
    );
    const last = times.length === 0 ? undefined : Math.max(...times.map((at) => Date.parse(at)));
    return { kind: 'done', found, last, isFull: rows.data.length === perPage } as const;
  };
  return (ctx: Context, cursor: Cursor | undefined): Promise<Polled> =>
    changedSince({
      cursor,
      first: ctx.now - ctx.config.firstDays * dayMs,
      now: Math.max(ctx.now, ctx.systemTime),
      fetchPage: (start) => pageOf(ctx, start),
    });
};

export const lookAtOrders = lookAt({ path: 'orders', read: eventsOfOrder });
export const lookAtProducts = lookAt({ path: 'products', read: productOf });
