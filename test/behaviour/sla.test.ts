import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const hour = 60 * minute;
/** Monday, 1 June 2026, 8:00 in Madrid, an hour before work begins. */
const start = Date.UTC(2026, 5, 1, 6);

const files = {
  'journeys/escalation.json': {
    key: 'escalation',
    name: 'Escalation',
    stage: 'service',
    entry: { on: 'Case SLA Breached', key: '$.properties.record.id', again: 'always' },
    steps: [{ id: 'look', type: 'task', title: 'Late: {{entry.properties.title}}' }],
  },
};

const caseSchema = z.looseObject({
  id: z.string(),
  revision: z.number(),
  data: z.record(z.string(), z.unknown()),
  sla: z.array(z.looseObject({ target: z.string(), state: z.string() })).optional(),
});
const eventsSchema = z.object({
  events: z.array(
    z.looseObject({
      event: z.string(),
      timestamp: z.string(),
      properties: z.record(z.string(), z.unknown()),
    }),
  ),
});

describe('the SLA clock of a case', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      start,
      files: (tenant) => shopFiles({ tenant, files, settings: { timezone: 'Europe/Madrid' } }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const open = async (user: string, data: Readonly<Record<string, unknown>> = {}) => {
    await engine.customer(user);
    const contact = await engine.profileId(user);
    const body = { data: { subject: `Case of ${user}`, contact, priority: 'urgent', ...data } };
    return caseSchema.parse((await admin.call('POST', '/api/records/case', body)).body);
  };
  const change = async (id: string, body: unknown): Promise<void> => {
    const answer = await admin.call('PATCH', `/api/records/case/${id}`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  };
  const read = async (id: string) =>
    caseSchema.parse((await admin.call('GET', `/api/records/case/${id}`)).body);
  /** What was told of the times of a person's cases, the first first. */
  const told = async (user: string): Promise<readonly string[]> => {
    const profile = await engine.profileId(user);
    const answer = await admin.call('GET', `/api/events?profile=${profile}&limit=100`);
    return eventsSchema
      .parse(answer.body)
      .events.filter(({ event }) => event.startsWith('Case SLA'))
      .map(
        ({ event, properties, timestamp }) =>
          `${event} ${String(properties['target'])} ${timestamp.slice(0, 16)}`,
      )
      .toSorted((a, b) => a.slice(-16).localeCompare(b.slice(-16)));
  };
  const tasks = async (user: string): Promise<number> => {
    const answer = await admin.call('GET', `/api/tasks?profile=${await engine.profileId(user)}`);
    return z.object({ tasks: z.array(z.unknown()) }).parse(answer.body).tasks.length;
  };

  it('warns and breaches at the right instants in working hours, each once, and starts a journey', async () => {
    const { id, data } = await open('ana');
    expect(data).toMatchObject({
      firstReplyBy: '2026-06-01T08:00:00.000Z',
      dueAt: '2026-06-01T15:00:00.000Z',
    });
    await engine.days(0.5);
    expect(await told('ana')).toEqual([
      'Case SLA Warned first-reply 2026-06-01T07:48',
      'Case SLA Breached first-reply 2026-06-01T08:00',
      'Case SLA Warned resolution 2026-06-01T13:24',
      'Case SLA Breached resolution 2026-06-01T15:00',
    ]);
    expect(await tasks('ana')).toBe(2);
    await engine.days(3);
    expect(await told('ana')).toHaveLength(4);
    expect((await read(id)).sla).toMatchObject([
      { target: 'first-reply', state: 'breached', breached: true, leftMinutes: 60 - 36 * 60 },
      { target: 'resolution', state: 'breached', breached: true, leftMinutes: (8 - 36) * 60 },
    ]);
  });

  it('stands still while the customer is waited for, and goes on when the case is opened again', async () => {
    // Thursday evening: time begins to count on Friday at 9.
    const { id } = await open('ben', { firstReplyAt: '2026-06-04T20:00:00Z' });
    await engine.days(0.5);
    await change(id, { stage: 'waiting' });
    const waiting = await read(id);
    expect(waiting.data).not.toHaveProperty('dueAt');
    expect(waiting.sla).toMatchObject([{ state: 'met' }, { state: 'paused', leftMinutes: 480 }]);
    await engine.days(10);
    expect(await told('ben')).toEqual([]);
    await change(id, { stage: 'solved', data: { solution: 'Sent a new one.' } });
    await engine.days(1);
    await change(id, { stage: 'open' });
    const again = await read(id);
    const dueAt = Date.parse(String(again.data['dueAt']));
    await engine.days((dueAt - hour - engine.engine.clock.now(engine.tenant)) / (24 * hour));
    expect((await told('ben')).map((one) => one.slice(0, 26))).toEqual(['Case SLA Warned resolution']);
    await engine.days(1 / 24);
    expect((await told('ben')).map((one) => one.slice(0, 28))[1]).toBe('Case SLA Breached resolution');
  });

  it('says nothing of a case that was solved or deleted, and goes on when that is taken back', async () => {
    const one = await open('cleo');
    const other = await open('dora');
    await change(one.id, { stage: 'solved', data: { solution: 'Explained.' } });
    await admin.call('DELETE', `/api/records/case/${other.id}`);
    await engine.days(7);
    expect([...(await told('cleo')), ...(await told('dora'))]).toEqual([]);
    await admin.call('POST', `/api/records/case/${other.id}/restore`);
    await engine.days(7);
    expect(await told('dora')).toHaveLength(4);
  });

  it('follows the priority', async () => {
    const { id, data } = await open('eva', { priority: 'low' });
    await change(id, { data: { priority: 'urgent' } });
    const urgent = await read(id);
    expect(Date.parse(String(urgent.data['dueAt']))).toBeLessThan(Date.parse(String(data['dueAt'])));
  });
});
