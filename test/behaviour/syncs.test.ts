import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { own } from '../../domain/json.ts';
import { createHubspotFake } from '../../plugins/hubspot/fake.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const contacts = {
  plugin: 'crm',
  object: 'contacts',
  every: '5 minutes',
  fields: [
    { ours: 'email', theirs: 'email', as: 'lower' },
    { ours: 'firstName', theirs: 'firstname' },
    { ours: 'city', theirs: 'city' },
    {
      ours: 'profile.stage',
      theirs: 'lifecyclestage',
      direction: 'out',
      values: { lead: 'lead', customer: 'customer' },
    },
  ],
  consents: [{ theirs: 'hs_email_optout', channel: 'email' }],
};

const syncBody = z.looseObject({
  state: z.string(),
  error: z.string().optional(),
  issues: z.number(),
  links: z.number(),
  counts: z.looseObject({ in: z.number(), out: z.number(), created: z.number(), removed: z.number() }),
});
const issuesBody = z.object({
  issues: z.array(z.looseObject({ id: z.string(), code: z.string(), field: z.string().optional() })),
});

describe('a sync with a CRM', () => {
  let fake: Awaited<ReturnType<typeof createHubspotFake>>;
  let engine: TestedEngine;
  const clock = { at: 0 };
  const start = async (more: object = {}) => {
    engine = await startMemoryEngine({
      env: { TOKEN: 'pat-1' },
      start: clock.at,
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {},
          settings: {
            plugins: { crm: { use: 'hubspot', config: { token: { env: 'TOKEN' }, url: fake.url } } },
            syncs: { people: { ...contacts, ...more } },
          },
        }),
    });
    await engine.comeToRest(engine.tenant);
  };
  beforeEach(async () => {
    clock.at = Date.parse('2026-03-01T12:00:00Z');
    fake = await createHubspotFake({ token: 'pat-1', clock, page: 2 });
  });
  afterEach(async () => {
    await engine.close();
    await fake.close();
  });

  /** Lets time pass on both sides, so that a round is over. */
  const pass = async (minutes = 12) => {
    await engine.days(minutes / 1440);
    clock.at = engine.engine.clock.now(engine.tenant);
  };
  const call = (method: string, path: string, body?: unknown) => adminClient(engine).call(method, path, body);
  const sync = async () => syncBody.parse((await call('GET', '/api/syncs/people')).body);
  const issues = async () => issuesBody.parse((await call('GET', '/api/syncs/people/issues')).body).issues;
  const withEmail = async (email: string) => {
    const [profile] = await engine.opened.stores.profiles.withIds({
      tenant: engine.tenant,
      ids: [`email:${email}`],
    });
    return profile;
  };
  const trait = async (email: string, name: string) => own((await withEmail(email))?.traits, name);
  const there = (email: string) =>
    [...fake.kept.values()].filter((one) => one.properties['email'] === email && !one.archived);
  const writes = () => fake.requests.filter(({ path }) => /batch\/(?:create|update)|PATCH/.test(path)).length;

  it('brings everybody together once: those there are here, those here are there, those on both sides are one', async () => {
    for (const name of ['eva', 'dan', 'ben'])
      fake.add({ email: `${name}@example.com`, firstname: name, city: 'Cadiz' });
    await start();
    await engine.identify('u1', { email: 'ana@example.com', firstName: 'Ana' });
    await engine.identify('u2', { email: 'Ben@example.com', city: 'Jerez' });
    await pass();
    expect(await trait('eva@example.com', 'firstName')).toBe('eva');
    expect(there('ana@example.com')).toMatchObject([
      { properties: { firstname: 'Ana', lifecyclestage: 'lead' } },
    ]);
    expect(there('ben@example.com')).toHaveLength(1);
    expect(await trait('ben@example.com', 'firstName')).toBe('ben');
    expect(await sync()).toMatchObject({ issues: 0, links: 4, counts: { created: 1 } });
  });

  it('carries a change either way, and then leaves both sides alone', async () => {
    const id = fake.add({ email: 'ana@example.com', city: 'Cadiz' });
    await start();
    await pass();
    fake.change(id, { city: 'Jerez' });
    await pass();
    expect(await trait('ana@example.com', 'city')).toBe('Jerez');
    await engine.send({
      name: 'identify',
      type: 'identify',
      externalIds: [{ kind: 'email', value: 'ana@example.com' }],
      traits: { city: 'Malaga' },
    });
    await pass();
    expect(fake.kept.get(id)?.properties['city']).toBe('Malaga');
    const before = writes();
    const { counts } = await sync();
    await pass(60);
    expect(writes()).toBe(before);
    expect((await sync()).counts).toMatchObject({ in: counts.in, out: counts.out });
  });

  it('lets nobody be made twice when an answer is lost after it took effect', async () => {
    await start();
    await pass();
    await engine.identify('u1', { email: 'ana@example.com' });
    fake.trouble.lose = 2;
    for (let n = 0; n < 5; n += 1) await pass(30);
    expect(fake.trouble.lose).toBeLessThan(2);
    expect(there('ana@example.com')).toHaveLength(1);
    expect(await sync()).toMatchObject({ links: 1 });
    expect((await sync()).error).toBeUndefined();
  });

  it('takes a no from either side to the other, and a yes to none', async () => {
    const no = fake.add({ email: 'eva@example.com', hs_email_optout: 'true' });
    const yes = fake.add({ email: 'ana@example.com', hs_email_optout: 'false' });
    await start();
    await engine.customer('ana', { email: 'ana@example.com' });
    await pass();
    expect((await withEmail('eva@example.com'))?.consents['email']?.['*']?.state).toBe('withdrawn');
    expect((await withEmail('ana@example.com'))?.consents['email']?.['*']?.state).toBe('granted');
    await engine.send({
      name: 'Consent Withdrawn',
      userId: 'ana',
      properties: { channel: 'email', topic: '*' },
    });
    fake.change(no, { hs_email_optout: 'false' });
    await pass();
    expect(fake.kept.get(yes)?.properties['hs_email_optout']).toBe('true');
    expect((await withEmail('eva@example.com'))?.consents['email']?.['*']?.state).toBe('withdrawn');
    expect(fake.kept.get(no)?.properties['hs_email_optout']).toBe('true');
  });

  it('leaves what was deleted there deleted, keeps the person here, and removes there who was erased here', async () => {
    const gone = fake.add({ email: 'dan@example.com' });
    const other = fake.add({ email: 'eva@example.com' });
    await start();
    await pass();
    const one = fake.kept.get(gone);
    if (one !== undefined) one.archived = true;
    await pass(70);
    expect(await withEmail('dan@example.com')).toBeDefined();
    await engine.send({
      name: 'identify',
      type: 'identify',
      externalIds: [{ kind: 'email', value: 'dan@example.com' }],
      traits: { city: 'Rota' },
    });
    await pass();
    expect(there('dan@example.com')).toEqual([]);
    const eva = await withEmail('eva@example.com');
    await call('DELETE', `/api/profiles/${eva?.id ?? ''}`);
    await pass();
    expect(fake.kept.get(other)?.archived).toBe(true);
    expect(await withEmail('eva@example.com')).toBeUndefined();
  });

  it('says what a person has to decide, and does as they decide', async () => {
    const id = fake.add({ email: 'ana@example.com', city: 'Cadiz' });
    await start({
      fields: contacts.fields.map((field) => (field.ours === 'city' ? { ...field, conflict: 'ask' } : field)),
    });
    await pass();
    fake.change(id, { city: 'Jerez' });
    await engine.send({
      name: 'identify',
      type: 'identify',
      externalIds: [{ kind: 'email', value: 'ana@example.com' }],
      traits: { city: 'Rota' },
    });
    await pass();
    const [issue] = await issues();
    expect(issue).toMatchObject({ code: 'conflict', field: 'city' });
    expect(fake.kept.get(id)?.properties['city']).toBe('Jerez');
    const shown = await call('GET', '/api/syncs/people/preview');
    expect(shown.status).toBe(200);
    expect(
      await call('POST', `/api/syncs/people/issues/${issue?.id ?? ''}/retry`, { take: 'ours' }),
    ).toMatchObject({
      status: 200,
      body: { retried: 1 },
    });
    await pass();
    expect(fake.kept.get(id)?.properties['city']).toBe('Rota');
    expect(await issues()).toEqual([]);
  });

  it('goes on where it was after the provider was away, says so meanwhile, and rests when it is told to', async () => {
    await start();
    await pass();
    fake.play('unavailable');
    await engine.identify('u1', { email: 'ana@example.com' });
    await pass();
    expect(await sync()).toMatchObject({ state: 'failing', error: expect.stringContaining('http-503') });
    fake.play('ok');
    await pass(60);
    expect(there('ana@example.com')).toHaveLength(1);
    expect(await sync()).toMatchObject({ state: 'waiting' });
    expect((await call('POST', '/api/syncs/people/pause')).body).toMatchObject({ state: 'paused' });
    await engine.identify('u2', { email: 'ben@example.com' });
    await pass(30);
    expect(there('ben@example.com')).toEqual([]);
    await call('POST', '/api/syncs/people/resume');
    await pass();
    expect(there('ben@example.com')).toHaveLength(1);
  });

  it('shows what it would do before it does it', async () => {
    fake.add({ email: 'eva@example.com', city: 'Cadiz' });
    await start({ create: 'out' });
    await engine.identify('u1', { email: 'eva@example.com' });
    await call('POST', '/api/syncs/people/pause');
    await call('POST', '/api/syncs/people/run', { everything: true });
    const { body } = await call('GET', '/api/syncs/people/preview?limit=5');
    expect(body).toMatchObject({
      rows: [
        { differences: expect.arrayContaining([{ side: 'ours', field: 'city', from: null, to: 'Cadiz' }]) },
      ],
    });
    expect((await call('GET', '/api/syncs/none')).status).toBe(404);
  });
});
