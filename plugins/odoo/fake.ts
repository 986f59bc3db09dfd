import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { createHttpFake, createRecordBook, type FakeEnv, type RecordBook, testNow } from '../testing.ts';

type Kept = ReturnType<RecordBook['living']>[number];
type Fields = Parameters<RecordBook['add']>[0];

const types = {
  name: 'char',
  email: 'char',
  city: 'char',
  active: 'boolean',
  country_id: 'many2one',
  category_id: 'many2many',
  write_date: 'datetime',
};

const timeText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

const valueOf = (one: Kept, name: string): unknown => {
  if (name === 'id') return Number(one.id);
  if (name === 'write_date') return timeText(one.at);
  const value = one.fields[name];
  if (name === 'active') return value ?? true;
  if (name === 'country_id' && typeof value === 'number') return [value, `Country ${value}`];
  return value ?? false;
};

const condition = z.tuple([z.string(), z.string(), z.json()]);
type Domain = readonly z.infer<ReturnType<typeof z.json>>[];

/** Odoo's domains: conditions that all hold, `|` before two of which one does. */
const holds = (one: Kept, domain: Domain): boolean => {
  const terms = [...domain];
  const next = (): boolean => {
    const term = terms.shift();
    if (term === '|') {
      const [left, right] = [next(), next()];
      return left || right;
    }
    const [field, operator, value] = condition.parse(term);
    const has = valueOf(one, field);
    switch (operator) {
      case 'in':
        return Array.isArray(value) && value.some((each: unknown) => each === has);
      case '=ilike':
        return String(has).toLowerCase() === String(value).replaceAll(/\\(.)/g, '$1').toLowerCase();
      case '>':
        return Number(has) > Number(value);
      case '>=':
        return String(has) >= String(value);
      case '<':
        return String(has) < String(value);
      default:
        return has === value;
    }
  };
  let all = true;
  while (terms.length > 0) all = next() && all;
  return all;
};

class OdooError extends Error {
  override readonly name: string;
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const named = z.looseObject({
  domain: z.array(z.json()).optional(),
  fields: z.array(z.string()).optional(),
  order: z.string().optional(),
  limit: z.number().optional(),
  ids: z.array(z.number()).optional(),
  vals: z.record(z.string(), z.json()).optional(),
  vals_list: z.array(z.record(z.string(), z.json())).optional(),
});

const nameless = (): OdooError => new OdooError('odoo.exceptions.ValidationError', 'Contacts require a name');

const checked = (fields: Fields): Fields => {
  const strange = Object.keys(fields).find((name) => !Object.hasOwn(types, name));
  if (strange !== undefined) throw new OdooError('builtins.ValueError', `Invalid field '${strange}'`);
  if (fields['name'] === false) throw nameless();
  return fields;
};

const missing = (): OdooError =>
  new OdooError('odoo.exceptions.MissingError', 'Record does not exist or has been deleted.');

/** What `res.partner` does. */
const createMethods = (book: RecordBook) => (method: string, given: unknown) => {
  const {
    domain = [],
    fields = [],
    order = 'id',
    limit,
    ids = [],
    vals = {},
    vals_list = [],
  } = named.parse(given);
  const there = ids.map((id) => book.get(String(id)));
  switch (method) {
    case 'fields_get':
      return Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));
    case 'search_count':
      return book.living().filter((one) => holds(one, domain)).length;
    case 'search_read':
      return book
        .living()
        .filter((one) => holds(one, domain))
        .toSorted((a, b) => (order === 'id' ? 0 : a.at - b.at) || Number(a.id) - Number(b.id))
        .slice(0, limit)
        .map((one) => ({
          id: Number(one.id),
          ...Object.fromEntries(fields.map((name) => [name, valueOf(one, name)])),
        }));
    case 'create':
      if (vals_list.some((row) => row['name'] === undefined)) throw nameless();
      return vals_list.map((row) => Number(book.add(checked(row)).id));
    case 'write':
      if (there.includes(undefined)) throw missing();
      for (const id of ids) book.change(String(id), checked(vals));
      return true;
    case 'unlink':
      if (there.includes(undefined)) throw missing();
      for (const id of ids) book.remove(String(id));
      return true;
    default:
      throw new OdooError('builtins.AttributeError', `The method '${method}' does not exist`);
  }
};

type Parts = {
  readonly app: Hono<FakeEnv>;
  readonly key: string;
  readonly run: (method: string, given: unknown) => unknown;
};

