import { type CsvRow, readCsv } from '../documents/csv-table.ts';
import type { Checked, Problem } from '../problem.ts';
import {
  type BasketColumn,
  basketColumns,
  type PassedOver,
  passedOverBy,
  placesIn,
} from './basket-columns.ts';
import type { Basket } from './product-facts.ts';
import { createReadInstant } from './read-instants.ts';

/** The baskets of a file, and how many of its rows are in none of them. */
type ReadBaskets = {
  readonly baskets: readonly Basket[];
  readonly rows: number;
  readonly passedOver: ReadonlyMap<PassedOver, number>;
};

const problem = (
  fault: Pick<Problem, 'code' | 'path' | 'message' | 'hint'> & { line?: number },
): Problem => ({ ...fault, severity: 'error' });

const columns: readonly BasketColumn[] = ['person', 'at', 'product'];
const called = { person: 'person', at: 'time', product: 'product' } as const;

const missingIn = (heading: readonly string[]): readonly Problem[] => {
  const places = placesIn(heading);
  return columns
    .filter((name) => places[name] < 0)
    .map((name) =>
      problem({
        code: 'missing-column',
        path: name,
        message: `No column says the ${called[name]}.`,
        hint: `Name one of them ${basketColumns[name].map((one) => `\`${one}\``).join(', ')}.`,
      }),
    );
};

type Row = {
  readonly line: number;
  readonly cells: readonly string[];
  readonly person: string;
  readonly at: string;
};

/** Rows with whose order they are of, and when: some exports say both in the first row of an order only. */
const carried = (heading: readonly string[], rows: readonly CsvRow[]): readonly Row[] => {
  const places = placesIn(heading);
  const ofOrder = new Map<string, { readonly person: string; readonly at: string }>();
  return rows.map(({ line, cells }) => {
    const cell = (name: 'person' | 'at' | 'order'): string => cells[places[name]]?.trim() ?? '';
    const order = cell('order');
    const known = order === '' ? undefined : ofOrder.get(order);
    const person = cell('person') === '' ? (known?.person ?? '') : cell('person');
    const at = cell('at') === '' ? (known?.at ?? '') : cell('at');
    if (order !== '') ofOrder.set(order, { person, at });
    return { line, cells, person, at };
  });
};

/**
 * Reads baskets from a CSV file of orders, one row for each product bought: public sets of baskets (groceries, Instacart's tables joined,
 * Online Retail, RetailRocket, The Complete Journey), orders as Shopify exports them, `order_lines` of the warehouse, or columns of your own.
 * A person and an order, or a time where no order is named, make one basket. Rows that are no purchase of somebody who is known are counted and passed over. Answers everything that is wrong with
 * the file instead.
 */
export const readBaskets = (text: string): Checked<ReadBaskets> => {
  const isWanted = (row: readonly string[]): boolean => missingIn(row).length === 0;
  const table = readCsv({ text, isWanted });
  if (!table.ok) {
    const { line, message, hint } = table;
    return { ok: false, problems: [problem({ code: 'bad-csv', path: '', line, message, hint })] };
  }
  const [first, ...others] = table.rows;
  const heading = first?.cells ?? [];
  const missing = missingIn(heading);
  if (missing.length > 0) return { ok: false, problems: missing };
  const places = placesIn(heading);
  const rows = carried(heading, others);
  const instantOf = createReadInstant(rows.map(({ at }) => at));
  const whyNot = passedOverBy(heading);
  const baskets = new Map<string, { person: string; at: number; products: Set<string> }>();
  const passedOver = new Map<PassedOver, number>();
  for (const { line, cells, person, at: when } of rows) {
    const why = whyNot(cells, person);
    if (why !== undefined) {
      passedOver.set(why, (passedOver.get(why) ?? 0) + 1);
      continue;
    }
    const at = instantOf(when);
    if (at === undefined) {
      const message = when === '' ? 'The row says no time.' : `\`${when}\` is no time.`;
      const hint = 'Write a day such as `2015-07-21`, or the number of the order.';
      return { ok: false, problems: [problem({ code: 'bad-row', path: 'at', line, message, hint })] };
    }
    const order = cells[places.order]?.trim() ?? '';
    const key = JSON.stringify([person, order === '' ? at : order]);
    const known = baskets.get(key) ?? { person, at, products: new Set<string>() };
    known.products.add(cells[places.product]?.trim() ?? '');
    baskets.set(key, known);
  }
  const value = [...baskets.values()].map((one) => ({ ...one, products: [...one.products] }));
  return { ok: true, value: { baskets: value, rows: others.length, passedOver }, warnings: [] };
};
