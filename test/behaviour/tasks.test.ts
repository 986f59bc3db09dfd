import { stripVTControlCharacters } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { runTaskDone, runTasks } from '../../cli/commands/people/tasks.ts';
import { engineClient } from '../../cli/engine-client.ts';
import { hashId } from '../../domain/hash.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { ledgerIsWhole } from '../harness/ledger-is-whole.ts';
import { shopFiles } from '../harness/shop.ts';

const files = {
  'journeys/advice.json': {
    key: 'advice',
    name: 'Advice',
    stage: 'service',
    entry: { on: 'Advice Asked', key: '$.properties.about', again: 'always' },
    steps: [
      {
        id: 'call',
        type: 'task',
        title: 'Call {{profile.traits.firstName}} about {{entry.properties.about}}',
        team: 'advisers',
        due: '2 days',
        wait: true,
        timeout: '7 days',
      },
      {
        id: 'went',
        type: 'branch',
        cases: [
          {
            when: {
              all: [{ fact: 'steps', path: '$.call.outcome', operator: 'equal', value: 'interested' }],
            },
            then: [{ id: 'warm', type: 'update', tags: { add: ['warm'] } }],
          },
        ],
        otherwise: [{ id: 'cold', type: 'update', tags: { add: ['cold'] } }],
      },
    ],
  },
  'journeys/later.json': {
    key: 'later',
    name: 'Later',
    stage: 'service',
    entry: { on: 'Later Asked', again: 'always' },
    steps: [
      { id: 'pause', type: 'wait', for: '1 hour' },
      { id: 'call', type: 'task', title: 'Call', wait: true, timeout: '7 days' },
    ],
  },
  'journeys/note.json': {
    key: 'note',
    name: 'Note',
    stage: 'service',
    entry: { on: 'Note Asked', again: 'always' },
    steps: [{ id: 'write', type: 'task', title: 'Write' }],
  },
};

const taskSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  state: z.string(),
  run: z.string().optional(),
  profileId: z.string(),
  already: z.boolean().optional(),
});
const listSchema = z.object({ tasks: z.array(taskSchema), next: z.string().optional() });

