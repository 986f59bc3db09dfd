import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import type { Viewer } from '../../domain/objects/access.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { cicloOn } from '../harness/ciclo-command.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const hour = 60 * minute;
/** A Monday, in the working hours of the shop. */
const start = Date.parse('2026-06-01T09:00:00Z');

const files = {
  'journeys/call.json': {
    key: 'call',
    name: 'Call',
    stage: 'service',
    entry: { on: 'Call Wanted', again: 'always' },
    steps: [{ id: 'call', type: 'task', title: 'Call {{entry.properties.who}}', due: '30 minutes' }],
  },
  'objects/case.json': {
    key: 'case',
    extends: 'case',
    access: { read: { agent: 'team' }, write: { agent: 'team' } },
  },
};
const settings = { conversations: { access: { read: { agent: 'own' }, write: { agent: 'own' } } } };
const rows = z.object({
  work: z.array(z.looseObject({ type: z.string(), id: z.string(), title: z.string().optional() })),
  next: z.string().optional(),
});
const withId = z.object({ id: z.string() });

describe('the work queue', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  const users = new Map<string, string>();
  const user = (name: string): string => users.get(name) ?? '';
  const viewer = (name: string, teams: readonly string[] = []): Viewer => ({
    id: user(name),
    role: 'agent',
    teams,
  });
  beforeAll(async () => {
    engine = await startMemoryEngine({ start, files: (tenant) => shopFiles({ tenant, files, settings }) });
    call = adminClient(engine).call;
    await engine.customer('ana');
    await call('POST', '/api/teams', { key: 'support', name: 'Support' });
    for (const name of ['eva', 'ben']) {
      const invited = { email: `${name}@shop.example`, name, role: 'agent' };
      users.set(name, withId.parse((await call('POST', '/api/users', invited)).body).id);
    }
  });
  afterAll(() => engine.close());

  const work = async (query = ''): Promise<z.infer<typeof rows>> => {
    const { status, body } = await call('GET', `/api/work?${query}`);
    expect(status, JSON.stringify(body)).toBe(200);
    return rows.parse(body);
  };
  const titles = async (query = ''): Promise<readonly (string | undefined)[]> =>
    (await work(query)).work.map(({ title }) => title);
  const seenBy = async (by: Viewer) => {
    const page = { tenant: engine.tenant, viewer: by, of: {}, limit: 50 };
    return (await engine.engine.readWork(page)).items.map(({ title }) => title);
  };
  const make = async (kind: string, data: object, more: object = {}): Promise<string> => {
    const contact = await engine.profileId('ana');
    const { status, body } = await call('POST', `/api/records/${kind}`, {
      data: { contact, ...data },
      ...more,
    });
    expect(status, JSON.stringify(body)).toBe(201);
    return withId.parse(body).id;
  };
  const act = (type: string, id: string, what: string, body: object = {}) =>
    call('POST', `/api/work/${type}/${id}/${what}`, body);
  const talk = async (id: string, subject: string) => {
    const { engine: services, opened, tenant } = engine;
    const at = services.clock.now(tenant);
    const about = { channel: 'email', address: 'email:ana@example.com', subject, matter: `s:${subject}` };
    const times = {
      openedAt: at,
      lastAt: at,
      state: 'open',
      tags: [],
      records: [],
      tells: [],
      rev: 0,
    } as const;
    const profileId = await engine.profileId('ana');
    const row = { id, tenant, profileId, ...about, ...times };
    await opened.stores.conversations.insert({ row, systemTime: services.systemTime() });
  };
  const ids = { urgent: '', low: '', back: '', task: '' };

  it('has what is due first at the top, then what has no date, whatever it is', async () => {
    await talk('c-1', 'Where is it?');
    await engine.track('ana', 'Call Wanted', { who: 'Ana' });
    ids.low = await make('case', { subject: 'Slow', priority: 'low' }, { team: 'support' });
    ids.urgent = await make('case', { subject: 'Leak', priority: 'urgent' });
    ids.back = await make('return', { number: 'R-1', order: '1001' });
    const solved = await make('case', { subject: 'Done', solution: 'Yes.' });
    await call('PATCH', `/api/records/case/${solved}`, { stage: 'solved' });
    expect(await titles()).toEqual(['Call Ana', 'Leak', 'Slow', 'R-1', 'Where is it?']);
    const all = await work();
    expect(all.work[1]).toMatchObject({ type: 'record', kind: 'case', stage: 'new', overdue: false });
    ids.task = all.work[0]?.id ?? '';
    expect(await titles('type=record')).toEqual(['Leak', 'Slow', 'R-1']);
    expect(await titles('team=support')).toEqual(['Slow']);
  });

  it('comes in pages that leave nothing out and show nothing twice', async () => {
    const seen: (string | undefined)[] = [];
    let cursor = '';
    do {
      const page = await work(`limit=2${cursor}`);
      seen.push(...page.work.map(({ title }) => title));
      cursor = page.next === undefined ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(seen).toEqual(['Call Ana', 'Leak', 'Slow', 'R-1', 'Where is it?']);
  });

  it.each(['task', 'record', 'conversation'])(
    'gives a %s to one of those who claim it at once',
    async (type) => {
      const id = { task: ids.task, record: ids.urgent, conversation: 'c-1' }[type] ?? '';
      const claims = await Promise.all(
        ['eva', 'ben'].map((name) => act(type, id, 'claim', { user: user(name) })),
      );
      expect(claims.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const winner = claims[0]?.status === 200 ? 'eva' : 'ben';
      expect((await work(`assignee=${user(winner)}&type=${type}`)).work).toMatchObject([{ id }]);
      expect((await act(type, id, 'claim', { user: user(winner) })).status).toBe(200);
      expect((await work(`free=1&type=${type}`)).work.map((one) => one.id)).not.toContain(id);
    },
  );

  it('hands work over to users and teams that are there, and to nobody else', async () => {
    expect((await act('task', ids.task, 'hand-over', { assignee: 'nobody' })).status).toBe(422);
    expect((await act('task', ids.task, 'hand-over', { team: 'none' })).status).toBe(422);
    for (const [type, id] of [
      ['task', ids.task],
      ['record', ids.urgent],
      ['conversation', 'c-1'],
    ] as const) {
      const given = await act(type, id, 'hand-over', { assignee: user('eva'), team: 'support' });
      expect(given.status, JSON.stringify(given.body)).toBe(200);
    }
    expect(await titles(`assignee=${user('eva')}&team=support`)).toEqual([
      'Call Ana',
      'Leak',
      'Where is it?',
    ]);
    expect((await act('record', ids.urgent, 'hand-over', { assignee: null })).status).toBe(200);
    expect(await titles(`assignee=${user('eva')}`)).toEqual(['Call Ana', 'Where is it?']);
    expect((await act('task', 'none', 'hand-over', { team: 'support' })).status).toBe(404);
  });

  it('shows somebody what the access of objects and of conversations lets them see', async () => {
    const all = ['Call Ana', 'Leak', 'Slow', 'R-1', 'Where is it?'];
    expect(await seenBy({ ...viewer('ben'), role: 'marketer' })).toEqual(['Call Ana', 'R-1']);
    expect(await seenBy({ ...viewer('ben'), role: 'admin' })).toEqual(all);
    expect(await seenBy(viewer('eva', ['support']))).toEqual(all);
    expect(await seenBy(viewer('ben'))).toEqual(['Call Ana', 'R-1']);
    const named = {
      tenant: engine.tenant,
      actor: { kind: 'user', id: user('ben') },
      viewer: viewer('ben'),
    } as const;
    for (const [type, id] of [
      ['record', ids.low],
      ['conversation', 'c-1'],
    ] as const) {
      const claimed = engine.engine.changeWork.give({
        ...named,
        type,
        id,
        assignee: user('ben'),
        isClaim: true,
      });
      await expect(claimed).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  it('leaves out what is snoozed until its time, and shows it again then', async () => {
    const until = new Date(engine.engine.clock.now(engine.tenant) + 2 * hour).toISOString();
    for (const [type, id] of [
      ['task', ids.task],
      ['record', ids.low],
      ['conversation', 'c-1'],
    ] as const)
      expect((await act(type, id, 'snooze', { until })).status).toBe(200);
    expect(await titles()).toEqual(['Leak', 'R-1']);
    expect((await act('record', ids.low, 'snooze', { until: null })).status).toBe(200);
    expect(await titles()).toEqual(['Leak', 'Slow', 'R-1']);
    await engine.days(0.1);
    expect(await titles()).toEqual(['Call Ana', 'Leak', 'Slow', 'R-1', 'Where is it?']);
    expect((await work()).work[0]).toMatchObject({ overdue: true });
  });

  it('shows a mention to the user it is for alone, until they have seen it', async () => {
    const note = { kind: 'note', text: 'Look at this.', by: 'ben', mentions: [user('eva')] };
    const path = '/api/conversations/c-1/messages';
    expect((await call('POST', path, { ...note, mentions: ['nobody'] })).status).toBe(422);
    expect((await call('POST', path, note)).status).toBe(201);
    const { work: found } = await work(`assignee=${user('eva')}&type=mention`);
    expect(found).toMatchObject([{ conversation: 'c-1', by: 'ben' }]);
    expect((await work('type=mention')).work).toEqual([]);
    expect((await work(`assignee=${user('ben')}&type=mention`)).work).toEqual([]);
    expect((await act('mention', found[0]?.id ?? '', 'done')).status).toBe(200);
    expect((await work(`assignee=${user('eva')}&type=mention`)).work).toEqual([]);
  });

  it('is done: a task, a conversation, and a record with what its stage requires', async () => {
    const refused = await act('record', ids.urgent, 'done');
    expect(refused).toMatchObject({ status: 400, body: { problems: [{ path: 'solution' }] } });
    expect((await act('record', ids.urgent, 'done', { data: { solution: 'Fixed.' } })).status).toBe(200);
    expect((await act('record', ids.back, 'done', { stage: 'approved' })).status).toBe(200);
    expect((await act('conversation', 'c-1', 'done')).status).toBe(200);
    expect((await act('task', ids.task, 'done', { outcome: 'reached', by: 'eva' })).status).toBe(200);
    expect(await titles()).toEqual(['Slow']);
  });

  it('is read and done from the command line', async () => {
    const ciclo = cicloOn(engine);
    expect((await ciclo(['work', '--team', 'support'])).said).toMatch(/Slow/);
    expect((await ciclo(['work', 'claim', `record/${ids.low}`, '--user', user('eva')])).code).toBe(0);
    expect((await ciclo(['work', '--assignee', user('eva')])).said).toMatch(/Slow/);
    const done = await ciclo(['work', 'done', `record/${ids.low}`, '--set', 'solution=Sent.']);
    expect(done).toMatchObject({ code: 0 });
    expect((await ciclo(['work'])).said).toMatch(/There is no such work/);
  });
});
