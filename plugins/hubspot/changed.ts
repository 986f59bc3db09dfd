import { z } from 'zod';
import type { SyncPage } from '../contract.ts';
import { changedProperty, clockOf, type Ctx, failed, listed, rowOf } from './answers.ts';

/**
 * Where a look goes on. `all`: everything, by id; `since`: what changed from an instant of HubSpot's on; `gone`: what was put into the bin. The
 * search gives 10,000 records at most, so it starts again from the time of the last one.
 */
const cursorSchema = z.object({
  look: z.enum(['all', 'since', 'gone']),
  since: z.number(),
  after: z.string().optional(),
  /** When the bin was last looked into. */
  binAt: z.number(),
});
type Cursor = z.infer<typeof cursorSchema>;

const searchMax = 10_000;
const searchPage = 200;
const listPage = 100;
/** The search is behind what was written. */
const overlapMs = 5 * 60_000;
const binEveryMs = 3_600_000;

const list = (
  ctx: Ctx,
  object: string,
  input: { archived: boolean; after?: string | undefined; properties: readonly string[] },
) => {
  const url = new URL(`/crm/v3/objects/${object}`, ctx.config.url);
  url.searchParams.set('limit', String(listPage));
  url.searchParams.set('archived', String(input.archived));
  url.searchParams.set('properties', input.properties.join(','));
  if (input.after !== undefined) url.searchParams.set('after', input.after);
  return ctx.http({ url: url.href });
};

const search = (ctx: Ctx, object: string, cursor: Cursor, properties: readonly string[]) => {
  const propertyName = changedProperty(object);
  return ctx.http({
    url: new URL(`/crm/v3/objects/${object}/search`, ctx.config.url).href,
    json: {
      filterGroups: [{ filters: [{ propertyName, operator: 'GTE', value: String(cursor.since) }] }],
      sorts: [{ propertyName, direction: 'ASCENDING' }],
      properties,
      limit: searchPage,
      ...(cursor.after === undefined ? {} : { after: cursor.after }),
    },
  });
};

/** The cursor as it is kept. */
const kept = ({ look, since, binAt, after }: Cursor) => ({
  look,
  since,
  binAt,
  ...(after === undefined ? {} : { after }),
});

const dropAfter = ({ after: _after, ...cursor }: Cursor): Cursor => cursor;

/** Where the search goes on after a page: further along, from a later time, or nowhere. */
const nextSearch = (cursor: Cursor, after: string | undefined, latest: number): Cursor | undefined => {
  if (after === undefined) return undefined;
  if (Number(after) + searchPage <= searchMax) return { ...cursor, after };
  // More than that have one time: the search shows no more of them, and to stay would never end.
  return { ...dropAfter(cursor), since: latest > cursor.since ? latest : latest + 1 };
};

/** What changed since the cursor, also what was put into the bin. */
export const changed = async (
  ctx: Ctx,
  object: string,
  input: { cursor: unknown; fields: readonly string[] },
): Promise<SyncPage> => {
  const { fields } = input;
  const began: Cursor = { look: 'all', since: ctx.systemTime - overlapMs, binAt: ctx.now };
  const cursor = cursorSchema.safeParse(input.cursor).data ?? began;
  const properties = [...fields, 'hs_merged_object_ids', changedProperty(object)];
  const { look, after } = cursor;
  const answer =
    look === 'since'
      ? await search(ctx, object, cursor, properties)
      : await list(ctx, object, { archived: look === 'gone', after, properties });
  const read = listed.safeParse(answer.json);
  if (answer.status !== 200 || !read.success) return failed(ctx, answer);
  const rows = read.data.results.map((found) => {
    const row = rowOf(found, fields);
    return look === 'gone' ? { ...row, deleted: true } : row;
  });
  const clock = clockOf(answer);
  const next = read.data.paging?.next?.after;
  const done = { kind: 'done', rows, ...(clock === undefined ? {} : { clock }) } as const;
  const bare = dropAfter(cursor);
  if (look !== 'since') {
    if (next !== undefined) return { ...done, cursor: kept({ ...bare, after: next }), more: true };
    return { ...done, cursor: kept({ ...bare, look: 'since' }), more: look === 'all' };
  }
  const latest = Math.max(cursor.since, ...rows.map(({ updatedAt = 0 }) => updatedAt));
  const further = nextSearch(cursor, next, latest);
  if (further !== undefined) return { ...done, cursor: kept(further), more: true };
  const since = Math.max(cursor.since, latest - overlapMs);
  if (ctx.now - cursor.binAt < binEveryMs) return { ...done, cursor: kept({ ...bare, since }) };
  return { ...done, cursor: { look: 'gone', since, binAt: ctx.now }, more: true };
};