describe('tasks', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    const settings = { teams: { advisers: { name: 'Advisers' } } };
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files, settings }) });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const list = async (query: string) =>
    listSchema.parse((await admin.call('GET', `/api/tasks?${query}`)).body);
  const taskOf = async (user: string) => {
    const { tasks } = await list(`profile=${await engine.profileId(user)}`);
    return tasks[0] ?? expect.fail(`no task about ${user}`);
  };
  const asks = async (user: string, about = 'ferns') => {
    await engine.customer(user);
    await engine.track(user, 'Advice Asked', { about });
    return taskOf(user);
  };
  const latestRun = async (user: string) => {
    const profileId = await engine.profileId(user);
    const [run] = await engine.opened.stores.runReads.runs({ tenant: engine.tenant, profileId, limit: 1 });
    return run ?? expect.fail('no run');
  };
  const outcome = async (user: string) => (await latestRun(user)).outcome;
  const tags = async (user: string) => {
    const profileId = await engine.profileId(user);
    const profile = await engine.opened.stores.peopleReads.profile({ tenant: engine.tenant, id: profileId });
    return profile?.tags;
  };
  const told = async (user: string): Promise<readonly string[]> => {
    const { id: run } = await latestRun(user);
    await ledgerIsWhole({ stores: engine.opened.stores, tenant: engine.tenant, run });
    const answer = await admin.call('GET', `/api/runs/${run}`);
    const { decisions } = z.object({ decisions: z.array(z.object({ text: z.string() })) }).parse(answer.body);
    return decisions.map(({ text }) => text);
  };

  it('let a run go on once somebody has done them, with what they said', async () => {
    const task = await asks('ana');
    expect(task).toMatchObject({
      title: 'Call Ana about ferns',
      state: 'open',
      team: 'advisers',
      journey: 'advice',
      step: 'call',
    });
    await engine.days(3);
    expect(await outcome('ana')).toBeUndefined();
    const body = { outcome: 'interested', note: 'She wants a fern.', by: 'Eva' };
    const done = await admin.call('POST', `/api/tasks/${task.id}/done`, body);
    expect(done).toMatchObject({ status: 200, body: { ...body, state: 'done', already: false } });
    await expect.poll(() => outcome('ana')).toBe('completed');
    expect(await tags('ana')).toEqual(['warm']);
    expect(await told('ana')).toContain(
      'The task of “call” was done by Eva with “interested”, so it goes on: She wants a fern.',
    );
    // Nothing more comes of it at the time of the timeout.
    await engine.days(8);
    expect(await tags('ana')).toEqual(['warm']);
  });

  it('take the way of the timeout when nobody has done them; doing them later changes nothing', async () => {
    const task = await asks('ben');
    await engine.days(6.9);
    expect(await outcome('ben')).toBeUndefined();
    await engine.days(0.2);
    await expect.poll(() => outcome('ben')).toBe('completed');
    expect(await tags('ben')).toEqual(['cold']);
    const late = { outcome: 'interested' };
    expect((await admin.call('POST', `/api/tasks/${task.id}/done`, late)).status).toBe(200);
    await engine.engine.dispatcher.idle();
    expect(await tags('ben')).toEqual(['cold']);
  });

  it('are done once: a second call changes nothing and says so, also of many at once', async () => {
    const task = await asks('cleo');
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((note) => admin.call('POST', `/api/tasks/${task.id}/done`, { note })),
    );
    const bodies = answers.map(({ body }) => taskSchema.parse(body));
    expect(bodies.filter(({ already }) => already === false)).toHaveLength(1);
    expect(new Set(bodies.map(({ note }) => note)).size).toBe(1);
    const again = await admin.call('POST', `/api/tasks/${task.id}/done`, { note: 'later' });
    expect(again).toMatchObject({ status: 200, body: { already: true, note: bodies[0]?.note } });
    await expect.poll(() => outcome('cleo')).toBe('completed');
    expect((await told('cleo')).filter((text) => text.startsWith('The task of'))).toHaveLength(1);
  });

  it('that are done while the run stands still count when it goes on', async () => {
    const task = await asks('dora');
    const { id } = await latestRun('dora');
    await admin.call('POST', `/api/runs/${id}/commands`, { kind: 'freeze' });
    await expect.poll(async () => (await latestRun('dora')).state.frozen).not.toBeNull();
    await admin.call('POST', `/api/tasks/${task.id}/done`, { outcome: 'interested' });
    await expect
      .poll(
        async () => (await engine.opened.stores.runs.get({ tenant: engine.tenant, run: id }))?.state.waiting,
      )
      .toMatchObject({ done: { output: { outcome: 'interested' } } });
    await admin.call('POST', `/api/runs/${id}/commands`, { kind: 'resume', policy: 'shift' });
    await expect.poll(() => outcome('dora')).toBe('completed');
    expect(await tags('dora')).toEqual(['warm']);
  });

  it('that were noted by a call that was cut off let the run go on when it is repeated', async () => {
    const task = await asks('ivy');
    const { tasks } = engine.opened.stores;
    const at = engine.engine.clock.now(engine.tenant);
    await tasks.finish({ tenant: engine.tenant, id: task.id, at, output: { outcome: 'interested' } });
    expect(await outcome('ivy')).toBeUndefined();
    const again = await admin.call('POST', `/api/tasks/${task.id}/done`, { outcome: 'other' });
    expect(again).toMatchObject({ status: 200, body: { already: true, outcome: 'interested' } });
    await expect.poll(() => outcome('ivy')).toBe('completed');
    expect(await tags('ivy')).toEqual(['warm']);
  });

  it('that were done before the run was known to wait for them are not waited for', async () => {
    await engine.customer('jon');
    await engine.track('jon', 'Later Asked');
    const { id: run, profileId } = await latestRun('jon');
    const { tenant } = engine;
    // The step finds its task there and done, as if somebody had been faster than the end of the burst.
    const id = hashId(run, 'call', 1, 'task');
    const { tasks } = engine.opened.stores;
    const at = engine.engine.clock.now(tenant);
    await tasks.add({ id, tenant, profileId, run, title: 'Call', createdAt: at });
    await tasks.finish({ tenant, id, at, output: { outcome: 'done' } });
    await engine.days(0.1);
    await expect.poll(() => outcome('jon')).toBe('completed');
    expect(await told('jon')).toContain('The task of “call” was done, so it goes on.');
  });

  it('are listed by state, person and journey, page by page, the newest first', async () => {
    const first = await asks('eva', 'one');
    await engine.days(0.01);
    await engine.track('eva', 'Advice Asked', { about: 'two' });
    await engine.days(0.01);
    await engine.track('eva', 'Note Asked');
    const of = `profile=${await engine.profileId('eva')}`;
    const titles = async (query: string) => (await list(`${of}&${query}`)).tasks.map(({ title }) => title);
    expect(await titles('')).toEqual(['Write', 'Call Ana about two', 'Call Ana about one']);
    expect(await titles('journey=note')).toEqual(['Write']);
    await admin.call('POST', `/api/tasks/${first.id}/done`, {});
    expect(await titles('state=open')).toEqual(['Write', 'Call Ana about two']);
    expect(await titles('state=done')).toEqual(['Call Ana about one']);
    const page = await list(`${of}&limit=2`);
    expect((await list(`${of}&limit=2&cursor=${page.next ?? ''}`)).tasks.map(({ id }) => id)).toEqual([
      first.id,
    ]);
    expect((await admin.call('GET', '/api/tasks?state=lost')).status).toBe(400);
  });

  it('refuse what is too long, and say when there is none', async () => {
    const task = await asks('fay');
    const long = await admin.call('POST', `/api/tasks/${task.id}/done`, { note: 'x'.repeat(1001) });
    expect(long).toMatchObject({ status: 400, body: { problems: [{ path: 'note' }] } });
    expect((await taskOf('fay')).state).toBe('open');
    const none = await admin.call('POST', '/api/tasks/nothing/done', {});
    expect(none).toMatchObject({ status: 404, body: { detail: 'There is no such task.' } });
  });

  it('are shown and done by the command', async () => {
    const task = await asks('gus', 'palms');
    const client = engineClient({ url: engine.url, apiKey: engine.keys.api });
    const lines: string[] = [];
    const say = (line: string): number => lines.push(stripVTControlCharacters(line));
    const query = { state: 'open', profile: task.profileId };
    await runTasks({ query, limit: 10, client, say });
    expect(lines.join('\n')).toMatch(new RegExp(`${task.id}.*Call Ana about palms.*advisers.*advice call`));
    expect(lines.at(-1)).toBe('1 tasks.');
    const body = { note: 'He called back.', by: 'Eva' };
    await runTaskDone({ id: task.id, body, client, say });
    expect(lines.at(-1)).toMatch(/^“Call Ana about palms” is done \(done \S+ \S+ by Eva\)\.$/);
    await runTaskDone({ id: task.id, body: {}, client, say });
    expect(lines.at(-1)).toContain('was done before');
    expect(lines.at(-1)).toContain('nothing was changed');
    await runTasks({ query, limit: 10, client, say });
    expect(lines.at(-1)).toBe('There are no such tasks.');
    await expect.poll(() => outcome('gus')).toBe('completed');
  });

  it('stay with the person after a merge, and still let their run go on', async () => {
    await engine.send({
      name: 'Advice Asked',
      properties: { about: 'moss' },
      anonymousId: 'hal-before',
    });
    const { tasks } = await list('journey=advice&state=open');
    const task = tasks.find(({ title }) => title.endsWith('moss')) ?? expect.fail('no task');
    await engine.customer('hal');
    await engine.track('hal', 'alias', {}, { type: 'alias', previousId: 'hal-before' });
    await expect.poll(async () => (await taskOf('hal')).id).toBe(task.id);
    await admin.call('POST', `/api/tasks/${task.id}/done`, {});
    await expect.poll(() => outcome('hal')).toBe('completed');
  });
});
