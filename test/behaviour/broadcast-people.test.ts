import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { hashId } from '../../domain/hash.ts';
import { newProfile } from '../../domain/profiles/profile.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const shown = z.looseObject({ id: z.string(), state: z.string(), figures: z.looseObject({ sent: z.int() }) });
const counted = z.object({ people: z.int(), low: z.int(), high: z.int() });
const estimate = z.looseObject({
  matched: z.int(),
  lookedAt: z.int(),
  isExact: z.boolean(),
  reached: counted,
  skipped: z.array(counted.extend({ reason: z.string(), text: z.string() })),
});
const inGroup = (group: string) => ({
  when: { all: [{ fact: 'profile', path: '$.traits.group', operator: 'equal', value: group }] },
});

describe('the people of a broadcast', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      start: Date.UTC(2026, 2, 10, 6),
      files: (tenant) => shopFiles({ tenant, files: {}, messages: ['welcome'] }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const ok = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await admin.call(method, path, body);
    expect([answer.status < 300, answer.status < 300 ? '' : answer.body]).toEqual([true, '']);
    return answer.body;
  };
  const mailsTo = (name: string): number => engine.mail.to(`${name}@example.com`).length;

  it('get it once when some of them are merged or erased in the middle, and nobody gets it who was erased before their turn', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `mid-${n}`);
    const mailOf = (name: string): string => `${name}@example.com`;
    // Guests, who have no account that keeps them two people.
    for (const name of names) {
      const externalIds = [{ kind: 'email', value: mailOf(name) }];
      await engine.send({ name: 'identify', type: 'identify', externalIds, traits: { group: 'middle' } });
      await engine.send({
        name: 'Consent Granted',
        externalIds,
        properties: { channel: 'email', topic: '*' },
      });
    }
    const plan = {
      name: 'Slow',
      audience: inGroup('middle'),
      variants: [{ name: 'a', message: 'welcome' }],
      perMinute: 12,
    };
    const { id } = shown.parse(await ok('POST', '/api/broadcasts', plan));
    await ok('POST', `/api/broadcasts/${id}/schedule`, {});
    // A few minutes later some have it, and others do not.
    while (names.filter((name) => mailsTo(name) > 0).length < 4) await engine.days(5 / 86_400);
    await ok('POST', `/api/broadcasts/${id}/pause`, {});
    const [reached = '', other = '', erasedAfter = ''] = names.filter((name) => mailsTo(name) > 0);
    const [waiting = '', late = '', erasedBefore = ''] = names.filter((name) => mailsTo(name) === 0);
    const idOf = async (name: string): Promise<string> => {
      const ids = [`email:${mailOf(name)}`];
      const [found] = await engine.opened.stores.profiles.withIds({ tenant: engine.tenant, ids });
      return found?.id ?? '';
    };
    const merge = async (into: string, from: string) =>
      ok('POST', `/api/profiles/${await idOf(into)}/merge`, { from: await idOf(from) });
    await merge(waiting, reached);
    await merge(other, late);
    await ok('DELETE', `/api/profiles/${await idOf(erasedBefore)}`);
    await ok('DELETE', `/api/profiles/${await idOf(erasedAfter)}`);
    const before = engine.mail.mails.length;
    await ok('POST', `/api/broadcasts/${id}/resume`, {});
    await engine.days(1);

    expect(shown.parse(await ok('GET', `/api/broadcasts/${id}`)).state).toBe('sent');
    expect([mailsTo(reached) + mailsTo(waiting), mailsTo(other) + mailsTo(late)]).toEqual([1, 1]);
    expect([mailsTo(erasedBefore), mailsTo(erasedAfter)]).toEqual([0, 1]);
    const rest = names.filter(
      (name) => ![reached, waiting, other, late, erasedBefore, erasedAfter].includes(name),
    );
    expect(rest.map(mailsTo)).toEqual(rest.map(() => 1));
    expect(engine.mail.mails.length - before).toBeGreaterThan(0);
  });

  it('are estimated from a random part of them where they are many, the same at each look, with intervals', async () => {
    const { tenant } = engine;
    const now = engine.engine.clock.now(tenant);
    const many = 1500;
    for (let n = 0; n < many; n += 1) {
      const name = `many-${n}`;
      const profile = newProfile({
        id: `p_${hashId('many', n)}`,
        tenant,
        ids: [`user:${name}`],
        referralCode: hashId('code', n),
        now,
      });
      const traits = { group: 'many', ...(n % 3 === 0 ? {} : { email: `${name}@example.com` }) };
      await engine.opened.stores.profiles.insert({ ...profile, traits });
    }
    const plan = {
      name: 'Many',
      audience: inGroup('many'),
      variants: [{ name: 'a', message: 'welcome' }],
    };
    const look = async (id: string) =>
      estimate.parse(await ok('POST', '/api/broadcasts/audience', { plan, id }));
    const found = await look('one');
    expect(found).toMatchObject({ matched: many, lookedAt: 1000, isExact: false });
    expect(found.skipped.map(({ reason }) => reason).toSorted()).toEqual(['no-address', 'no-consent']);
    for (const { people, low, high } of found.skipped) {
      expect(low).toBeLessThan(people);
      expect(people).toBeLessThan(high);
    }
    const all = found.skipped.reduce((sum, { people }) => sum + people, found.reached.people);
    expect(Math.abs(all - many)).toBeLessThanOrEqual(2);
    expect(await look('one')).toEqual(found);
  });
});
