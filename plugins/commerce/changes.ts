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
});

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
  const { found, last = since, isFull } = page;
  const reached = at.isUnderWay ? (at.reached ?? at.since) : at.since;
  const isBehind = last > since;
  const next = isFull
    ? { since: isBehind ? last : since, page: isBehind ? 1 : at.page + 1, isUnderWay: true, reached }
    : { since: Math.min(Math.max(reached, since, last), input.now), page: 1, isUnderWay: false };
  return { kind: 'done', found, cursor: next, more: isFull };
};
