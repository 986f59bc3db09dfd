import { expect, test } from 'vitest';

import { createKeyring } from '../../platform/secrets/keyring.ts';
import { createMemoryStores } from '../stores/memory-stores.ts';
import { createMemoryEngine } from './create-memory-engine.ts';
import { engineEvent } from './actors.ts';
import { journeyFrom, send, workspaceWith } from './play-for-tests.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { newProfile } from '../../domain/profiles/profile.ts';

const tenant = 'shop';
const start = Date.parse('2026-06-01T08:00:00Z');
const isVip = { all: [{ fact: 'profile', path: '$.traits.vip', operator: 'equal', value: true }] };
const wait = { id: 'long', type: 'wait', for: '30 days' };

/** An engine with two people, who can be entered, told of and looked at. */
const shopWith = async (more: Record<string, unknown>) => {
  const memory = createMemoryEngine({
    stores: createMemoryStores(),
    live: workspaceWith({ journeys: [journeyFrom({ steps: [wait, send('mail')], ...more })] }),
    start,
    keyring: createKeyring({ secrets: ['the same each time'] }),
  });
  for (const id of ['ana', 'eva']) {
    await memory.stores.profiles.insert(
      newProfile({ id, tenant, ids: [`user:${id}`], referralCode: id, now: start }),
    );
  }
  let told = 0;
  const tell = async (profileId: string, event: Partial<AcceptedEvent>): Promise<void> => {
    told += 1;
    const at = memory.clock.now();
    const usual = engineEvent({ profileId, messageId: `e${told}`, name: 'Told', properties: {}, at });
    await memory.engine.accept({ tenant, events: [{ ...usual, trust: 'server', source: 'api', ...event }] });
    await memory.rest();
  };
  const enter = (profileId: string) =>
    tell(profileId, { name: 'Checkout Started', properties: { checkout_id: 'c1' } });
  const becomeVip = (profileId: string, vip = true) =>
    tell(profileId, { type: 'identify', name: 'identify', traits: { vip } });
  const runOf = async (profileId: string) => {
    const [run] = memory.recording.of(profileId).runs.values();
    if (run === undefined) throw new Error('There is no run.');
    return run;
  };
  const command = async (profileId: string, kind: 'freeze' | 'resume'): Promise<void> => {
    told += 1;
    const asked = kind === 'resume' ? ({ kind, policy: 'shift' } as const) : ({ kind } as const);
    const { id: run } = await runOf(profileId);
    await memory.engine.command({ tenant, run, command: asked, id: `k${told}` });
    await memory.rest();
  };
  const watchesOf = async (profileId: string) =>
    (await memory.stores.profiles.get({ tenant, profileId }))?.watches ?? [];
  return { memory, tell, enter, becomeVip, runOf, command, watchesOf };
};

const exit = [{ when: isVip, outcome: 'vip' }];

test('a person is watched while a run of theirs can end by a condition, and nobody else is', async () => {
  const shop = await shopWith({ exit });
  await shop.enter('ana');
  const { id } = await shop.runOf('ana');
  expect(await shop.watchesOf('ana')).toMatchObject([{ run: id, journey: 'test', met: [] }]);
  expect(await shop.watchesOf('eva')).toEqual([]);
  await shop.becomeVip('ana');
  expect((await shop.runOf('ana')).outcome).toBe('vip');
  expect(await shop.watchesOf('ana')).toEqual([]);
});

test('a condition that held while the run stood still ends it on resume, also when it holds no longer', async () => {
  const shop = await shopWith({ exit });
  await shop.enter('ana');
  await shop.command('ana', 'freeze');
  await shop.becomeVip('ana');
  await shop.becomeVip('ana', false);
  expect((await shop.runOf('ana')).status).toBe('active');
  await shop.command('ana', 'resume');
  expect((await shop.runOf('ana')).outcome).toBe('vip');
});

test('nobody but the engine says that a condition holds', async () => {
  const shop = await shopWith({ exit });
  await shop.enter('ana');
  const { id } = await shop.runOf('ana');
  const { journeys } = await shop.memory.workspaces.of(tenant);
  const key = journeys.get('test')?.watched[0]?.key ?? '';
  await shop.tell('ana', { name: 'Condition Met', properties: { run: id, journey: 'test', key } });
  expect((await shop.runOf('ana')).status).toBe('active');
});

test('imported history changes the person and ends nothing by itself', async () => {
  const shop = await shopWith({ exit });
  await shop.enter('ana');
  await shop.tell('ana', { type: 'identify', name: 'identify', traits: { vip: true }, backfill: true });
  expect((await shop.runOf('ana')).status).toBe('active');
  await shop.tell('ana', { name: 'Product Viewed' });
  expect((await shop.runOf('ana')).outcome).toBe('vip');
});

test('a goal is looked for until its window is over, and then nobody is watched any more', async () => {
  const shop = await shopWith({ goal: { when: isVip, within: '5 days' }, steps: [send('mail')] });
  await shop.enter('ana');
  expect(await shop.watchesOf('ana')).toMatchObject([{ goalUntil: start + 5 * 86_400_000 }]);
  shop.memory.clock.moveTo(start + 6 * 86_400_000);
  await shop.becomeVip('ana');
  expect(await shop.watchesOf('ana')).toEqual([]);
  expect((await shop.runOf('ana')).convertedAt).toBeUndefined();
});
