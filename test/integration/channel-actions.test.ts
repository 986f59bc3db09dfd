import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { typesWithWave } from '../../domain/journey/steps/wave-for-tests.ts';
import { definePlugin } from '../../plugins/contract.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { again } from '../harness/again.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

/** A chat in memory: what was said to whom. `busy` makes it ask for another attempt. */
const createChat = () => {
  const said: string[] = [];
  const asked = { count: 0, busy: false };
  const input = z.strictObject({ to: z.string().min(1), text: z.string() });
  const common = {
    input,
    output: z.object({ ok: z.boolean() }),
    effect: 'write',
    idempotency: 'native-key',
  } as const;
  const say = async (to: string) => {
    asked.count += 1;
    if (asked.busy) return { kind: 'retry', code: 'busy', message: 'Busy.' } as const;
    said.push(to);
    return { kind: 'done', output: { ok: true } } as const;
  };
  const plugin = definePlugin({
    id: 'chatter',
    version: '1.0.0',
    name: 'Chatter',
    config: z.strictObject({}),
    actions: (action) => ({
      say: action({
        ...common,
        title: 'Say',
        channel: 'chat',
        timeoutMs: 1000,
        run: (_ctx, { to }) => say(to),
      }),
      'say-slowly': action({ ...common, title: 'Say', channel: 'chat', run: (_ctx, { to }) => say(to) }),
      post: action({
        ...common,
        title: 'Put up a poster',
        channel: 'billboard',
        run: (_ctx, { to, text }) => say(`${to}: ${text.trim()}`),
      }),
      list: action({ ...common, title: 'Add to a list', timeoutMs: 1000, run: (_ctx, { to }) => say(to) }),
    }),
  });
  return { said, asked, plugin };
};

const journey = (key: string, action: string) => ({
  [`journeys/${key}.json`]: {
    key,
    name: key,
    stage: 'service',
    entry: { on: `Begin ${key}`, again: 'always' },
    steps: [
      {
        id: 'tell',
        type: 'action',
        plugin: 'chat',
        action,
        input: { to: '{{profile.traits.firstName}}', text: 'Hello {{profile.traits.firstName}}' },
      },
      { id: 'told', type: 'update', tags: { add: [key] } },
    ],
  },
});

const files = {
  'journeys/poster.json': {
    key: 'poster',
    name: 'Poster',
    stage: 'service',
    entry: { on: 'Poster Wanted', again: 'always' },
    steps: [
      { id: 'hello', type: 'wave', at: '{{profile.traits.firstName}}' },
      { id: 'rest', type: 'wait', for: '1 day' },
      { id: 'up', type: 'send', channel: 'billboard', message: 'poster' },
    ],
  },
  'messages/poster/message.json': {
    channel: 'billboard',
    class: 'transactional',
    topic: 'news',
    sample: { profile: { traits: { firstName: 'Ana' } }, steps: { hello: { waved: 'Ana' } } },
  },
  'messages/poster/body.hbs': 'Hello {{steps.hello.waved}}.',
  ...journey('now', 'say'),
  ...journey('later', 'say-slowly'),
  ...journey('silent', 'list'),
  'rules/greet.json': {
    name: 'Greet',
    on: ['Came by'],
    conditions: { all: [{ fact: 'event', path: '$.properties.door', operator: 'equal', value: 1 }] },
    event: {
      type: 'action',
      params: { plugin: 'chat', action: 'say', input: { to: 'rule', text: 'Hello' } },
    },
  },
};

