import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { createHttpFake, createTokenDesk, type FakeEnv } from '../testing.ts';

type Properties = Record<string, string | null>;
type Kept = { id: string; properties: Properties; at: number; archived: boolean };

const inputs = z.object({
  inputs: z.array(
    z.object({
      id: z.string().optional(),
      properties: z.record(z.string(), z.string()).optional(),
      objectWriteTraceId: z.string().optional(),
    }),
  ),
  idProperty: z.string().optional(),
  properties: z.array(z.string()).optional(),
});
const searching = z.object({
  filterGroups: z.array(
    z.object({
      filters: z.array(
        z.object({
          propertyName: z.string(),
          operator: z.string(),
          value: z.string().optional(),
          values: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
  properties: z.array(z.string()).optional(),
  limit: z.number().default(10),
  after: z.string().optional(),
});

const one = z.object({ properties: z.record(z.string(), z.string()) });
const objects = '/crm/v3/objects/:object';

/** The records of one kind; an address is taken once. */
const createRecords = (clock: { at: number }) => {
  const kept = new Map<string, Kept>();
  let nextId = 100;
  const living = () => [...kept.values()].filter(({ archived }) => !archived);
  return {
    kept,
    living,
    withEmail: (email: string | null | undefined) =>
      typeof email === 'string' && email !== ''
        ? living().find((each) => each.properties['email']?.toLowerCase() === email.toLowerCase())
        : undefined,
    create: (properties: Properties): Kept => {
      const id = String((nextId += 1));
      const made = { id, properties, at: clock.at, archived: false };
      kept.set(id, made);
      return made;
    },
    change: (id: string, properties: Properties): Kept | undefined => {
      const known = kept.get(id);
      if (known === undefined || known.archived) return undefined;
      return Object.assign(known, { properties: { ...known.properties, ...properties }, at: clock.at });
    },
  };
};
type Records = ReturnType<typeof createRecords>;

const shown = (record: Kept, properties: readonly string[] = []) => {
  const iso = new Date(record.at).toISOString();
  const own: Properties = { ...record.properties, lastmodifieddate: iso, hs_object_id: record.id };
  const asked = Object.fromEntries(properties.map((name) => [name, own[name] ?? null]));
  const { id, archived } = record;
  return {
    id,
    properties: properties.length === 0 ? own : asked,
    createdAt: iso,
    updatedAt: iso,
    archived,
  };
};

const error = (c: Context<FakeEnv>, status: 400 | 401 | 404 | 409, message: string, category: string) =>
  c.json({ status: 'error', message, correlationId: 'f00d', category }, status);
const unknownProperty = (c: Context<FakeEnv>) =>
  error(c, 400, 'Property "refuse" does not exist', 'VALIDATION_ERROR');

/** A choice that the property does not have. */
const isNoTier = ({ tier = '' }: Properties): boolean => tier !== '' && tier !== null && tier !== 'gold';
const noTier = (context: object) => ({
  status: 'error',
  category: 'VALIDATION_ERROR',
  message: 'The property tier has no such option.',
  context,
});

type Parts = {
  readonly app: Hono<FakeEnv>;
  /** The records of the kind that a path names. */
  readonly of: (c: Context<FakeEnv>) => Records;
  readonly page: number | undefined;
  readonly happened: (key: string) => void;
};

const listRoutes = ({ app, of, page }: Parts): void => {
  app.get(objects, (c) => {
    const records = of(c);
    const archived = c.req.query('archived') === 'true';
    const properties = c.req.query('properties')?.split(',');
    const limit = page ?? Number(c.req.query('limit') ?? 10);
    const after = Number(c.req.query('after') ?? 0);
    const all = [...records.kept.values()].filter((each) => each.archived === archived);
    const rest = all.filter(({ id }) => Number(id) > after);
    const results = rest.slice(0, limit);
    const last = results.at(-1);
    const more = rest.length > limit && last !== undefined;
    return c.json({
      results: results.map((each) => shown(each, properties)),
      ...(more ? { paging: { next: { after: last.id, link: '' } } } : {}),
    });
  });
  app.post(`${objects}/search`, async (c) => {
    const records = of(c);
    const { filterGroups, properties, limit, after = '0' } = searching.parse(await c.req.json());
    const [filter] = filterGroups.flatMap(({ filters }) => filters);
    const fits = (each: Kept): boolean => {
      if (filter?.operator === 'GTE') return each.at >= Number(filter.value);
      const value = each.properties[filter?.propertyName ?? ''];
      return filter?.values?.some((wanted) => wanted.toLowerCase() === value?.toLowerCase()) === true;
    };
    const found = records
      .living()
      .filter(fits)
      .toSorted((a, b) => a.at - b.at);
    const end = Number(after) + (page ?? limit);
    return c.json({
      total: found.length,
      results: found.slice(Number(after), end).map((each) => shown(each, properties)),
      ...(end < found.length ? { paging: { next: { after: String(end), link: '' } } } : {}),
    });
  });
};

const readRoutes = ({ app, of }: Parts): void => {
  app.post(`${objects}/batch/read`, async (c) => {
    const records = of(c);
    const read = inputs.parse(await c.req.json());
    const results = read.inputs.flatMap(({ id = '' }) => {
      const known = read.idProperty === 'email' ? records.withEmail(id) : records.kept.get(id);
      return known === undefined || known.archived ? [] : [shown(known, read.properties)];
    });
    if (results.length === read.inputs.length) return c.json({ status: 'COMPLETE', results }, 200);
    return c.json({ status: 'COMPLETE', results, numErrors: 1, errors: [] }, 207);
  });
  app.post(`${objects}/batch/archive`, async (c) => {
    const records = of(c);
    for (const { id = '' } of inputs.parse(await c.req.json()).inputs) {
      const known = records.kept.get(id);
      if (known !== undefined) known.archived = true;
    }
    return c.body(null, 204);
  });
  app.post(`${objects}/gdpr-delete`, async (c) => {
    const records = of(c);
    records.kept.delete(z.object({ objectId: z.string() }).parse(await c.req.json()).objectId);
    return c.body(null, 204);
  });
};

const batchRoutes = ({ app, of, happened }: Parts): void => {
  app.post(`${objects}/batch/create`, async (c) => {
    const records = of(c);
    const read = inputs.parse(await c.req.json());
    if (read.inputs.some(({ properties }) => properties?.['refuse'] !== undefined)) return unknownProperty(c);
    if (read.inputs.some(({ properties }) => records.withEmail(properties?.['email']) !== undefined))
      return error(c, 409, 'Contact already exists.', 'CONFLICT');
    const errors: object[] = [];
    const results = read.inputs.flatMap(({ properties = {}, objectWriteTraceId }) => {
      if (isNoTier(properties)) {
        errors.push(
          noTier(objectWriteTraceId === undefined ? {} : { objectWriteTraceId: [objectWriteTraceId] }),
        );
        return [];
      }
      const made = records.create(properties);
      happened(properties['email'] ?? made.id);
      return [{ ...shown(made), ...(objectWriteTraceId === undefined ? {} : { objectWriteTraceId }) }];
    });
    const at = '2026-03-01T12:00:00Z';
    // In another order than they were sent.
    const answer = { status: 'COMPLETE', results: results.toReversed(), startedAt: at, completedAt: at };
    return errors.length === 0
      ? c.json(answer, 201)
      : c.json({ ...answer, numErrors: errors.length, errors }, 207);
  });
  app.post(`${objects}/batch/update`, async (c) => {
    const records = of(c);
    const read = inputs.parse(await c.req.json());
    if (read.inputs.some(({ properties }) => properties?.['refuse'] !== undefined)) return unknownProperty(c);
    const errors: object[] = [];
    const results = read.inputs.flatMap(({ id = '', properties = {} }) => {
      if (isNoTier(properties)) {
        errors.push(noTier({ ids: [id] }));
        return [];
      }
      const changed = records.change(id, properties);
      if (changed !== undefined) return [shown(changed)];
      const message = 'Could not get some objects.';
      errors.push({ status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids: [id] } });
      return [];
    });
    return errors.length === 0
      ? c.json({ status: 'COMPLETE', results }, 200)
      : c.json({ status: 'COMPLETE', results, numErrors: errors.length, errors }, 207);
  });
};

const singleRoutes = ({ app, of }: Parts): void => {
  app.post(objects, async (c) => {
    const records = of(c);
    const { properties } = one.parse(await c.req.json());
    const other = records.withEmail(properties['email']);
    if (other !== undefined)
      return error(c, 409, `Contact already exists. Existing ID: ${other.id}`, 'CONFLICT');
    if (properties['refuse'] !== undefined) return unknownProperty(c);
    return c.json(shown(records.create(properties)), 201);
  });
  app.patch(`${objects}/:id`, async (c) => {
    const records = of(c);
    const { properties } = one.parse(await c.req.json());
    if (properties['refuse'] !== undefined) return unknownProperty(c);
    const changed = records.change(c.req.param('id'), properties);
    if (changed === undefined) return error(c, 404, 'resource not found', 'OBJECT_NOT_FOUND');
    return c.json(shown(changed), 200);
  });
};

/**
 * HubSpot's CRM API v3, as its OpenAPI documents describe it, for all kinds of objects; what is named here without one are contacts: properties are texts, an address is taken once, batches
 * answer 201, 200 or 207. `clock` is what it takes for now; a property `refuse` is none it knows, and a `tier` is `gold`, or
 * its row alone is refused.
 */
export const createHubspotFake = async (input: { token: string; clock?: { at: number }; page?: number }) => {
  const { token, clock = { at: Date.parse('2026-03-01T12:00:00Z') }, page } = input;
  const kinds = new Map<string, Records>();
  const ofKind = (object: string): Records => {
    const known = kinds.get(object) ?? createRecords(clock);
    kinds.set(object, known);
    return known;
  };
  const records = ofKind('contacts');
  const requests: { path: string; body: unknown }[] = [];
  const desk = createTokenDesk(token);
  /** So many answers to the making of records are lost. */
  const trouble: { lose: number } = { lose: 0 };
  const provider = await createHttpFake(({ app, happened }) => {
    desk.serve({ app, authorize: '/oauth/authorize', token: '/oauth/v1/token' });
    app.use(async (c, next) => {
      c.header('date', new Date(clock.at).toUTCString());
      if (!desk.takes(c.req.header('authorization')))
        return error(c, 401, 'Authentication credentials not found.', 'INVALID_AUTHENTICATION');
      const isJson = c.req.header('content-type')?.includes('json') === true;
      const body: unknown = isJson && c.req.method !== 'GET' ? await c.req.raw.clone().json() : undefined;
      requests.push({ path: `${c.req.method} ${c.req.path}`, body });
      await next();
      if (trouble.lose > 0 && c.req.path.endsWith('/batch/create')) {
        trouble.lose -= 1;
        c.env.outgoing.destroy();
      }
      return undefined;
    });
    const of = (c: Context<FakeEnv>): Records => ofKind(c.req.param('object') ?? '');
    const parts = { app, of, page, happened };
    for (const routes of [listRoutes, readRoutes, batchRoutes, singleRoutes]) routes(parts);
  });
  return {
    ...provider,
    requests,
    expire: desk.expire,
    kept: records.kept,
    ofKind,
    trouble,
    /** Somebody works in HubSpot. */
    add: (properties: Properties): string => records.create(properties).id,
    change: records.change,
    merge: (into: string, from: string): void => {
      records.kept.delete(from);
      records.change(into, { hs_merged_object_ids: from });
    },
  };
};
