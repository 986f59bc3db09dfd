import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';

describe('the audit trail', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const append = (n: number, more: { subject?: string; once?: string; tenant?: string } = {}) =>
    store.stores.audit.append({
      tenant: store.tenant,
      at: noon + n,
      actor: { kind: 'key', id: 'api-key' },
      requestId: `request-${n}`,
      action: n % 2 === 0 ? 'journey.freeze' : 'suppression.lift',
      ...more,
    });

  it('lists what was done, newest first, page by page, by what was done and to what', async () => {
    for (const n of [1, 2, 3, 4]) await append(n, { subject: n === 4 ? 'cart' : 'welcome' });
    await append(5, { tenant: 'somebody-else' });
    const { tenant } = store;
    const list = (more: object) => store.stores.audit.list({ tenant, limit: 3, ...more });
    const first = await list({});
    expect(first.map(({ requestId }) => requestId)).toEqual(['request-4', 'request-3', 'request-2']);
    const last = first.at(-1);
    const rest = await list({ after: { at: last?.at ?? 0, n: 0, id: last?.id ?? '' } });
    expect(rest.map(({ requestId }) => requestId)).toEqual(['request-1']);
    expect((await list({ subject: 'cart' })).map(({ action }) => action)).toEqual(['journey.freeze']);
    expect(await list({ action: 'suppression.lift' })).toHaveLength(2);
  });

  it('keeps what must stand there once as it was written first', async () => {
    await append(10, { subject: 'first', once: 'trip-1' });
    await append(12, { subject: 'again', once: 'trip-1' });
    const { tenant } = store;
    const [line, ...more] = await store.stores.audit.list({ tenant, limit: 1 });
    expect(line).toMatchObject({ subject: 'first', at: noon + 10, actor: { kind: 'key', id: 'api-key' } });
    expect(more).toEqual([]);
  });

  it('has no way to change or remove a line, here or anywhere in the product', async () => {
    expect(Object.keys(store.stores.audit).toSorted()).toEqual(['append', 'list']);
    const root = join(import.meta.dirname, '../../..');
    const folders = [
      'activities',
      'api',
      'cli',
      'domain',
      'engine',
      'platform',
      'plugins',
      'server',
      'workflows',
    ];
    const files = await Promise.all(
      folders.map(async (folder) =>
        (await readdir(join(root, folder), { recursive: true })).map((name) => join(folder, name)),
      ),
    );
    const naming: string[] = [];
    for (const file of files.flat().filter((one) => one.endsWith('.ts') && !one.endsWith('.test.ts'))) {
      const text = await readFile(join(root, file), 'utf8');
      if (/auditSchema|AuditDoc|'auditLog'/.test(text)) naming.push(file);
    }
    const marking = 'server/stores/migrations/mark-over.ts';
    const allowed = [
      'engine/access/store/audit.ts',
      marking,
      'engine/access/module.ts',
      'engine/access/store/audit-schema.ts',
    ];
    expect(naming.toSorted()).toEqual(allowed.toSorted());
    // Lines of earlier versions are told once when they end, and nothing else of them.
    const marks = [...(await readFile(join(root, marking), 'utf8')).matchAll(/auditSchema\).*/g)];
    expect(marks.map(([text]) => text)).toEqual(['auditSchema).updateMany(unmarked, { $set: { overAt } });']);
    const writer = await readFile(join(root, 'engine/access/store/audit.ts'), 'utf8');
    expect(writer).not.toMatch(/\.(?:update|delete|replace|bulkWrite|findOneAnd|drop|insertMany)/);
  });
});
