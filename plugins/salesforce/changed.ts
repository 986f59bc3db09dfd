import { z } from 'zod';
import { readSaidTime, type SyncPage, type SyncRow } from '../contract.ts';
import { badNames, type Ctx, failed, queried, rowOf, type SalesforceRecord, timeOf } from './answers.ts';
import { quoted, select } from './soql.ts';

/** Where a look goes on: behind the record with this id, of those that were changed at this instant of Salesforce's. */
const cursorSchema = z.object({ at: z.number(), id: z.string() });
type Cursor = z.infer<typeof cursorSchema>;

const pageMax = 400;
/** What is written now may become visible after what was written later. */
const overlapMs = 5 * 60_000;

/** Objects of which several can become one. */
const mergeable = new Set(['Account', 'Contact', 'Lead']);

const pathOf = (ctx: Ctx, path: string): string =>
  new URL(`/services/data/v${ctx.config.version}/${path}`, ctx.config.url).href;

/** Asks a question. `all`: also for what was deleted. */
export const query = (ctx: Ctx, soql: string, all = false) =>
  ctx.http({ url: `${pathOf(ctx, all ? 'queryAll' : 'query')}?q=${encodeURIComponent(soql)}` });

const whereOf = ({ at, id }: Cursor): string => {
  const time = new Date(at).toISOString();
  return id === ''
    ? `SystemModstamp >= ${time}`
    : `(SystemModstamp > ${time} OR (SystemModstamp = ${time} AND Id > ${quoted(id)}))`;
};

/** The records that others were merged into, each with the ids of those. */
const mergedInto = async (
  ctx: Ctx,
  object: string,
  input: { records: readonly SalesforceRecord[]; fields: readonly string[] },
): Promise<SyncPage | { readonly kind: 'rows'; readonly rows: readonly SyncRow[] }> => {
  const into = new Map<string, string[]>();
  for (const { Id, ...one } of input.records) {
    const master = one['MasterRecordId'];
    if (typeof master === 'string') into.set(master, [...(into.get(master) ?? []), Id]);
  }
  if (into.size === 0) return { kind: 'rows', rows: [] };
  const ids = [...into.keys()].map(quoted).join(', ');
  const fields = [...input.fields, 'SystemModstamp'];
  const answer = await query(ctx, select({ object, fields, where: `Id IN (${ids})` }));
  const read = queried.safeParse(answer.json);
  if (answer.status !== 200 || !read.success) return failed(ctx, answer);
  const rows = read.data.records.map((found) => ({
    ...rowOf(found, input.fields),
    mergedFrom: into.get(found.Id) ?? [],
  }));
  return { kind: 'rows', rows };
};

/**
 * What changed since the cursor, also what was deleted or merged. Pages follow each other by time and id, and not by Salesforce's own cursors:
 * those end, and a record that changes meanwhile comes again at the end.
 */
export const changed = async (
  ctx: Ctx,
  object: string,
  input: { cursor: unknown; fields: readonly string[] },
): Promise<SyncPage> => {
  const { fields } = input;
  const bad = badNames(fields);
  if (bad !== undefined) return bad;
  const cursor = cursorSchema.safeParse(input.cursor).data;
  const merging = mergeable.has(object) ? ['MasterRecordId'] : [];
  const soql = select({
    object,
    fields: [...fields, 'SystemModstamp', 'IsDeleted', ...merging],
    ...(cursor === undefined ? {} : { where: whereOf(cursor) }),
    more: `ORDER BY SystemModstamp, Id LIMIT ${pageMax}`,
  });
  const answer = await query(ctx, soql, true);
  const read = queried.safeParse(answer.json);
  if (answer.status !== 200 || !read.success) return failed(ctx, answer);
  const { records, done } = read.data;
  const merged = await mergedInto(ctx, object, { records, fields });
  if (merged.kind !== 'rows') return merged;
  const rows = records
    .filter((one) => typeof one['MasterRecordId'] !== 'string')
    .map((found) => rowOf(found, fields));
  const clock = readSaidTime(answer.headers['date']);
  const last = records.at(-1);
  const at = timeOf(last?.['SystemModstamp']);
  const said = {
    kind: 'done',
    rows: [...rows, ...merged.rows],
    ...(clock === undefined ? {} : { clock }),
  } as const;
  if (last !== undefined && at !== undefined && (!done || records.length === pageMax))
    return { ...said, cursor: { at, id: last.Id }, more: true };
  if (last === undefined && cursor?.id === '') return { ...said, cursor };
  // The next look goes a little back.
  const reached = at ?? cursor?.at ?? clock ?? ctx.systemTime;
  return { ...said, cursor: { at: reached - overlapMs, id: '' } };
};
