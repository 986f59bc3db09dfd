import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { foldEntries } from '../../domain/consents/consent-entry.ts';
import { expireConsents } from '../../domain/profiles/consents.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

type Line = Readonly<Record<string, unknown>> & { readonly status: string; readonly topic: string };

describe('the consent ledger', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {
            'journeys/offer.json': {
              key: 'offer',
              name: 'Offer',
              stage: 'retention',
              entry: { on: 'Offer Wanted', again: 'always' },
              steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'welcome', topic: 'offers' }],
            },
            'journeys/renew.json': {
              key: 'renew',
              name: 'Renew',
              stage: 'retention',
              entry: { on: 'Consent Expired', again: 'always' },
              steps: [{ id: 'mark', type: 'task', title: 'Ask again', team: 'sales' }],
            },
            'segments/reachable.json': {
              key: 'reachable',
              name: 'Reachable',
              when: {
                all: [
                  {
                    fact: 'profile',
                    path: '$.consents.email.offers.state',
                    operator: 'equal',
                    value: 'granted',
                  },
                ],
              },
            },
          },
          settings: {
            teams: { sales: { name: 'Sales' } },
            impliedConsent: [{ on: 'Order Completed', topics: ['offers'], for: '6 months' }],
          },
        }),
    });
  });
  afterAll(async () => {
    await engine.close();
  });

  const ask = async (path: string) => {
    const answer = await engine.request(path, { headers: { authorization: `Bearer ${engine.keys.api}` } });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  const linesOf = async (user: string): Promise<readonly Line[]> =>
    (await ask(`/api/profiles/${await engine.profileId(user)}/consents`)).body.consents;
  const profileOf = async (user: string) =>
    (await ask(`/api/profiles/${await engine.profileId(user)}`)).body.profile;
  const kept = async (user: string) => {
    const { tenant, opened } = engine;
    const profileId = await engine.profileId(user);
    const rows = await opened.stores.consentLedger.ofPerson({ tenant, profileId, limit: 100 });
    const profile = await opened.stores.profiles.get({ tenant, profileId });
    const now = engine.engine.clock.now(tenant);
    return { folded: expireConsents({ consents: foldEntries(rows), now }).consents, profile };
  };

  it('has every way in which a consent changes once, newest first, with its proof', async () => {
    await engine.identify('ana', { email: 'ana@example.com' });
    const yes = { channel: 'email', topic: '*', source: 'checkout', textVersion: 'v2', text: 'Write to me' };
    const context = { ip: '203.0.113.9', userAgent: 'Mozilla/5.0' };
    await engine.track('ana', 'Consent Granted', yes, { messageId: 'said-once', context });
    await engine.track('ana', 'Consent Granted', yes, { messageId: 'said-once', context });
    await engine.track('ana', 'Offer Wanted');
    const [mail] = engine.mail.to('ana@example.com');
    const path = /\/u\/[\w.~-]+/.exec(mail?.text ?? '')?.[0] ?? '';
    const clicked = await engine.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Mail program' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(clicked.status).toBe(200);
    const lines = await linesOf('ana');
    expect(lines).toMatchObject([
      {
        status: 'withdrawn',
        topic: 'offers',
        source: 'one-click',
        evidence: { message: expect.any(String), userAgent: 'Mail program' },
      },
      {
        status: 'granted',
        topic: '*',
        basis: 'express',
        purpose: 'marketing',
        source: 'checkout',
        textVersion: 'v2',
        text: 'Write to me',
        evidence: { network: '203.0.113.0/24', userAgent: 'Mozilla/5.0' },
        erased: false,
      },
    ]);
    const first = (await ask(`/api/profiles/${await engine.profileId('ana')}/consents?limit=1`)).body;
    expect(first.consents).toEqual(lines.slice(0, 1));
    const rest = `/api/profiles/${await engine.profileId('ana')}/consents?limit=1&cursor=${first.next}`;
    expect((await ask(rest)).body.consents).toEqual(lines.slice(1));
    const { folded, profile } = await kept('ana');
    expect(folded).toEqual(profile?.consents);
  });

  it('a consent by an order lets messages out until its instant, and its end is told, noted and seen by segments', async () => {
    await engine.identify('bob', { email: 'bob@example.com' });
    await engine.track('bob', 'Order Completed', { order_id: 'o-1', total: 10, currency: 'EUR' });
    await engine.track('bob', 'Offer Wanted');
    expect(engine.mail.to('bob@example.com')).toHaveLength(1);
    expect(await profileOf('bob')).toMatchObject({
      segments: ['reachable'],
      consents: { email: { offers: { state: 'granted', basis: 'implied' } } },
    });
    await engine.days(190);
    expect(await profileOf('bob')).toMatchObject({
      segments: [],
      consents: { email: { offers: { state: 'expired' } } },
    });
    await engine.track('bob', 'Offer Wanted');
    expect(engine.mail.to('bob@example.com')).toHaveLength(1);
    const [expired, granted, ...others] = await linesOf('bob');
    expect(others).toEqual([]);
    expect(granted).toMatchObject({ status: 'granted', basis: 'implied', evidence: { order: 'o-1' } });
    expect(expired).toMatchObject({ status: 'expired', at: granted?.['expiresAt'], counts: false });
    const profileId = await engine.profileId('bob');
    const tasks = (await ask(`/api/tasks?profile=${profileId}`)).body.tasks;
    expect(tasks).toMatchObject([{ title: 'Ask again' }]);
    const { folded, profile } = await kept('bob');
    expect(folded).toEqual(profile?.consents);
  });

  it('goes along with a merge and back with a split', async () => {
    await engine.send({
      name: 'Consent Granted',
      anonymousId: 'tablet',
      properties: { channel: 'email', topic: 'news' },
    });
    const from = (await ask('/api/profiles?anonymousId=tablet')).body.profiles[0].id;
    await engine.identify('cleo', { email: 'cleo@example.com' });
    await engine.track('cleo', 'Unsubscribed', { channel: 'email', topic: 'news' });
    await engine.send({ name: 'identify', type: 'identify', userId: 'cleo', anonymousId: 'tablet' });
    expect((await linesOf('cleo')).map(({ status }) => status)).toEqual(['withdrawn', 'granted']);
    await engine.send({ name: 'Unsubscribed', anonymousId: 'tablet', properties: { channel: 'sms' } });
    const { folded, profile } = await kept('cleo');
    expect(folded).toEqual(profile?.consents);
    const answer = await engine.request(`/api/profiles/${profile?.id}/split`, {
      method: 'POST',
      headers: { authorization: `Bearer ${engine.keys.api}`, 'content-type': 'application/json' },
      body: JSON.stringify({ from }),
    });
    expect(answer.status).toBe(200);
    expect((await linesOf('cleo')).map(({ status }) => status)).toEqual(['withdrawn']);
    const theirs = (await ask(`/api/profiles/${from}/consents`)).body.consents;
    expect(theirs).toMatchObject([
      { status: 'withdrawn', channel: 'sms' },
      { status: 'granted', topic: 'news' },
    ]);
  });

  it('is in the export, and an erasure leaves a proof under the keyed hash of the address, without the person', async () => {
    await engine.identify('dora', { email: 'dora@example.com' });
    const said = { channel: 'email', topic: 'news', source: 'form of dora', textVersion: 'dora v1' };
    await engine.track('dora', 'Consent Granted', said);
    const id = await engine.profileId('dora');
    const { rows } = (await ask(`/api/profiles/${id}/export?limit=100`)).body;
    const exported = rows.filter((one: { collection: string }) => one.collection === 'consentLedger');
    expect(exported).toMatchObject([{ row: { topic: 'news', textVersion: 'dora v1' } }]);
    const before = (await ask('/api/consents?address=dora@example.com')).body.consents;
    expect(before).toMatchObject([{ textVersion: 'dora v1', erased: false }]);
    const erased = await engine.request(`/api/profiles/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${engine.keys.api}` },
    });
    expect(erased.status).toBe(200);
    const { consents } = (await ask('/api/consents?address=Dora@example.com')).body;
    expect(consents).toMatchObject([
      { status: 'granted', topic: 'news', erased: true, textHash: before[0].textHash, at: before[0].at },
    ]);
    expect(JSON.stringify(consents)).not.toMatch(/dora/i);
    expect((await ask(`/api/profiles/${id}/consents`)).status).toBe(404);
    expect((await ask('/api/consents?address=nobody@example.com')).body.consents).toEqual([]);
  });
});
