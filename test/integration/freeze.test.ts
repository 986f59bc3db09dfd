import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { ledgerIsWhole } from '../harness/ledger-is-whole.ts';
import { shopFiles } from '../harness/shop.ts';

const mail = (id: string) => ({ id, type: 'send', channel: 'email', message: 'welcome' });

/** Which comes first to a run once its journey is frozen: its own time, or the job of the freeze. */
const orders = ['time', 'job'] as const;

/** Mails each week. */
const weekly = (key: string) => ({
  key,
  name: key,
  stage: 'retention',
  entry: { on: `Started ${key}`, again: 'never' },
  steps: [
    mail('w1'),
    { id: 'p1', type: 'wait', for: '1 week' },
    mail('w2'),
    { id: 'p2', type: 'wait', for: '1 week' },
    mail('w3'),
  ],
});

/** The workflows of a frozen journey on the real servers; how each policy goes on is in `test/behaviour/freeze.test.ts`. */
describe('a journey that stands still, on the real servers', () => {
  let engine: TestEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    const files = Object.fromEntries(orders.map((order) => [`journeys/${order}.json`, weekly(order)]));
    engine = await startTestEngine({ files: (tenant) => shopFiles({ tenant, files }) });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const mails = (person: string): number => engine.mail.to(`${person}@example.com`).length;

  /** Freezes a journey; where time comes first, the job of the freeze has come to nobody yet. */
  const freeze = async (order: (typeof orders)[number]): Promise<void> => {
    if (order === 'job') await admin.steer(order, 'freeze');
    else {
      const at = engine.engine.clock.now(engine.tenant);
      await engine.opened.stores.workspaces.setMode({
        tenant: engine.tenant,
        journey: order,
        mode: 'live',
        frozen: { id: order, at, entries: 'hold' },
      });
    }
  };

  it.each(orders)(
    'sends nothing for a month and catches up by its policy, whatever came first: %s',
    async (order) => {
      const person = `frozen-${order}`;
      await engine.customer(person);
      await engine.track(person, `Started ${order}`);
      await freeze(order);
      await engine.days(30);
      await admin.steer(order, 'freeze');
      expect(mails(person)).toBe(1);
      await admin.steer(order, 'resume', { policy: 'catch-up' });
      const { runReads, decisionReads } = engine.opened.stores;
      const runOf = async () => (await runReads.runs({ tenant: engine.tenant, journey: order, limit: 1 }))[0];
      // A delivery that takes long is taken up again in real time.
      await expect.poll(async () => (await runOf())?.step).toBe('p2');
      expect(mails(person)).toBe(2);
      const run = await runOf();
      await ledgerIsWhole({ stores: engine.opened.stores, tenant: engine.tenant, run: run?.id ?? '' });
      const rows = await decisionReads.decisions({ tenant: engine.tenant, run: run?.id ?? '', limit: 50 });
      expect(
        rows
          .toSorted((a, b) => a.at - b.at || a.n - b.n)
          .map(({ kind, step }) => `${step ?? ''} ${kind}`.trim()),
      ).toEqual([
        'entered',
        'w1 sent',
        'p1 waiting',
        'p1 frozen',
        'p1 resumed',
        'p1 waited',
        'w2 sent',
        'p2 waiting',
      ]);
    },
  );
});
