import { createHttpFake } from '../testing.ts';
import { beside } from './fixtures.ts';

type Row = Readonly<Record<string, unknown>>;

const listed = ['orders', 'customers', 'addresses', 'products', 'carts', 'order_slip'] as const;

/** Whether a row fits `filter[field]`: `[1|2]` is one of them, `[a,b]` between them, a bare value the same. */
const fits = (row: Row, field: string, asked: string): boolean => {
  const value = String(row[field] ?? '');
  const within = /^\[(.*)\]$/.exec(asked)?.[1];
  if (within === undefined) return value === asked;
  const [from, to] = within.split(',');
  if (from !== undefined && to !== undefined) return value >= from && value <= to;
  return within.split('|').includes(value);
};

/**
 * The webservice of PrestaShop, as devdocs.prestashop-project.org/8/webservice describes it: lists with `filter`, `sort`, `limit` and `display`; dates are
 * only filtered with `date=1`; a list without rows is `[]`.
 */
export const createPrestashopFake = async (key: string) => {
  const kept = new Map<string, Row[]>([
    ...listed.map((name): [string, Row[]] => [name, []]),
    ...Object.entries(beside).map(([name, rows]): [string, Row[]] => [name, [...rows]]),
  ]);
  const asked: string[] = [];
  const provider = await createHttpFake(({ app }) => {
    app.get('/api/:list', (c) => {
      if (c.req.header('authorization') !== `Basic ${Buffer.from(`${key}:`).toString('base64')}`)
        return c.text('401 Unauthorized', 401);
      const list = c.req.param('list');
      const rows = kept.get(list);
      const query = c.req.query();
      if (rows === undefined || query['output_format'] !== 'JSON' || query['display'] !== 'full')
        return c.json({ errors: [{ code: 23, message: 'Resource of this type does not exist' }] }, 400);
      const filters = Object.entries(query).flatMap(([name, value]) => {
        const field = /^filter\[(\w+)\]$/.exec(name)?.[1];
        return field === undefined ? [] : [[field, value] as const];
      });
      if (filters.some(([field]) => field.startsWith('date_')) && query['date'] !== '1')
        return c.json({ errors: [{ code: 28, message: 'This filter does not exist' }] }, 400);
      asked.push(list);
      const found = rows
        .filter((row) => filters.every(([field, value]) => fits(row, field, value)))
        .toSorted((a, b) => (String(a['date_upd'] ?? '') < String(b['date_upd'] ?? '') ? -1 : 1));
      const [offset = '0', most = '1000'] = (query['limit'] ?? '0,1000').split(',');
      const page = found.slice(Number(offset), Number(offset) + Number(most));
      return c.json(page.length === 0 ? [] : { [list]: page });
    });
  });
  const listOf = (name: (typeof listed)[number]): Row[] => kept.get(name) ?? [];
  return { ...provider, listOf, asked };
};
