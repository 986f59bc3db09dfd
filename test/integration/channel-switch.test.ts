import { stripVTControlCharacters } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runChannels, runSwitchChannel } from '../../cli/commands/operate/channel.ts';
import { engineClient } from '../../cli/engine-client.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const journey = (key: string, message: string) => ({
  key,
  name: key,
  stage: message === 'receipt' ? 'service' : 'acquisition',
  entry: { on: `Started ${key}`, again: 'always' },
  steps: [
    { id: 'mail', type: 'send', channel: 'email', message },
    { id: 'rest', type: 'wait', for: '1 day' },
  ],
});

const receipt = {
  'messages/receipt/message.json': {
    channel: 'email',
    class: 'transactional',
    topic: 'orders',
    subject: { en: 'Your receipt' },
    sample: {},
  },
  'messages/receipt/body.mjml':
    '<mjml><mj-body><mj-section><mj-column><mj-text>Thank you.</mj-text></mj-column></mj-section></mj-body></mjml>',
};

describe('a channel that is switched off', () => {
  let engine: TestEngine;
  let admin: AdminClient;

  beforeAll(async () => {
    const files = {
      'journeys/hello.json': journey('hello', 'welcome'),
      'journeys/bought.json': journey('bought', 'receipt'),
      ...receipt,
    };
    engine = await startTestEngine({ files: (tenant) => shopFiles({ tenant, files }) });
    admin = adminClient(engine);
  });

  afterAll(() => engine.close());

  const turn = async (to: 'off' | 'on', body: unknown = {}): Promise<void> => {
    expect((await admin.call('POST', `/api/channels/email/${to}`, body)).status).toBe(200);
  };
  const mails = (person: string): number => engine.mail.to(`${person}@example.com`).length;
  const held = async (): Promise<number> =>
    engine.opened.stores.held.count({ tenant: engine.tenant, channel: 'email', limit: 1000 });
  const decisions = async (person: string): Promise<readonly string[]> => {
    const profileId = await engine.profileId(person);
    const rows = await engine.opened.stores.decisionReads.decisions({
      tenant: engine.tenant,
      profileId,
      limit: 50,
    });
    return rows.map(({ kind, reason }) => `${kind} ${reason ?? ''}`.trim());
  };

  it('holds every send, and lets each go on once when it is on again', async () => {
    await turn('off', { reason: 'a wrong price list' });
    const people = Array.from({ length: 12 }, (_, n) => `ana${n}`);
    for (const person of people) {
      await engine.customer(person);
      await engine.track(person, 'Started hello');
    }
    expect(await held()).toBe(12);
    expect(await decisions('ana3')).toContain('deferred channel-off');
    // Anyone who looks again by themselves is held again.
    await engine.days(2.5);
    expect(await held()).toBe(12);
    expect(engine.mail.mails).toHaveLength(0);
    expect((await admin.call('GET', '/api/channels')).body).toMatchObject({
      channels: [{ channel: 'email', state: 'off', sends: 'hold', reason: 'a wrong price list', held: 12 }],
    });

    await turn('on', { rate: 5 });
    await expect.poll(() => engine.mail.mails.length).toBe(12);
    await expect.poll(held).toBe(0);
    expect(people.map(mails)).toEqual(people.map(() => 1));
    await engine.days(3);
    expect(people.map(mails)).toEqual(people.map(() => 1));
  });

  it('leaves messages out where it is told so, and lets transactional ones pass where it is told so', async () => {
    await turn('off', { sends: 'skip', exceptTransactional: true });
    await engine.customer('ben');
    await engine.track('ben', 'Started hello');
    await engine.track('ben', 'Started bought');
    await expect.poll(() => mails('ben')).toBe(1);
    expect(engine.subjects('ben@example.com')).toEqual(['Your receipt']);
    expect(await decisions('ben')).toContain('skipped channel-off');
    await turn('off', { sends: 'hold' });
    await engine.track('ben', 'Started bought');
    expect(await held()).toBe(1);
    await turn('on');
    await expect.poll(() => mails('ben')).toBe(2);
  });

  it('stops sends that wait for another attempt, too', async () => {
    const asked = { count: 0 };
    engine.mail.script = () => {
      asked.count += 1;
      return { at: 'data', answer: 451, text: '4.3.0 later' };
    };
    await engine.customer('cleo');
    await engine.track('cleo', 'Started hello');
    await expect.poll(() => asked.count).toBeGreaterThan(0);
    await turn('off');
    await expect.poll(held).toBe(1);
    const before = asked.count;
    engine.mail.script = () => {
      asked.count += 1;
      return undefined;
    };
    await engine.days(2);
    expect(asked.count).toBe(before);
    await turn('on');
    await expect.poll(() => mails('cleo')).toBe(1);
  });

  it('is switched by the command, which says how it stands; a name nobody uses is refused', async () => {
    const lines: string[] = [];
    const client = engineClient({ url: engine.url, apiKey: engine.keys.api });
    const say = (line: string): number => lines.push(line);
    await runSwitchChannel({ channel: 'email', to: 'off', body: { reason: 'a test' }, client, say });
    await runSwitchChannel({ channel: 'email', to: 'on', body: { rate: 7 }, client, say });
    await runChannels({ client, say });
    expect(lines.map(stripVTControlCharacters)).toEqual([
      expect.stringMatching(/^off email since \S+ \(a test\): messages are held$/),
      'on  email',
      'on  email',
    ]);
    const wrong = await admin.call('POST', '/api/channels/emial/off', {});
    expect(wrong).toMatchObject({ status: 404, body: { detail: expect.stringContaining('email') } });
  });
});
