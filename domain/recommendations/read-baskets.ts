import { readCsv } from '../documents/csv-table.ts';
import type { Checked, Problem } from '../problem.ts';
import type { Basket } from './product-facts.ts';

/** Headings of public sets of baskets: the groceries set (Member_number, Date, itemDescription) and one table joined from Instacart's. */
const headings = {
  person: ['member_number', 'user_id', 'customer_id', 'person'],
  at: ['date', 'order_number', 'timestamp', 'at'],
  product: ['itemdescription', 'product_id', 'product', 'sku'],
} as const;

const problem = (
  fault: Pick<Problem, 'code' | 'path' | 'message' | 'hint'> & { line?: number },
): Problem => ({
  ...fault,
  severity: 'error',
});

const dayMs = 86_400_000;

/** A day as the sets write it (`21-07-2015`, `2015-07-21`), or the number of an order; both grow with time. */
const instantOf = (text: string): number | undefined => {
  const [, day, month, year] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text) ?? [];
  if (day !== undefined && month !== undefined && year !== undefined)
    return Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Numbers of orders count as days, so that their order is that of time.
  if (/^\d{1,6}$/.test(text)) return Number(text) * dayMs;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
};

/**
 * Reads baskets from a CSV file of public sets, one row for each product bought; a person and a day (or number of order) make one basket.
 * Answers everything that is wrong with the file instead.
 */
export const readBaskets = (text: string): Checked<readonly Basket[]> => {
  const isWanted = (row: readonly string[]): boolean =>
    Object.values(headings).every((names) =>
      row.some((one) => names.some((name) => name === one.trim().toLowerCase())),
    );
  const table = readCsv({ text, isWanted });
  if (!table.ok) {
    const { line, message, hint } = table;
    return { ok: false, problems: [problem({ code: 'bad-csv', path: '', line, message, hint })] };
  }
  const [first, ...rows] = table.rows;
  const heading = first?.cells ?? [];
  const placeOf = (names: readonly string[]): number =>
    heading.findIndex((one) => names.includes(one.trim().toLowerCase()));
  const places = {
    person: placeOf(headings.person),
    at: placeOf(headings.at),
    product: placeOf(headings.product),
  };
  const missing = (['person', 'at', 'product'] as const).filter((name) => places[name] < 0);
  if (missing.length > 0) {
    const problems = missing.map((name) =>
      problem({
        code: 'missing-column',
        path: name,
        message: `No column says the ${name}.`,
        hint: `Name one of them ${headings[name].map((one) => `\`${one}\``).join(', ')}.`,
      }),
    );
    return { ok: false, problems };
  }
  const baskets = new Map<string, { person: string; at: number; products: Set<string> }>();
  for (const { line, cells } of rows) {
    const [person, when, product] = [places.person, places.at, places.product].map(
      (place) => cells[place]?.trim() ?? '',
    );
    const at = when === undefined ? undefined : instantOf(when);
    if (
      person === undefined ||
      person === '' ||
      product === undefined ||
      product === '' ||
      at === undefined
    ) {
      const message = 'The row lacks a person, a product or a time.';
      const hint = 'Write a day such as `2015-07-21`, or the number of the order.';
      return {
        ok: false,
        problems: [problem({ code: 'bad-row', path: '', line, message, hint })],
      };
    }
    const key = `${person}\n${at}`;
    const known = baskets.get(key) ?? { person, at, products: new Set<string>() };
    known.products.add(product);
    baskets.set(key, known);
  }
  const value = [...baskets.values()].map((one) => ({ ...one, products: [...one.products] }));
  return { ok: true, value, warnings: [] };
};