const json2 = ({ app, key, run }: Parts): void => {
  app.post('/json/2/res.partner/:method', async (c: Context<FakeEnv>) => {
    if (c.req.header('authorization') !== `Bearer ${key}` || c.req.header('x-odoo-database') !== 'shop')
      return c.json({ name: 'werkzeug.exceptions.Unauthorized', message: 'Invalid apikey' }, 401);
    try {
      const value: unknown = run(c.req.param('method') ?? '', await c.req.json());
      return c.json(z.json().parse(value));
    } catch (thrown) {
      if (!(thrown instanceof OdooError)) throw thrown;
      return c.json({ name: thrown.name, message: thrown.message, arguments: [], debug: '' }, 422);
    }
  });
};

const rpcBody = z.object({
  id: z.number(),
  params: z.object({ service: z.string(), method: z.string(), args: z.array(z.json()) }),
});
const callArgs = z.tuple([
  z.literal('shop'),
  z.number(),
  z.string(),
  z.literal('res.partner'),
  z.string(),
  z.array(z.json()),
  z.record(z.string(), z.json()),
]);

const jsonRpc = ({ app, key, run }: Parts): void => {
  app.post('/jsonrpc', async (c) => {
    const { id, params } = rpcBody.parse(await c.req.json());
    const answered = (result: unknown) => c.json({ jsonrpc: '2.0', id, result: z.json().parse(result) });
    if (params.service === 'common') return answered(params.args[2] === key ? 7 : false);
    const [, uid, password, , method, args, kwargs] = callArgs.parse(params.args);
    try {
      if (uid !== 7 || password !== key) throw new OdooError('odoo.exceptions.AccessDenied', 'Access Denied');
      return answered(run(method, { ...kwargs, ...(args[0] === undefined ? {} : { ids: args[0] }) }));
    } catch (thrown) {
      if (!(thrown instanceof OdooError)) throw thrown;
      const data = { name: thrown.name, message: thrown.message, debug: '', arguments: [] };
      return c.json({ jsonrpc: '2.0', id, error: { code: 200, message: 'Odoo Server Error', data } });
    }
  });
};

/** What is sold, as `product.product` shows it: goods that are counted, and a service. */
export const sold = [
  {
    id: 11,
    name: 'Shirt',
    default_code: 'S-1',
    lst_price: 19.9,
    active: true,
    qty_available: 3,
    is_storable: true,
    type: 'consu',
  },
  {
    id: 12,
    name: 'Repair',
    default_code: false,
    lst_price: 25,
    active: true,
    qty_available: 0,
    is_storable: false,
    type: 'service',
  },
  {
    id: 13,
    name: 'Hat',
    default_code: 'H-1',
    lst_price: 9,
    active: false,
    qty_available: -1,
    is_storable: true,
    type: 'consu',
  },
];

const productRoutes = ({ app, sells }: Pick<Parts, 'app'> & { readonly sells: typeof sold }): void => {
  app.post('/json/2/product.product/fields_get', (c) =>
    c.json(Object.fromEntries(Object.keys(sold[0] ?? {}).map((name) => [name, { type: 'char' }]))),
  );
  app.post('/json/2/product.product/search_read', async (c) => {
    const { domain = [], limit } = named.parse(await c.req.json());
    const [, , after = 0] = condition.safeParse(domain[1]).data ?? [];
    return c.json(sells.filter(({ id }) => id > Number(after)).slice(0, limit));
  });
};

/** Odoo's external APIs (JSON-2 and JSON-RPC) for `res.partner`, in the database `shop`. */
export const createOdooFake = async (key: string) => {
  const clock = { at: testNow };
  const book = createRecordBook({ clock });
  const sells = [...sold];
  const provider = await createHttpFake(({ app }) => {
    app.use(async (c, next) => {
      c.header('date', new Date(clock.at).toUTCString());
      await next();
    });
    const run = createMethods(book);
    json2({ app, key, run });
    jsonRpc({ app, key, run });
    productRoutes({ app, sells });
  });
  return {
    ...provider,
    add: (fields: Fields): string => book.add(fields).id,
    change: (id: string, fields: Fields): void => {
      book.change(id, fields);
    },
    remove: (id: string): void => {
      book.remove(id);
    },
    kept: book.kept,
    /** What is sold: by `id`, in order. */
    sells,
    all: () => book.all().filter(({ fields }) => fields['active'] !== false),
    pass: (ms: number): void => {
      clock.at += ms;
    },
  };
};
