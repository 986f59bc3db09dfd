import { z } from 'zod';
import type { Failure } from '../actions/outcome.ts';
import type { Cursor } from '../inbound/poll.ts';
import type { SyncPage, SyncRow } from './sync.ts';

/**
 * What `walkChanges` asks a provider for, a page each time: all records by their id, after one; those that changed at or after an instant, in
 * the order of their time; or those of one instant by their id. Instants are epoch milliseconds on the provider's clock, `until` is not among them.
 */
export type ChangesAsk =
  | { readonly by: 'id'; readonly after: string | undefined }
  | { readonly by: 'time'; readonly from: number }
  | { readonly by: 'id'; readonly after: string | undefined; readonly from: number; readonly until: number };

/** A page of them; `isFull`: there may be more. Each row has its `updatedAt`. */
export type ChangesPage =
  | {
      readonly kind: 'done';
      readonly rows: readonly SyncRow[];
      readonly isFull: boolean;
      readonly clock?: number | undefined;
    }
  | Failure;

/** Where a walk goes on. `began`: what the provider's clock said when it began, which the next walk looks from. */
const cursorSchema = z.discriminatedUnion('look', [
  z.object({ look: z.literal('all'), after: z.string().optional(), began: z.number() }),
  z.object({ look: z.literal('since'), from: z.number(), began: z.number().optional() }),
  z.object({ look: z.literal('instant'), from: z.number(), after: z.string().optional(), began: z.number() }),
]);
type Place = z.infer<typeof cursorSchema>;

/** What is written now may become visible after what was written later. */
const overlapMs = 5 * 60_000;

const askOf = (place: Place, stepMs: number): ChangesAsk => {
  switch (place.look) {
    case 'all':
      return { by: 'id', after: place.after };
    case 'since':
      return { by: 'time', from: place.from };
    default:
      return { by: 'id', after: place.after, from: place.from, until: place.from + stepMs };
  }
};

type Next = { readonly cursor: Cursor; readonly more: boolean };
type Page = { readonly rows: readonly SyncRow[]; readonly isFull: boolean; readonly began: number };

const nextOf = (place: Place, page: Page, stepMs: number): Next => {
  const { rows, isFull, began } = page;
  const last = rows.at(-1);
  const over: Next = { cursor: { look: 'since', from: began - overlapMs }, more: false };
  if (place.look === 'all')
    return isFull && last !== undefined
      ? { cursor: { look: 'all', after: last.id, began }, more: true }
      : over;
  const { from } = place;
  if (place.look === 'instant')
    return isFull && last !== undefined
      ? { cursor: { look: 'instant', from, after: last.id, began }, more: true }
      : { cursor: { look: 'since', from: from + stepMs, began }, more: true };
  if (!isFull || last?.updatedAt === undefined) return over;
  const step = Math.floor(last.updatedAt / stepMs) * stepMs;
  // A page of one instant only: there may be more of it than a page.
  const cursor: Cursor =
    step > from ? { look: 'since', from: step, began } : { look: 'instant', from, began };
  return { cursor, more: true };
};

/**
 * The `changed` of a provider that lists records by the time of their change: everything by id first, then what changed since. No record is
 * missed when others change between two pages, nor when more than a page of them have one time. `stepMs` is how exact the provider's times are.
 */
export const walkChanges = async (input: {
  readonly cursor: Cursor | undefined;
  /** `ctx.systemTime`. */
  readonly systemTime: number;
  readonly stepMs: number;
  readonly list: (ask: ChangesAsk) => Promise<ChangesPage>;
}): Promise<SyncPage> => {
  const { systemTime, stepMs, list } = input;
  const known = cursorSchema.safeParse(input.cursor).data;
  const page = await list(askOf(known ?? { look: 'all', began: systemTime }, stepMs));
  if (page.kind !== 'done') return page;
  const { rows, isFull, clock } = page;
  const began = known?.began ?? Math.floor((clock ?? systemTime) / stepMs) * stepMs;
  return {
    kind: 'done',
    rows,
    ...(clock === undefined ? {} : { clock }),
    ...nextOf(known ?? { look: 'all', began }, { rows, isFull, began }, stepMs),
  };
};
