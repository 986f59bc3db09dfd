import { z } from 'zod';
import type { ActionContext, Cursor, Failure, Polled } from '../contract.ts';

type Found = Extract<Polled, { kind: 'done' }>['found'];

/** A page of what a shop says changed, in the order of its changes, the earliest first. */
export type Changed =
  | {
      readonly kind: 'done';
      readonly found: Found;
      /** When the last of the page changed, epoch milliseconds on the shop's clock; undefined for an empty page. */
      readonly last: number | undefined;
      /** A page that is not full is the last. */
      readonly isFull: boolean;
    }
  | Failure;

/** Reads each row of a page. One that cannot be read is left out and logged: to stop at it would keep everything behind it. */
export const readEach = <Row>(input: {
  readonly rows: readonly Row[];
  readonly read: (row: Row) => Found;
  readonly log: ActionContext<unknown, unknown>['log'];
}): Found => {
  let unread = 0;
  const found = input.rows.flatMap((row) => {
    try {
      return input.read(row);
    } catch {
      unread += 1;
      return [];
    }
  });
  if (unread > 0) input.log.error({ count: unread }, 'Some of what the shop answered could not be read.');
  return found;
};

const bookmark = z.object({
  since: z.number(),
  page: z.int().min(1),
  /** Within a round: the page before was full. */
  isUnderWay: z.boolean(),
  /** Within a round: how far the one before it came. */
  reached: z.number().optional(),
  /** Of a page of which more comes than a look may find: the last that was taken. */
  taken: z.string().optional(),
});

/** A look finds at most 1,000; orders with many refunds come to more. */
const foundMax = 900;

const idOf = (one: Found[number]): string | undefined =>
  one.type === 'product' ? one.product.id : 'messageId' in one ? one.messageId : undefined;

/**
 * As much of a page as one look takes, behind what was taken of it before. Where that is not there any more, the page is taken from its
 * beginning: what comes again is taken once, by its id.
 */
const partOf = (found: Found, taken: string | undefined): { part: Found; next: string | undefined } => {
  const from = taken === undefined ? 0 : found.findIndex((one) => idOf(one) === taken) + 1;
  const part = found.slice(from, from + foundMax);
  const last = part.at(-1);
  const isCut = from + foundMax < found.length && last !== undefined;
  return { part, next: isCut ? idOf(last) : undefined };
};

/** What was written in one transaction is seen when it ends, with a time from before; and clocks are put back by minutes. */
const overlapMs = 5 * 60_000;

/**
 * One look at what changed in a shop. It goes on behind the last change that was seen, and not by the number of the page, since
 * what changes meanwhile moves to the end and would shift the pages; only within one instant pages are counted. Each round goes over the
 * last five minutes again. All times are those of the shop's clock; but none is believed that is still to come, since what changes once that clock is
 * set right would be passed over.
 */
export const changedSince = async (input: {
  readonly cursor: Cursor | undefined;
  /** Where the first look begins, epoch milliseconds. */
  readonly first: number;
  /** The present, epoch milliseconds: the later one where there are two clocks. */
  readonly now: number;
  /** The page of what changed at `since` or later. */
  readonly fetchPage: (from: { readonly since: number; readonly page: number }) => Promise<Changed>;
}): Promise<Polled> => {
  const read = bookmark.safeParse(input.cursor);
  const at = read.success ? read.data : { since: input.first, page: 1, isUnderWay: true };
  const since = at.isUnderWay ? at.since : Math.min(at.since, input.now) - overlapMs;
  const page = await input.fetchPage({ since, page: at.page });
  if (page.kind !== 'done') return page;
  const { last = since, isFull } = page;
  const reached = at.isUnderWay ? (at.reached ?? at.since) : at.since;
  const { part: found, next: taken } = partOf(page.found, at.taken);
  if (taken !== undefined) {
    const here = { since, page: at.page, isUnderWay: true, reached, taken };
    return { kind: 'done', found, cursor: here, more: true };
  }
  const isBehind = last > since;
  const next = isFull
    ? { since: isBehind ? last : since, page: isBehind ? 1 : at.page + 1, isUnderWay: true, reached }
    : { since: Math.min(Math.max(reached, since, last), input.now), page: 1, isUnderWay: false };
  return { kind: 'done', found, cursor: next, more: isFull };
};
