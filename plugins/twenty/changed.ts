import { z } from 'zod';
import { type HttpAnswer, readSaidTime, type SyncPage } from '../contract.ts';
import { type Ctx, failed, readList, rowOf } from './answers.ts';

export const pageMax = 60;
const overlapMs = 5 * 60_000;

/**
 * Where a look goes on. `began`: what Twenty's clock said when this walk began, which the next one looks from. `trash`: what was deleted is asked
 * for apart from what changed.
 */
const cursorSchema = z.object({
  look: z.enum(['list', 'trash']),
  since: z.number().optional(),
  began: z.number().optional(),
  after: z.string().max(2_000).optional(),
});
type Cursor = z.infer<typeof cursorSchema>;

/** Asks for records: `filter` in Twenty's own words. */
export const list = (
  ctx: Ctx,
  object: string,
  input: { filter?: string | undefined; order?: string; after?: string | undefined },
): Promise<HttpAnswer> => {
  const url = new URL(`${ctx.config.url.replace(/\/+$/, '')}/rest/${object}`);
  url.searchParams.set('limit', String(pageMax));
  // Without the records that these refer to.
  url.searchParams.set('depth', '0');
  if (input.filter !== undefined) url.searchParams.set('filter', input.filter);
  if (input.order !== undefined) url.searchParams.set('order_by', input.order);
  if (input.after !== undefined) url.searchParams.set('starting_after', input.after);
  return ctx.http({ url: url.href });
};

const filterOf = ({ look, since }: Cursor): string | undefined => {
  if (since === undefined) return undefined;
  const field = look === 'list' ? 'updatedAt' : 'deletedAt';
  return `${field}[gte]:"${new Date(since).toISOString()}"`;
};

const kept = ({ look, since, began, after }: Cursor) => ({
  look,
  ...(since === undefined ? {} : { since }),
  ...(began === undefined ? {} : { began }),
  ...(after === undefined ? {} : { after }),
});

const nextOf = ({ look, since }: Cursor, began: number, after: string | undefined) => {
  if (after !== undefined) return { cursor: kept({ look, since, began, after }), more: true };
  // In the first walk nothing is known that could have been deleted.
  if (look === 'list' && since !== undefined)
    return { cursor: kept({ look: 'trash', since, began }), more: true };
  return { cursor: kept({ look: 'list', since: began - overlapMs }) };
};

/**
 * What changed since the cursor, and what was put into the trash. Twenty's cursor of a page names the values it is ordered by, so a record that
 * changes meanwhile moves to the end and shifts no other.
 */
export const changed = async (
  ctx: Ctx,
  object: string,
  input: { cursor: unknown; fields: readonly string[] },
): Promise<SyncPage> => {
  const { fields } = input;
  const cursor: Cursor = cursorSchema.safeParse(input.cursor).data ?? { look: 'list' };
  const answer = await list(ctx, object, {
    filter: filterOf(cursor),
    order: `${cursor.look === 'list' ? 'updatedAt' : 'deletedAt'},id`,
    after: cursor.after,
  });
  const read = answer.status === 200 ? readList(answer) : undefined;
  if (read === undefined) return failed(ctx, answer);
  const { pageInfo } = read;
  const rows = read.records.map((found) => rowOf(found, fields));
  const clock = readSaidTime(answer.headers['date']);
  const after =
    pageInfo?.hasNextPage === true && rows.length > 0 ? (pageInfo.endCursor ?? undefined) : undefined;
  return {
    kind: 'done',
    rows: cursor.look === 'list' ? rows : rows.map((row) => ({ ...row, deleted: true })),
    ...(clock === undefined ? {} : { clock }),
    ...nextOf(cursor, cursor.began ?? clock ?? ctx.systemTime, after),
  };
};
