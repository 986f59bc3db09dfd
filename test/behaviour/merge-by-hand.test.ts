import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { adminClient, type AdminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

describe('a merge by hand', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files: {} }) });
    call = adminClient(engine).call;
  });
  afterAll(() => engine.close());

  const merge = (id: string, body: object) => call('POST', `/api/profiles/${id}/merge`, body);
  const profile = async (id: string): Promise<unknown> => {
    const { body } = await call('GET', `/api/profiles/${id}`);
    return isObject(body) ? body['profile'] : undefined;
  };
  /** Somebody with an account, and somebody who bought as a guest; nothing that they share. */
  const two = async (name: string): Promise<{ account: string; guest: string }> => {
    const email = `${name}-guest@example.com`;
    await engine.send({
      name: 'identify',
      type: 'identify',
      externalIds: [{ kind: 'email', value: email }],
      traits: { email, city: 'Vigo', size: 'M' },
    });
    const [found] = await engine.opened.stores.profiles.withIds({
      tenant: engine.tenant,
      ids: [`email:${email}`],
    });
    await engine.customer(name, { city: 'Lugo' });
    return { account: await engine.profileId(name), guest: found?.id ?? '' };
  };

  it('says first what would come of it, and changes nothing', async () => {
    const { account, guest } = await two('ana');
    const answer = await merge(account, { from: guest, keep: { city: 'theirs' }, dry: true });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        state: 'preview',
        profile: { id: account, traits: { city: 'Vigo', size: 'M', email: 'ana@example.com' } },
        conflicts: [
          { name: 'city', mine: 'Lugo', theirs: 'Vigo', kept: 'theirs' },
          { name: 'email', mine: 'ana@example.com', theirs: 'ana-guest@example.com', kept: 'mine' },
          { name: 'firstName', mine: 'Ana', theirs: null, kept: 'mine' },
          { name: 'size', mine: null, theirs: 'M', kept: 'theirs' },
        ],
      },
    });
    expect(await profile(guest)).toMatchObject({ id: guest, traits: { city: 'Vigo' } });
    expect(await profile(account)).toMatchObject({ traits: { city: 'Lugo' } });
  });

  it('makes one person with the chosen values and the more careful consent, once, and is undone by a split', async () => {
    const { account, guest } = await two('bob');
    await engine.send({
      name: 'Consent Withdrawn',
      externalIds: [{ kind: 'email', value: 'bob-guest@example.com' }],
      properties: { channel: 'email', topic: '*' },
    });
    const keep = { city: 'theirs', size: 'mine' };
    const done = await merge(account, { from: guest, keep });
    expect(done).toMatchObject({ status: 200, body: { state: 'merged', profile: { id: account } } });
    await engine.comeToRest(engine.tenant);
    const one = await profile(guest);
    expect(one).toMatchObject({
      id: account,
      traits: { city: 'Vigo', email: 'bob@example.com' },
      traitSources: { city: { from: 'team' } },
      consents: { email: { '*': { state: 'withdrawn' } } },
    });
    expect(isObject(one) && isObject(one['traits']) && one['traits']['size']).toBeUndefined();
    expect(await merge(account, { from: guest, keep })).toMatchObject({ body: { state: 'already' } });
    const split = await call('POST', `/api/profiles/${account}/split`, { from: guest });
    expect(split.status).toBe(200);
    expect(await profile(guest)).toMatchObject({ id: guest, traits: { city: 'Vigo', size: 'M' } });
    expect(await merge(account, { from: guest })).toMatchObject({ status: 409 });
  });

  it('refuses two accounts, one profile, nobody, and a trait that neither has', async () => {
    const { account, guest } = await two('cleo');
    await engine.customer('dora');
    const dora = await engine.profileId('dora');
    const refused = await merge(account, { from: dora });
    expect(refused).toMatchObject({ status: 409 });
    expect(JSON.stringify(refused.body)).toContain('`user`');
    expect(await merge(account, { from: account })).toMatchObject({ status: 422 });
    expect(await merge(account, { from: 'p_nobody' })).toMatchObject({ status: 404 });
    expect(await merge(account, { from: guest, keep: { colour: 'mine' } })).toMatchObject({ status: 422 });
    expect(await profile(guest)).toMatchObject({ id: guest });
  });
});
