/** What figures are asked with; days are of the zone of the shop. */
export type Asked = {
  readonly from: string;
  readonly to: string;
  readonly by: 'day' | 'week' | 'month';
  /** By what customers are grouped. */
  readonly group: 'country' | 'cohort';
  /** How long a message counts towards an order. */
  readonly touchDays: number;
  readonly touch: 'sent' | 'clicked';
  readonly lostDays: number;
  readonly movedDays: number;
  readonly least: number;
  readonly pointValue: number;
  readonly journey: string;
  readonly channel: string;
  /** What a message costs in minor units. */
  readonly costs: Readonly<Record<string, number>>;
};

/** A row of a figure by column. */
export type FigureRow = Readonly<Record<string, string | number | null>>;

export const sum = <T>(items: readonly T[], of: (item: T) => number): number => {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
};

export const mean = (values: readonly number[]): number => sum(values, (one) => one) / values.length;

export const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
};

/** Items by a key. */
export const grouped = <T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
};

/** One row for each group. */
export const rowsBy = <T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  rowOf: (key: string, items: readonly T[]) => FigureRow,
): readonly FigureRow[] => [...grouped(items, keyOf)].map(([key, all]) => rowOf(key, all));

/** How many different values there are. */
export const different = <T>(items: readonly T[], of: (item: T) => string): number =>
  new Set(items.map(of)).size;

export const isWithin = (day: string, asked: Pick<Asked, 'from' | 'to'>): boolean =>
  day >= asked.from && day <= asked.to;

export const monthOf = (day: string): string => day.slice(0, 7);

const dayMs = 86_400_000;

/** The day so many days before. */
export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * dayMs).toISOString().slice(0, 10);

/** The Monday of the week of a day. */
export const weekOf = (day: string): string =>
  daysBefore(day, (new Date(Date.parse(day)).getUTCDay() + 6) % 7);
