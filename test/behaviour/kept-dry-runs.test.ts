import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { createCarryDryRuns } from '../../engine/dry-runs/kept/carry-dry-runs.ts';
import type { DryRunRequest } from '../../engine/dry-runs/try-people.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const journey = {
  key: 'cart',
  name: 'Cart',
  stage: 'retention',
  entry: { on: 'Cart Left', again: 'always' },
  steps: [
    { id: 'hello', type: 'send', channel: 'email', message: 'welcome' },
    { id: 'rest', type: 'wait', for: '2 days' },
  ],
};
const draft = { ...journey, steps: [...journey.steps, { id: 'more', type: 'wait', for: '3 days' }] };

const people = 24;
const lineSchema = z.looseObject({ id: z.string(), state: z.string(), people: z.number() });
const wholeSchema = lineSchema.extend({ told: z.array(z.looseObject({ profileId: z.string() })) });
const quietly = (): void => undefined;

let engine: TestedEngine;
let admin: AdminClient;
beforeAll(async () => {
  engine = await startMemoryEngine({
    files: (tenant) => shopFiles({ tenant, files: { 'journeys/cart.json': journey } }),
  });
  admin = adminClient(engine);
  for (let n = 0; n < people; n += 1) {
    await engine.customer(`u${n}`);
    await engine.track(`u${n}`, 'Cart Left');
  }
});
afterAll(() => engine.close());

const begin = async (body: object): Promise<string> => {
  const answer = await admin.call('POST', '/api/dry-runs', { journey: 'cart', ...body });
  expect(answer).toMatchObject({ status: 202 });
  return lineSchema.parse(answer.body).id;
};
const read = async (id: string) => wholeSchema.parse((await admin.call('GET', `/api/dry-runs/${id}`)).body);

it('a dry run in the background comes to what its parts come to, and is found by its id when it is over', async () => {
  const { body } = await admin.call('POST', '/api/journeys/cart/dry-run', { definition: draft });
  const part = z.looseObject({ people: z.literal(people) }).parse(body);
  const id = await begin({ definition: draft });
  const found = await read(id);
  expect(found).toMatchObject({ state: 'done', people, entered: people, total: people, definition: draft });
  expect(found).not.toHaveProperty('version');
  const { from: _from, until: _until, ...figures } = part;
  expect(found['result']).toMatchObject(figures);
  expect((await admin.call('GET', '/api/dry-runs?journey=cart')).body).toMatchObject({
    dryRuns: [{ id, how: 'dry-run', days: 7, state: 'done' }],
  });
  expect((await admin.call('GET', '/api/dry-runs?journey=other')).body).toEqual({ dryRuns: [] });
  expect(await admin.call('POST', `/api/dry-runs/${id}/cancel`)).toMatchObject({ status: 409 });
});

it('a dry run is played in parts by whichever process has it, and each part adds to the figures', async () => {
  const { dryRunStore } = engine.opened.stores;
  const { dryRuns, keptDryRuns, clock } = engine.engine;
  const { tenant } = engine;
  const inParts = {
    dryRun: (request: DryRunRequest) => dryRuns.dryRun({ ...request, sample: 10 }),
    replay: (request: DryRunRequest) => dryRuns.replay({ ...request, sample: 10 }),
  };
  const log = { info: quietly, warn: quietly, error: quietly };
  const deps = { dryRunStore, dryRuns: inParts, clock, log, jobLeaseMs: 60_000 };
  await keptDryRuns.start({ tenant, id: 'parts', journey: 'cart', how: 'replay', days: 20, by: 'k' });
  const played: (number | undefined)[] = [];
  for (let n = 0; n < 3; n += 1) {
    await createCarryDryRuns(deps).sweep();
    played.push((await dryRunStore.get({ tenant, id: 'parts' }))?.people);
  }
  expect(played).toEqual([10, 20, people]);
  const found = await read('parts');
  expect(found).toMatchObject({ state: 'done', total: people, version: 1 });
  expect(found['result']).toMatchObject({ entered: people, steps: [{ step: 'hello', runs: people }, {}] });
  expect(new Set(found.told.map(({ profileId }) => profileId)).size).toBe(people);
});

it('a dry run ends where it is when it is cancelled, and what comes too late is not counted', async () => {
  const { keptDryRuns, clock } = engine.engine;
  const { dryRunStore } = engine.opened.stores;
  const { tenant } = engine;
  await keptDryRuns.start({ tenant, id: 'ended', journey: 'cart', how: 'dry-run', days: 7, by: 'k' });
  const systemTime = clock.systemTime();
  const taken = await dryRunStore.takeDue({ systemTime, lease: systemTime + 60_000 });
  if (taken === undefined) throw new Error('Nothing was due.');
  expect(await keptDryRuns.cancel({ tenant, id: 'ended' })).toBe('cancelled');
  const late = { dryRun: taken, progress: { people: 24, state: 'done' as const }, due: undefined };
  expect(await dryRunStore.progress(late)).toBe(false);
  expect(await read('ended')).toMatchObject({ state: 'cancelled', people: 0 });
});

