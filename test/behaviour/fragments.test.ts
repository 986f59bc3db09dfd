import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const wait = (id: string, days: number) => ({ id, type: 'wait', for: `${days} days` });
const mail = (id: string, message: string) => ({ id, type: 'send', channel: 'email', message });
const journey = (key: string, steps: readonly unknown[]) => ({
  key,
  name: key,
  stage: 'acquisition',
  entry: { on: `Started ${key}` },
  steps,
});
const use = { id: 'hello', type: 'fragment', use: 'mails' };

const filesWith = (steps: readonly unknown[]) => (tenant: string) =>
  shopFiles({
    tenant,
    files: {
      'journeys/newcomers.json': journey('newcomers', [
        use,
        { id: 'end', type: 'update', tags: { add: ['end'] } },
      ]),
      'journeys/others.json': journey('others', [wait('rest', 1), mail('mail', 'welcome')]),
      'fragments/mails.json': { key: 'mails', name: 'Mails', steps },
    },
  });

const before = [mail('first', 'welcome'), wait('pause', 2), mail('second', 'welcome-tips')];
const after = [mail('first', 'welcome'), wait('break', 4), mail('second', 'referral-invite')];

describe('a fragment that changes under people in a journey', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: filesWith(before) });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const put = async (steps: readonly unknown[], body: object, query = '') => {
    const files = await filesWith(steps)(engine.tenant);
    return admin.call('PUT', `/api/workspace${query}`, { files, ...body });
  };
  const runsOf = async (userId: string) => {
    const { tenant } = engine;
    return engine.opened.stores.runReads.runs({
      tenant,
      profileId: await engine.profileId(userId),
      limit: 9,
    });
  };

  it('gives the journeys that use it a new version, and people go on at the step of the same place', async () => {
    await engine.customer('ana');
    await engine.track('ana', 'Started newcomers');
    await engine.days(1);
    const subjects = () => engine.subjects('ana@example.com');
    expect(subjects()).toHaveLength(1);

    const dry = await put(after, {}, '?dryRun=1');
    expect(dry).toMatchObject({ status: 200 });
    expect(dry.body).toMatchObject({
      journeys: [
        {
          key: 'newcomers',
          differences: { added: ['hello-break'], removed: ['hello-pause'], changed: ['hello-second'] },
          people: [{ step: 'hello-pause', runs: 1 }],
        },
      ],
    });

    const plan = { newcomers: { people: 'now', map: { 'hello-pause': 'hello-break' } } };
    const { status } = await put(after, { plan });
    expect(status).toBe(200);
    await engine.comeToRest(engine.tenant);
    await engine.days(2);
    expect(subjects()).toHaveLength(1);
    await engine.days(1);
    expect(subjects()).toHaveLength(2);
    expect(await runsOf('ana')).toMatchObject([{ version: 2, outcome: 'completed' }]);
  });
});
