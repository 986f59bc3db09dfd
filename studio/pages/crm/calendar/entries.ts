import type { components } from '../../../api/schema.ts';
import type { Definition } from '../definition.ts';
import type { RecordRow } from '../record-row.ts';
import { dayAfter, dayOf, hourOf } from './days.ts';

/** The kind of tasks, which are no records. */
export const taskKind = 'task';

/** Something that stands on days of the calendar. */
export type Entry = {
  readonly key: string;
  /** The key of an object, or `task`. */
  readonly kind: string;
  readonly title: string;
  /** Its page, where it has one. */
  readonly to?: string;
  /** Local days, the first and the last. */
  readonly from: string;
  readonly until: string;
  /** Local time on the first day; of what has a day only there is none. */
  readonly hour?: string;
  /** It ended: it was won, lost or done. */
  readonly isOver: boolean;
};

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);

/** A time of a field, as its local day and, where it has one, its hour. */
const placeOf = (value: unknown, zone: string): { day: string; hour?: string } | undefined => {
  if (typeof value !== 'string') return undefined;
  if (isDay(value)) return { day: value };
  return Number.isNaN(Date.parse(value)) ? undefined : { day: dayOf(value, zone), hour: hourOf(value, zone) };
};

/** The last day of what is over at an instant; that of midnight is the day before. */
const lastDay = (until: { day: string; hour?: string } | undefined, from: string): string => {
  if (until === undefined || until.day <= from) return from;
  return until.hour === '00:00' ? dayAfter(until.day, -1) : until.day;
};

/** Records of an object as entries; those without a time have none. */
export const entriesOf = (input: {
  definition: Definition;
  rows: readonly RecordRow[];
  zone: string;
}): readonly Entry[] => {
  const { definition, rows, zone } = input;
  const { calendar } = definition.views;
  if (calendar === undefined) return [];
  const ended = new Set(
    (definition.stages?.list ?? []).flatMap(({ key, ends }) => (ends === undefined ? [] : [key])),
  );
  return rows.flatMap((row): readonly Entry[] => {
    const from = placeOf(row.data[calendar.from], zone);
    if (from === undefined) return [];
    const until = calendar.until === undefined ? undefined : placeOf(row.data[calendar.until], zone);
    const { day, ...hour } = from;
    return [
      {
        key: `${row.kind} ${row.id}`,
        kind: row.kind,
        title: row.title ?? row.id,
        to: `/records/${row.kind}/${row.id}`,
        from: day,
        until: lastDay(until, day),
        ...hour,
        isOver: ended.has(row.stage ?? ''),
      },
    ];
  });
};

/** Tasks that are due as entries. */
export const taskEntries = (
  items: readonly components['schemas']['WorkItem'][],
  zone: string,
): readonly Entry[] =>
  items.flatMap(({ id, title, dueAt, profileId }): readonly Entry[] => {
    if (dueAt === undefined) return [];
    const day = dayOf(dueAt, zone);
    return [
      {
        key: `${taskKind} ${id}`,
        kind: taskKind,
        title: title ?? id,
        ...(profileId === undefined ? {} : { to: `/people/${profileId}` }),
        from: day,
        until: day,
        hour: hourOf(dueAt, zone),
        isOver: false,
      },
    ];
  });

/** What stands on each of the days: what has no hour first, then by it. */
export const byDay = (
  entries: readonly Entry[],
  days: readonly string[],
): ReadonlyMap<string, readonly Entry[]> => {
  const sortKey = ({ hour = '', title }: Entry): string => `${hour} ${title}`;
  const sorted = entries.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return new Map(days.map((day) => [day, sorted.filter(({ from, until }) => from <= day && day <= until)]));
};