it('a draft that is not valid and a journey there is not are refused; one that went meanwhile fails with the reason', async () => {
  const broken = { ...draft, entry: { on: '' } };
  const refused = await admin.call('POST', '/api/dry-runs', { journey: 'cart', definition: broken });
  expect(refused).toMatchObject({ status: 400, body: { problems: [{ path: 'definition.entry.on' }] } });
  expect(await admin.call('POST', '/api/dry-runs', { journey: 'none' })).toMatchObject({ status: 404 });
  const { tenant } = engine;
  const begun = { id: 'gone', tenant, journey: 'none', days: 7, version: 1, by: 'k', definition: '{}' };
  const counted = {
    people: 0,
    entered: 0,
    told: [],
    attempts: 0,
    createdAt: engine.engine.clock.now(tenant),
  };
  const dryRun = { ...begun, ...counted, how: 'replay' as const, state: 'queued' as const };
  await engine.opened.stores.dryRunStore.add({ dryRun, due: 0 });
  await admin.call('GET', '/api/journeys');
  expect(await read('gone')).toMatchObject({ state: 'failed', failure: expect.stringContaining('none') });
});

it('no more than ten wait at once', async () => {
  const { tenant } = engine;
  const { keptDryRuns } = engine.engine;
  const wish = { tenant, journey: 'cart', how: 'dry-run', days: 1, by: 'k' } as const;
  for (let n = 0; n < 10; n += 1) await keptDryRuns.start({ ...wish, id: `n${n}` });
  await expect(keptDryRuns.start({ ...wish, id: 'n10' })).rejects.toThrow('under way');
  expect(await keptDryRuns.start({ ...wish, id: 'n9' })).toMatchObject({ dryRun: { id: 'n9' } });
  for (let n = 0; n < 10; n += 1) await keptDryRuns.cancel({ tenant, id: `n${n}` });
});

it('nobody who was erased is told of, and people get what is told of them', async () => {
  const id = await begin({ how: 'replay', days: 20 });
  const leaver = await engine.profileId('u5');
  const before = await read(id);
  expect(before.told.map(({ profileId }) => profileId)).toContain(leaver);
  const { body } = await admin.call('GET', `/api/profiles/${leaver}/export?limit=200`);
  const { rows } = z.object({ rows: z.array(z.looseObject({ collection: z.string() })) }).parse(body);
  expect(rows.filter(({ collection }) => collection === 'dryRuns')).toEqual(
    expect.arrayContaining([
      {
        collection: 'dryRuns',
        row: expect.objectContaining({ id, told: [expect.objectContaining({ profileId: leaver })] }),
      },
    ]),
  );
  await admin.call('DELETE', `/api/profiles/${leaver}`);
  const after = await read(id);
  expect(after.told).toEqual(before.told.filter(({ profileId }) => profileId !== leaver));
  expect(after.people).toBe(before.people);
});

it('what is over is counted by class, with what another length would delete', async () => {
  const classesOf = async (wanted: string) => {
    const { status, body } = await admin.call('GET', `/api/retention?wanted=${encodeURIComponent(wanted)}`);
    expect(status).toBe(200);
    const classSchema = z.looseObject({ name: z.string(), over: z.number(), deletes: z.number() });
    const { classes } = z.object({ classes: z.array(classSchema) }).parse(body);
    return new Map(classes.map((one) => [one.name, one]));
  };
  const now = await classesOf('dryRuns=30 days');
  const { over = 0 } = now.get('dryRuns') ?? {};
  expect(over).toBeGreaterThan(0);
  expect(now.get('dryRuns')).toMatchObject({ seconds: 30 * 86_400, usual: 30 * 86_400, deletes: 0 });
  const { retentionStore } = engine.opened.stores;
  const countBefore = (before: number) =>
    retentionStore.countOver({ tenant: engine.tenant, name: 'dryRuns', before });
  expect(await countBefore(0)).toBe(0);
  expect(await countBefore(Date.now() + 86_400_000)).toBe(over);
  expect(await admin.call('GET', '/api/retention?wanted=odd%3D1%20day')).toMatchObject({
    status: 400,
    body: { problems: [{ code: 'bad-retention', path: 'wanted' }] },
  });
});

it('operations of every kind stand in one list, page by page, each once', async () => {
  await admin.call('POST', '/api/imports', { kind: 'profiles' });
  await admin.call('POST', '/api/jobs', { do: { kind: 'freeze' }, who: { journey: 'cart' } });
  const operationSchema = z.looseObject({ id: z.string(), kind: z.string(), state: z.string() });
  const pageSchema = z.object({ operations: z.array(operationSchema), next: z.string().optional() });
  const readAll = async (query: string) => {
    const rows: z.infer<typeof operationSchema>[] = [];
    let next: string | undefined;
    do {
      const cursor = next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`;
      const page = pageSchema.parse((await admin.call('GET', `/api/operations?${query}${cursor}`)).body);
      rows.push(...page.operations);
      next = page.next;
    } while (next !== undefined);
    return rows;
  };
  const all = await readAll('limit=2');
  expect(all).toEqual(await readAll('limit=200'));
  expect(new Set(all.map(({ kind, id }) => `${kind} ${id}`)).size).toBe(all.length);
  expect(new Set(all.map(({ kind }) => kind))).toEqual(
    new Set(['job', 'dry-run', 'replay', 'import', 'erasure']),
  );
  expect(all.find(({ kind }) => kind === 'job')).toMatchObject({
    what: 'freeze',
    journey: 'cart',
    state: 'done',
    share: 1,
  });
  expect(all.find(({ kind }) => kind === 'import')).toMatchObject({ what: 'profiles', state: 'waiting' });
  const erasures = all.filter(({ kind }) => kind === 'erasure');
  expect(erasures.find(({ state }) => state === 'done')).toMatchObject({ profile: expect.any(String) });
  // Everything is looked through once more, some minutes later.
  expect(erasures.find(({ state }) => state === 'queued')).toMatchObject({ what: 'again' });
  expect(await readAll('kind=import')).toEqual(all.filter(({ kind }) => kind === 'import'));
});
