import { type AskFigure, rowsOf } from './compare.ts';
import { type FigureRow, sum } from './expected/asked.ts';

const total = (rows: readonly FigureRow[], column: string): number =>
  sum(rows, (row) => Number(row[column] ?? 0));

/** What of reports does not tie out with other reports of the same period: sums that have to be one number, no matter who says it. */
export const looseEnds = async (input: {
  ask: AskFigure;
  from: string;
  to: string;
}): Promise<readonly string[]> => {
  const { ask, from, to } = input;
  const period = { from, to };
  const figure = async (key: string, given: Readonly<Record<string, string>> = period) =>
    rowsOf(await ask(key, given));
  const behind = async (key: string, given: Readonly<Record<string, string>> = period) =>
    rowsOf(await ask(key, given, true));
  const wrong: string[] = [];
  const same = (what: string, values: readonly number[], slack = 0): void => {
    const [first = 0] = values;
    if (values.some((one) => Math.abs(one - first) > slack)) wrong.push(`${what}: ${values.join(', ')}`);
  };
  const byDay = await figure('revenue', { ...period, by: 'day' });
  const byMonth = await figure('revenue', { ...period, by: 'month' });
  const products = await figure('profit-by-product');
  const revenue = total(byDay, 'revenue');
  same('revenue by day, week, month, product, order', [
    revenue,
    total(await figure('revenue', { ...period, by: 'week' }), 'revenue'),
    total(byMonth, 'revenue'),
    total(products, 'revenue'),
    total(await behind('revenue', { ...period, by: 'day' }), 'revenue'),
    total(await behind('profit-by-product'), 'revenue'),
  ]);
  const credited = await figure('attribution', { ...period, days: '30' });
  for (const model of ['first', 'last', 'linear', 'position', 'decay'])
    same(`revenue by attribution (${model})`, [revenue, total(credited, model)], credited.length);
  const returned = await figure('journey-return', { ...period, days: '30' });
  for (const row of returned) {
    const last = credited.find(({ journey }) => journey === row['journey'])?.['last'] ?? 0;
    same(`return and last touch of ${String(row['journey'])}`, [Number(row['revenue']), Number(last)], 1);
  }
  const profit = await figure('profit-by-customer');
  const profitRows = await behind('profit-by-customer');
  for (const column of ['revenue', 'profit'])
    same(`${column} by customer, order`, [total(profit, column), total(profitRows, column)]);
  const grid = await figure('rfm-grid', { to });
  const moved = await figure('rfm-movement', { to });
  for (const by of ['stage', 'country', 'rfm', 'cohort']) {
    const value = await figure('value-by-group', { to, by });
    same(`customers by RFM, movement, ${by}`, [
      total(grid, 'customers'),
      total(moved, 'customers'),
      total(value, 'customers'),
    ]);
    same(`revenue by RFM, ${by}`, [total(grid, 'revenue'), total(value, 'revenue')]);
  }
  const channels = await figure('channel-mix');
  const sent = total(channels, 'sent');
  const mails = channels.filter(({ channel }) => channel === 'email');
  same('messages by channel, journey', [sent, total(returned, 'sent')]);
  same('mails by channel, mailbox', [total(mails, 'sent'), total(await figure('deliverability'), 'sent')]);
  const growth = await figure('list-growth');
  same('growth of the list', [total(growth, 'net'), total(growth, 'joined') - total(growth, 'left')]);
  return wrong;
};