describe('a channel that is switched off, actions that send on it, and a channel of a plugin alone', () => {
  const { said, asked, plugin } = createChat();
  let engine: TestEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startTestEngine({
      plugins: [plugin],
      stepTypes: typesWithWave,
      files: (tenant) => shopFiles({ tenant, files, settings: { plugins: { chat: { use: 'chatter' } } } }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const turn = async (to: 'off' | 'on', body: unknown = {}): Promise<void> => {
    expect((await admin.call('POST', `/api/channels/chat/${to}`, body)).status).toBe(200);
  };
  const held = (): Promise<number> =>
    engine.opened.stores.held.count({ tenant: engine.tenant, channel: 'chat', limit: 100 });
  const decisions = async (person: string): Promise<readonly string[]> => {
    const profileId = await engine.profileId(person);
    const rows = await engine.opened.stores.decisionReads.decisions({
      tenant: engine.tenant,
      profileId,
      limit: 50,
    });
    return rows.map(({ kind, reason }) => `${kind} ${reason ?? ''}`.trim());
  };
  const begin = async (person: string, key: string): Promise<void> => {
    await engine.identify(person, { firstName: person });
    await engine.track(person, `Begin ${key}`);
  };
  const heard = (person: string): number => said.filter((one) => one === person).length;

  it('holds each of them, and lets each go on once when it is on again', async () => {
    await turn('off', { reason: 'a wrong text' });
    await begin('ana', 'now');
    await begin('ben', 'later');
    await expect.poll(held).toBe(2);
    for (const person of ['ana', 'ben']) expect(await decisions(person)).toContain('deferred channel-off');
    // Anyone who looks again by themselves is held again.
    await engine.days(2.5);
    expect(await held()).toBe(2);
    expect(asked.count).toBe(0);
    await turn('on');
    await expect.poll(() => [heard('ana'), heard('ben')]).toEqual([1, 1]);
    await expect.poll(held).toBe(0);
    for (const person of ['ana', 'ben']) await expect.poll(() => decisions(person)).toContain('completed');
    await engine.days(3);
    expect([heard('ana'), heard('ben')]).toEqual([1, 1]);
  });

  it('lets actions pass that send on no channel', async () => {
    await turn('off');
    await begin('cleo', 'silent');
    expect(heard('cleo')).toBe(1);
    await turn('on');
  });

  it('leaves them out where it is told so; they are no transactional messages', async () => {
    await turn('off', { sends: 'skip', exceptTransactional: true });
    await begin('dan', 'now');
    expect(heard('dan')).toBe(0);
    expect(await decisions('dan')).toEqual(expect.arrayContaining(['skipped channel-off', 'completed']));
    await turn('on');
    await begin('dan', 'now');
    expect(heard('dan')).toBe(1);
  });

  it('stops those that wait for another attempt, too', async () => {
    asked.busy = true;
    await begin('eva', 'later');
    const before = asked.count;
    await expect.poll(() => asked.count).toBeGreaterThan(before);
    await turn('off');
    await expect.poll(held).toBe(1);
    asked.busy = false;
    const { count } = asked;
    await engine.days(2);
    expect(asked.count).toBe(count);
    await turn('on');
    await expect.poll(() => heard('eva')).toBe(1);
  });

  it('leaves out the calls of rules, which cannot wait', async () => {
    await turn('off');
    await engine.track('fay', 'Came by', { door: 1 });
    expect(heard('rule')).toBe(0);
    await turn('on');
    await engine.track('fay', 'Came by', { door: 1 });
    expect(heard('rule')).toBe(1);
  });

  it('carries out the action of a rule once, also when its event comes again because something after it failed', async () => {
    const id = await engine.track('zoe', 'Came by', { door: 1 });
    const before = heard('rule');
    await again(engine, id);
    expect(before).toBeGreaterThan(0);
    expect(heard('rule')).toBe(before);
  });

  it('runs a journey with a type of step and a channel that no file of the product knows', async () => {
    await engine.identify('gil', { firstName: 'Gil', billboard: 'Main Street' });
    await engine.track('gil', 'Poster Wanted');
    const profileId = await engine.profileId('gil');
    const person = await engine.opened.stores.profiles.get({ tenant: engine.tenant, profileId });
    expect(person?.tags).toEqual(['waved-at']);
    expect(said).not.toContain('Main Street: Hello Gil.');
    await engine.days(1.1);
    await expect.poll(() => decisions('gil')).toContain('completed');
    expect(await decisions('gil')).toEqual(expect.arrayContaining(['acted', 'sent']));
    expect(said.filter((one) => one.startsWith('Main Street'))).toEqual(['Main Street: Hello Gil.']);
  });
});
