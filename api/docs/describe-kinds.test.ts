import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { readyObject } from '../../domain/objects/ready-object.ts';
import { shippedObjects } from '../../domain/objects/shipped.ts';
import { parseObjectTest } from '../../domain/objects/stories/object-test.ts';
import { prepareRecord } from '../../domain/records/change-record.ts';
import { startMatrix } from '../auth/matrix-for-tests.ts';
import { bearer } from '../api-for-tests.ts';
import { given as withoutMissing } from '../admin/paging.ts';
import { createOperatorApp } from '../operator-app.ts';

const world = await startMatrix();
const { app, operator, deps, keys } = world;
afterAll(world.close);

const shipped = new Map(
  [...shippedObjects].map(([key, definition]) => [key, readyObject({ definition })] as const),
);
const withShipped = createOperatorApp({
  ...deps,
  hosts: [],
  version: '0.0.0-test',
  api: { app, objects: async () => shipped },
});

const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
type Document = z.infer<typeof documentSchema>;
const documentOf = async (from: typeof operator): Promise<Document> =>
  documentSchema.parse(await (await from.request('/openapi.json')).json());

/** A named schema of the document, as a check of values. */
const checkOf = ({ components }: Document, name: string) => {
  const whole = { $ref: `#/$defs/${name}`, $defs: components.schemas };
  return z.fromJSONSchema(JSON.parse(JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/')));
};
const issuesOf = (document: Document, name: string, value: unknown): readonly unknown[] =>
  checkOf(document, name).safeParse(value).error?.issues ?? [];

const stories = async () => {
  const folder = join(import.meta.dirname, '../../domain/objects/shipped');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.test.json'));
  const read = await Promise.all(
    files.map(async (file) => {
      const parsed = parseObjectTest({ file, text: await readFile(join(folder, file), 'utf8') });
      const kind = file.replace('.test.json', '');
      return parsed.ok ? parsed.value.tests.map(({ name, given }) => ({ kind, name, given })) : [];
    }),
  );
  return read.flat().flatMap(({ given, ...story }) => (given === undefined ? [] : [{ ...story, given }]));
};

const pascal = (key: string): string =>
  key
    .split('-')
    .map((part) => `${part[0]?.toUpperCase()}${part.slice(1)}`)
    .join('');

describe('the OpenAPI document, of each kind of record', () => {
  it('has addresses and schemas of every published object, and no reference that leads nowhere', async () => {
    const document = await documentOf(withShipped);
    for (const key of shipped.keys()) {
      expect(Object.keys(document.paths[`/api/records/${key}`] ?? {})).toEqual(['get', 'post']);
      expect(Object.keys(document.paths[`/api/records/${key}/{id}`] ?? {})).toEqual([
        'get',
        'patch',
        'delete',
      ]);
      for (const name of ['RecordOf', 'NewRecordOf', 'ChangeOf'])
        expect(Object.keys(document.components.schemas)).toContain(`${name}${pascal(key)}`);
    }
    const text = JSON.stringify(document);
    const named = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(named.filter((name) => !Object.hasOwn(document.components.schemas, name ?? ''))).toEqual([]);
    const ofDeals = JSON.stringify(document.paths['/api/records/deal']);
    expect(ofDeals).toContain('#/components/schemas/RecordOfDeal"');
    expect(ofDeals).not.toContain('#/components/schemas/Record"');
    expect(ofDeals).not.toContain('"name":"kind"');
  });

  it('takes what the engine takes, and fits what comes of it', async () => {
    const document = await documentOf(withShipped);
    let count = 0;
    for (const { kind, name, given: told } of await stories()) {
      const { data, stage, owner, team } = told;
      const given = { data, ...withoutMissing({ stage, owner, team }) };
      const object = shipped.get(kind);
      if (object === undefined) throw new Error(`there is no ${kind}`);
      const made = await prepareRecord({
        object,
        given,
        id: 'r1',
        tenant: 'shop',
        now: Date.parse('2026-03-01T10:00:00Z'),
        zone: 'Europe/Madrid',
        actor: { kind: 'key', id: 'k1' },
      });
      if (!made.ok) continue;
      count += 1;
      expect(issuesOf(document, `NewRecordOf${pascal(kind)}`, given), `${kind}: ${name}`).toEqual([]);
      expect(issuesOf(document, `ChangeOf${pascal(kind)}`, { data: given.data }), name).toEqual([]);
      const shown = { ...answered, kind, data: made.record.data, stage: made.record.stage };
      expect(issuesOf(document, `RecordOf${pascal(kind)}`, shown), `${kind}: ${name}`).toEqual([]);
    }
    expect(count).toBeGreaterThan(15);
  });

  it('says what is refused: fields there are not, values nobody writes, what is missing, other stages', async () => {
    const document = await documentOf(withShipped);
    const data = { name: 'Roof' };
    expect(issuesOf(document, 'NewRecordOfDeal', { data })).toEqual([]);
    for (const wrong of [
      { data: { ...data, amonut: 1 } },
      { data: { ...data, linesTotal: { minor: 1, currency: 'EUR' } } },
      { data: { ...data, amount: 12 } },
      { data: {} },
      { data, stage: 'no-stage' },
    ]) {
      expect(issuesOf(document, 'NewRecordOfDeal', wrong), JSON.stringify(wrong)).not.toEqual([]);
    }
    expect(issuesOf(document, 'ChangeOfDeal', { data: { amount: null } })).toEqual([]);
    expect(issuesOf(document, 'ChangeOfDeal', { data: { amonut: null } })).not.toEqual([]);
  });

  it('is that of the published objects, and is kept to by the answers', async () => {
    const document = await documentOf(operator);
    const dealIn = ({ components }: Document) => JSON.stringify(components.schemas['RecordOfDeal']);
    expect(dealIn(document)).toContain('"seats"');
    expect(dealIn(await documentOf(withShipped))).not.toContain('"seats"');
    for (const key of [keys.admin, keys.reader]) {
      const answer = await app.request('/api/records/deal', { headers: bearer(key) });
      const { records } = z.object({ records: z.array(z.unknown()) }).parse(await answer.json());
      expect(records).toHaveLength(2);
      for (const record of records) {
        expect(issuesOf(document, 'RecordOfDeal', record)).toEqual([]);
        expect(issuesOf(document, 'RecordOfAccount', record)).not.toEqual([]);
      }
    }
  });

  it('shows the schemas of each kind on the page for people, with the addresses once for all kinds', async () => {
    const text = await (await withShipped.request('/docs')).text();
    expect(text).toContain('id="schema-RecordOfDeal"');
    expect(text).toContain('data.amount');
    expect(text).not.toContain('/api/records/deal');
  });
});

const answered = {
  id: 'r1',
  revision: 1,
  links: [],
  createdAt: '2026-03-01T10:00:00.000Z',
  updatedAt: '2026-03-01T10:00:00.000Z',
  createdBy: { kind: 'key', id: 'k1' },
  updatedBy: { kind: 'key', id: 'k1' },
};
