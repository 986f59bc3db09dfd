import type { Value } from '../../domain/warehouse/folder.ts';
import { factsOf } from './facts.ts';
import type { Shop } from './bring-in.ts';
import type { Asked, FigureRow } from './expected/asked.ts';
import { messageFigures } from './expected/messages.ts';
import { salesFigures } from './expected/sales.ts';
import { serviceFigures } from './expected/service.ts';

/** How an engine answers a figure: its columns, with a row for each list of values. */
export type AskFigure = (
  key: string,
  given: Readonly<Record<string, string>>,
  behind?: boolean,
) => Promise<{ readonly columns: readonly string[]; readonly rows: readonly (readonly Value[])[] }>;

/** The answer of a figure as rows by column. */
export const rowsOf = ({ columns, rows }: Awaited<ReturnType<AskFigure>>): readonly FigureRow[] =>
  rows.map((row) =>
    Object.fromEntries(
      columns.map((name, n): [string, string | number | null] => {
        const value = row[n];
        return [name, typeof value === 'boolean' || value === undefined ? null : value];
      }),
    ),
  );

/** The columns that tell the rows of a figure apart; the first by default. */
const keysOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['retention', ['month', 'later']],
  ['rfm-grid', ['recency', 'frequency']],
  ['rfm-movement', ['group', 'became']],
  ['baskets', ['product', 'other']],
  ['send-times', ['weekday', 'hour']],
]);

/** Sums of shares are rounded once; shares of an order that are whole minor units differ from exact ones by less than one a line. */
const slackOf = (figure: string, column: string, row: FigureRow): number => {
  if (figure === 'attribution' && column !== 'orders') return 1;
  if (figure === 'profit-by-product' && (column === 'revenue' || column === 'profit'))
    return Number(row['orders'] ?? 0);
  return 0;
};

const isSame = (a: Value | undefined, b: Value | undefined, slack: number): boolean => {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= Math.max(slack, 1e-9 * Math.max(Math.abs(a), Math.abs(b)));
};

const byKey = (rows: readonly FigureRow[], keys: readonly string[]): ReadonlyMap<string, FigureRow> =>
  new Map(rows.map((row) => [keys.map((key) => String(row[key])).join(' / '), row]));

/** Every place where a figure says something else than the computation from what happened; a few of each figure. */
const differences = (input: {
  figure: string;
  columns: readonly string[];
  found: readonly FigureRow[];
  expected: readonly FigureRow[];
}): readonly string[] => {
  const { figure, columns, found, expected } = input;
  const keys = keysOf.get(figure) ?? columns.slice(0, 1);
  const [has, should] = [byKey(found, keys), byKey(expected, keys)];
  const wrong: string[] = [];
  if (has.size !== found.length) wrong.push(`${figure}: rows of the same key`);
  for (const key of new Set([...has.keys(), ...should.keys()])) {
    const [row, wanted] = [has.get(key), should.get(key)];
    if (row === undefined || wanted === undefined) {
      wrong.push(`${figure} ${key}: ${row === undefined ? 'is missing' : 'is too much'}`);
      continue;
    }
    for (const column of columns) {
      if (!isSame(row[column], wanted[column], slackOf(figure, column, wanted)))
        wrong.push(
          `${figure} ${key}: ${column} is ${String(row[column])} instead of ${String(wanted[column])}`,
        );
    }
  }
  return wrong;
};

const givenOf = (figure: string, asked: Asked): Readonly<Record<string, string>> => {
  const period = { from: asked.from, to: asked.to };
  const touched = { ...period, days: String(asked.touchDays), touch: asked.touch };
  const own: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    revenue: { ...period, by: asked.by },
    'journey-return': { ...touched, point_value: String(asked.pointValue) },
    attribution: touched,
    'journey-funnel': { ...period, journey: asked.journey },
    'rfm-grid': { to: asked.to },
    'rfm-movement': { to: asked.to, days: String(asked.movedDays) },
    'value-by-group': { to: asked.to, by: asked.group, days: String(asked.lostDays) },
    baskets: { ...period, least: String(asked.least) },
    'list-growth': { ...period, channel: asked.channel },
    'loyalty-liability': { to: asked.to, point_value: String(asked.pointValue) },
  };
  return own[figure] ?? period;
};

/** How each figure is worked out without the warehouse, by its key. */
export const expectedFigures = (zone: string) => ({
  ...salesFigures,
  ...messageFigures(zone),
  ...serviceFigures,
});

/** Asks every figure, and says where it differs from the computation from what happened in the shop. */
export const compareFigures = async (input: {
  shop: Shop;
  zone: string;
  asked: Asked;
  ask: AskFigure;
}): Promise<readonly { readonly figure: string; readonly wrong: readonly string[] }[]> => {
  const { zone, asked, ask } = input;
  const facts = factsOf(input.shop, zone);
  const compared: { figure: string; wrong: readonly string[] }[] = [];
  for (const [figure, expect] of Object.entries(expectedFigures(zone))) {
    const answer = await ask(figure, givenOf(figure, asked));
    const { columns } = answer;
    const found = rowsOf(answer);
    compared.push({
      figure,
      wrong: differences({ figure, columns, found, expected: expect(facts, asked) }),
    });
  }
  return compared;
};
