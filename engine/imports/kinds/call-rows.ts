import type { CallRefusal } from '../../../domain/events/call-refusal.ts';
import { type AcceptedEvent, eventIdOf } from '../../../domain/events/event.ts';
import { parseCall } from '../../../domain/events/segment-call.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import { isJsonObject } from '../../../domain/json.ts';
import type { Problem } from '../../../domain/problem.ts';
import { readInstant } from '../../../domain/time/instant.ts';
import type { Column } from '../../../domain/transfer/columns.ts';
import { type Cell, jsonOf, type Row } from '../../../domain/transfer/row.ts';
import type { Accept } from '../../events/accept.ts';
import type { EventStore } from '../../events/ports.ts';
import type { Import } from '../ports.ts';
import { type Page, refusedOutcome, type RowOutcome } from './import-kind.ts';

/** The columns that say whom a row is about, and when it was. */
export const whoColumns: readonly Column[] = [
  { name: 'userId', aliases: ['customerId'] },
  { name: 'anonymousId' },
  { name: 'email', aliases: ['emailAddress', 'mail'] },
  { name: 'phone', aliases: ['phoneNumber', 'mobile'] },
  { name: 'ids' },
  { name: 'timestamp', aliases: ['time', 'date', 'at'] },
  { name: 'messageId' },
  ...['profileId', 'receivedAt', 'trust', 'state', 'id'].map((name): Column => ({ name, isPassed: true })),
];

/** A call in Segment's format that a row comes to, or what is wrong with the row. */
export type ReadCall =
  | { readonly ok: true; readonly call: JsonObject; readonly id: string | undefined }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A value of a row; undefined for none, and for a cell without text. */
export const valueIn = (row: Row, name: string): Json | undefined => {
  const cell = row.cells.get(name);
  const value = cell === undefined ? undefined : jsonOf(cell);
  return value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;
};

/** A value of a row as text. */
export const textIn = (row: Row, name: string): string | undefined => {
  const value = valueIn(row, name);
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : undefined;
};

const parsed = (cell: Cell): Json | undefined => {
  if ('json' in cell) return cell.json;
  try {
    const value: Json = JSON.parse(cell.text);
    return value;
  } catch {
    return undefined;
  }
};

/** Problems of one column. */
export const fault = (path: string, message: string, hint: string): Problem => ({
  code: 'bad-value',
  path,
  message,
  hint,
  severity: 'error',
});

/** A bag of a row, such as `traits`: a column of that name holds an object, and columns below it (`traits.plan`) one value each. */
export const bagIn = (row: Row, name: string): JsonObject | Problem => {
  const whole = row.cells.get(name);
  const isBlank = whole === undefined || valueIn(row, name) === undefined;
  const base = isBlank ? {} : parsed(whole);
  if (!isJsonObject(base)) return fault(name, `\`${name}\` is no JSON object.`, 'Write `{"plan":"gold"}`.');
  const below = [...row.cells.keys()].flatMap((key): [string, Json][] => {
    const value = key.startsWith(`${name}.`) ? valueIn(row, key) : undefined;
    return value === undefined ? [] : [[key.slice(name.length + 1), value]];
  });
  return Object.fromEntries([...Object.entries(base), ...below]);
};

const isProblem = (value: JsonObject | Problem): value is Problem =>
  Object.hasOwn(value, 'severity') && Object.hasOwn(value, 'hint');

/** Bags of a row by name, or what is wrong with them. */
export const bagsIn = (
  row: Row,
  names: readonly string[],
): { readonly bags: Readonly<Record<string, JsonObject>>; readonly problems: readonly Problem[] } => {
  const read = names.map((name): [string, JsonObject | Problem] => [name, bagIn(row, name)]);
  return {
    problems: read.flatMap(([, value]) => (isProblem(value) ? [value] : [])),
    bags: Object.fromEntries(
      read.flatMap(([name, value]): [string, JsonObject][] => (isProblem(value) ? [] : [[name, value]])),
    ),
  };
};

const identity = (text: string): Json => {
  const at = text.indexOf(':');
  return { type: text.slice(0, at), id: text.slice(at + 1) };
};

const idsIn = (row: Row): readonly string[] => {
  const cell = row.cells.get('ids');
  const value = valueIn(row, 'ids');
  const read =
    cell !== undefined && typeof value === 'string' && value.startsWith('[') ? parsed(cell) : value;
  const all = Array.isArray(read) ? read : typeof read === 'string' ? read.split(/\s+/) : [];
  return all.filter((one): one is string => typeof one === 'string' && one.includes(':'));
};

