import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { cicloOn } from '../harness/ciclo-command.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;

describe('registrations for an event', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files: {} }) });
    call = adminClient(engine).call;
  }, minute);
  afterAll(() => engine.close(), minute);

  const openEvent = async (data: object): Promise<string> => {
    const about = { name: 'Tea fair', startsAt: '2099-09-01T08:00:00Z', ...data };
    const { status, body } = await call('POST', '/api/records/event', { data: about, stage: 'open' });
    expect(status, JSON.stringify(body)).toBe(201);
    return isObject(body) ? String(body['id']) : '';
  };
  const people = async (count: number, name: string): Promise<readonly string[]> => {
    const ids = Array.from({ length: count }, (_, n) => `${name}${n}`);
    for (const id of ids) await engine.identify(id, { email: `${id}@example.com` });
    return Promise.all(ids.map((id) => engine.profileId(id)));
  };
  const register = (event: string, profile: string) =>
    call('POST', `/api/records/event/${event}/registrations`, { profile });
  const stageOf = async (id: unknown) => {
    const { body } = await call('GET', `/api/records/appointment/${String(id)}`);
    return isObject(body) ? body['stage'] : undefined;
  };
  const fill = async (event: string) => (await call('GET', `/api/records/event/${event}/registrations`)).body;
  const cancel = (id: unknown) =>
    call('PATCH', `/api/records/appointment/${String(id)}`, { stage: 'cancelled' });

  it('give exactly as many places as there are to many who register at once', async () => {
    const event = await openEvent({ places: 10 });
    const all = await people(30, 'crowd');
    const made = await Promise.all(all.map((profile) => register(event, profile)));
    expect(made.map(({ status }) => status)).toEqual(all.map(() => 201));
    const stages = await Promise.all(
      made.map(({ body }) => stageOf(isObject(body) ? body['id'] : undefined)),
    );
    expect(stages.filter((stage) => stage === 'booked')).toHaveLength(10);
    expect(stages.filter((stage) => stage === 'waiting')).toHaveLength(20);
    expect(await fill(event)).toEqual({ places: 10, taken: 10, left: 0 });
  });

  it('move up when somebody cancels or is deleted, the first first, and when there are more places', async () => {
    const event = await openEvent({ places: 1 });
    const ids: unknown[] = [];
    for (const profile of await people(4, 'queue')) {
      const { body } = await register(event, profile);
      ids.push(isObject(body) ? body['id'] : undefined);
      await engine.days(1);
    }
    const stages = () => Promise.all(ids.map(stageOf));
    expect(await stages()).toEqual(['booked', 'waiting', 'waiting', 'waiting']);
    await cancel(ids[0]);
    expect(await stages()).toEqual(['cancelled', 'booked', 'waiting', 'waiting']);
    await call('DELETE', `/api/records/appointment/${String(ids[1])}`);
    expect(await stageOf(ids[2])).toBe('booked');
    await call('PATCH', `/api/records/event/${event}`, { data: { places: 2 } });
    expect(await stageOf(ids[3])).toBe('booked');
    expect(await fill(event)).toEqual({ places: 2, taken: 2, left: 0 });
  });

  it('are one for each person, who stands at the end again after a cancellation', async () => {
    const event = await openEvent({ places: 1 });
    const [ana = '', ben = ''] = await people(2, 'again');
    const first = await register(event, ana);
    expect((await register(event, ana)).body).toMatchObject(
      isObject(first.body) ? { id: first.body['id'], stage: 'booked' } : {},
    );
    await register(event, ben);
    await cancel(isObject(first.body) ? first.body['id'] : undefined);
    expect((await register(event, ana)).body).toMatchObject({ stage: 'waiting', person: ana });
  });

  it('are refused for an event that is a draft, is over or has begun, for nobody, and for another kind', async () => {
    const [zoe = ''] = await people(1, 'refused');
    const draft = await call('POST', '/api/records/event', {
      data: { name: 'Draft', startsAt: '2099-01-01T08:00:00Z' },
    });
    const id = isObject(draft.body) ? String(draft.body['id']) : '';
    expect(await register(id, zoe)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const begun = await openEvent({ startsAt: '2020-01-01T08:00:00Z' });
    expect(await register(begun, zoe)).toMatchObject({ status: 409 });
    expect(await register(await openEvent({}), 'nobody')).toMatchObject({ status: 404 });
    expect(await register('nothing', zoe)).toMatchObject({ status: 404 });
    const path = `/api/records/deal/${id}/registrations`;
    expect(await call('POST', path, { profile: zoe })).toMatchObject({ status: 422 });
  });

  it('have no limit where the event has none', async () => {
    const event = await openEvent({});
    for (const profile of await people(3, 'many'))
      expect((await register(event, profile)).body).toMatchObject({ stage: 'booked' });
    expect(await fill(event)).toEqual({ taken: 3 });
  });

  it('have a calendar file that other programs read, and one that cancels', async () => {
    const event = await openEvent({
      name: 'Tea; and, more',
      endsAt: '2099-09-01T10:00:00Z',
      place: 'Calle Mayor 1, Madrid',
    });
    const [kim = ''] = await people(1, 'calendar');
    const { body } = await register(event, kim);
    const id = isObject(body) ? String(body['id']) : '';
    const read = async () => {
      const path = `/api/records/appointment/${id}/calendar`;
      const answer = await engine.request(path, {
        headers: { authorization: `Bearer ${engine.keys.api}` },
      });
      const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
      const [entry] = calendar.getAllSubcomponents('vevent');
      return { method: calendar.getFirstPropertyValue('method'), entry: new ICAL.Event(entry) };
    };
    const { method, entry } = await read();
    expect(method).toBe('PUBLISH');
    expect(entry.summary).toBe('Tea; and, more');
    expect(entry.location).toBe('Calle Mayor 1, Madrid');
    expect(entry.startDate.toJSDate().toISOString()).toBe('2099-09-01T08:00:00.000Z');
    expect(entry.endDate.toJSDate().toISOString()).toBe('2099-09-01T10:00:00.000Z');
    await cancel(id);
    const cancelled = await read();
    expect(cancelled.method).toBe('CANCEL');
    expect(cancelled.entry.uid).toBe(entry.uid);
    expect(cancelled.entry.sequence).toBeGreaterThan(entry.sequence);
  });

  it('are made from the command line', async () => {
    const event = await openEvent({ places: 1 });
    const [lou = '', max = ''] = await people(2, 'cli');
    const run = async (profile: string) =>
      (await cicloOn(engine)(['records', 'register', event, profile])).said;
    expect(await run(lou)).toMatch(/^Booked: appointment a/);
    expect(await run(max)).toMatch(/^Waiting: appointment a/);
  });
});