/** Whom a row is about, and when it was, as fields of a call. Times without an offset are in `zone`. */
export const whoIn = (
  row: Row,
  zone: string,
): { readonly fields: JsonObject; readonly problems: readonly Problem[] } => {
  const ids = idsIn(row);
  const ofKind = (kind: string): string | undefined =>
    ids.find((id) => id.startsWith(`${kind}:`))?.slice(kind.length + 1);
  const named = (['email', 'phone'] as const).flatMap((name): Json[] => {
    const value = textIn(row, name);
    return value === undefined ? [] : [{ type: name, id: value }];
  });
  const others = ids.filter((id) => !/^(?:user|anon):/.test(id)).map(identity);
  const userId = textIn(row, 'userId') ?? ofKind('user');
  const anonymousId = textIn(row, 'anonymousId') ?? ofKind('anon');
  const said = valueIn(row, 'timestamp');
  const at =
    said === undefined
      ? undefined
      : readInstant({ value: typeof said === 'string' ? said.trim() : said, zone });
  const problems =
    said !== undefined && at === undefined
      ? [fault('timestamp', '`timestamp` is no point in time.', 'Write `2026-03-29T09:30:00Z`.')]
      : [];
  return {
    problems,
    fields: {
      ...(userId === undefined ? {} : { userId }),
      ...(anonymousId === undefined ? {} : { anonymousId }),
      externalIds: [...named, ...others],
      ...(at === undefined ? {} : { timestamp: new Date(at).toISOString() }),
    },
  };
};

/** The column that a place in a call comes from: `externalIds[0]` is the cell of an address, or `ids`. */
const columnOf = (input: { row: Row; call: JsonObject; path: string }): string => {
  const { row, call, path } = input;
  const index = /^externalIds\[(\d+)\]/.exec(path)?.[1];
  if (index === undefined) return path;
  const { externalIds } = call;
  const found = Array.isArray(externalIds) ? externalIds[Number(index)] : undefined;
  const isOf = (name: string): boolean =>
    isJsonObject(found) && found['type'] === name && found['id'] === textIn(row, name);
  return ['email', 'phone'].find(isOf) ?? 'ids';
};

const ofRefusal = ({ code, path, message, hint }: CallRefusal): Problem => ({
  code,
  path,
  message,
  hint,
  severity: 'error',
});

type Read =
  | { readonly ok: true; readonly event: AcceptedEvent }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The event of a row. A cell of which something would be lost refuses the row: anyone who imports can correct it. */
const eventOf = (input: { imported: Import; row: Row; read: ReadCall }): Read => {
  const { imported, row, read } = input;
  if (!read.ok) return read;
  const { createdAt: receivedAt, id, options } = imported;
  const made = parseCall({
    call: { ...read.call, messageId: textIn(row, 'messageId') ?? read.id ?? `import:${id}:${row.line}` },
    receivedAt,
    source: 'import',
    trust: 'server',
    idFrom: () => `import:${id}:${row.line}`,
    backfill: !options.fires,
  });
  const inRow = <T extends { readonly path: string; readonly message: string }>(told: T): T => {
    const path = columnOf({ row, call: read.call, path: told.path });
    return { ...told, path, message: told.message.replaceAll(`\`${told.path}\``, `\`${path}\``) };
  };
  if (!made.ok) return { ok: false, problems: [ofRefusal(inRow(made))] };
  const { ignored = [] } = made.event;
  return ignored.length === 0
    ? made
    : {
        ok: false,
        problems: ignored
          .map(inRow)
          .map(({ path, message }) => fault(path, message, 'Correct or empty the cell.')),
      };
};

/** What a known event comes to; `created` for a new one by default. */
export type Judge = (
  events: readonly AcceptedEvent[],
) => Promise<ReadonlyMap<AcceptedEvent, 'created' | 'changed' | 'unchanged'>>;

/**
 * Works on a page of rows each of which is an event: read, looked up, and accepted as events are, all at once. An event that is there
 * is not accepted again.
 */
export const workOnCalls = async (input: {
  deps: { readonly accept: Accept; readonly events: EventStore };
  page: Page;
  readCall: (row: Row) => ReadCall;
  judge?: Judge;
}): Promise<readonly RowOutcome[]> => {
  const { deps, page, readCall, judge } = input;
  const { imported, rows, isRepeat } = page;
  const { tenant } = imported;
  const read = rows.map((row) => eventOf({ imported, row, read: readCall(row) }));
  const events = read.flatMap((one) => (one.ok ? [one.event] : []));
  const judged = await judge?.(events);
  const known = new Set<string>();
  if (imported.isDryRun) {
    const there = await deps.events.many({ tenant, ids: events.map(eventIdOf) });
    for (const { id } of there) known.add(id);
  } else {
    const { duplicates } = await deps.accept({ tenant, events });
    for (const id of isRepeat ? [] : duplicates) known.add(id);
  }
  const seen = new Set<string>();
  return read.map((one): RowOutcome => {
    if (!one.ok) return refusedOutcome(one.problems);
    const id = eventIdOf(one.event);
    const isKnown = known.has(id) || seen.has(id);
    seen.add(id);
    return { kind: isKnown ? 'unchanged' : (judged?.get(one.event) ?? 'created') };
  });
};
