import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { cicloOn } from '../harness/ciclo-command.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

describe('registrations for an event', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files: {} }) });
    call = adminClient(engine).call;
  });
  afterAll(() => engine.close());

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

  describe('by a signed link', () => {
    const mail = (key: string, on: string) => ({
      [`messages/${key}/message.json`]: {
        name: 'Come to the fair',
        channel: 'email',
        class: 'transactional',
        topic: 'orders',
        subject: { en: 'Come to the fair' },
        sample: { entry: { properties: { about: 'r1' } } },
      },
      [`messages/${key}/body.mjml`]:
        '<mjml><mj-body><mj-section><mj-column><mj-text><a href="{{registration entry.properties.about}}">Come</a> <a href="{{registration entry.properties.about calendar=true}}">Calendar</a></mj-text></mj-column></mj-section></mj-body></mjml>',
      [`journeys/${key}.json`]: {
        key,
        name: 'Invitation',
        stage: 'service',
        entry: { on, again: 'always' },
        steps: [{ id: 'ask', type: 'send', channel: 'email', message: key }],
      },
    });
    let shop: TestedEngine;
    let ask: AdminClient['call'];
    beforeAll(async () => {
      shop = await startMemoryEngine({
        files: (tenant) => shopFiles({ tenant, files: mail('invitation', 'Invited') }),
      });
      ask = adminClient(shop).call;
    });
    afterAll(() => shop.close());

    const idIn = (answer: { body: unknown }): string => {
      const id = isObject(answer.body) ? answer.body['id'] : undefined;
      expect(id, JSON.stringify(answer)).toBeTypeOf('string');
      return String(id);
    };
    const eventFor = async (data: object, stage = 'open') =>
      idIn(
        await ask('POST', '/api/records/event', {
          data: { name: 'Tea fair', startsAt: '2099-09-01T08:00:00Z', ...data },
          stage,
        }),
      );
    /** What a mail to the person leads to. */
    const linksTo = async (person: string, about: string): Promise<readonly string[]> => {
      await shop.track(person, 'Invited', { about });
      await shop.comeToRest(shop.tenant);
      const html = shop.mail.to(`${person}@example.com`).at(-1)?.html;
      return [...String(html).matchAll(/href="([^"]+\/e\/[^"]+)"/g)].map(([, link = '']) => link);
    };
    const visit = async (link: string, form?: Record<string, string>) => {
      const init = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
      const answer = await shop.request(new URL(link).pathname, init);
      return { status: answer.status, page: await answer.text() };
    };
    const stages = async (event: string) => {
      const { body } = await ask('GET', '/api/records/appointment?limit=100');
      const found = isObject(body) && Array.isArray(body['records']) ? body['records'] : [];
      return found
        .filter(isObject)
        .filter(({ data }) => isObject(data) && data['event'] === event)
        .map(({ stage }) => stage);
    };

    it('are made and cancelled by buttons; a look changes nothing', async () => {
      const event = await eventFor({ places: 1, link: 'https://call.example/1', place: 'Madrid' });
      for (const name of ['ana', 'ben']) await shop.customer(name, { locale: 'en' });
      const [ana = '', calendar = ''] = await linksTo('ana', event);
      const [ben = ''] = await linksTo('ben', event);
      const first = await visit(ana);
      expect(first.status).toBe(200);
      expect(first.page).toContain('Madrid');
      expect(first.page).not.toContain('call.example');
      expect(await stages(event)).toEqual([]);
      expect((await visit(ana, { do: 'register' })).page).toContain('You have a place.');
      expect((await visit(ana)).page).toContain('https://call.example/1');
      expect((await visit(calendar)).page).toContain('SUMMARY:Tea fair');
      const full = await visit(ben);
      expect(full.page).toContain('All places are taken');
      expect((await visit(ben, { do: 'register' })).page).toContain('You are on the waiting list.');
      expect((await visit(ben)).page).not.toContain('call.example');
      expect((await visit(ana, { do: 'register' })).page).toContain('You have a place.');
      expect((await visit(ana, { do: 'cancel' })).page).toContain('You cancelled.');
      expect((await visit(calendar)).page).toContain('METHOD:CANCEL');
      expect((await visit(ben)).page).toContain('You have a place.');
      expect((await visit(ana, { do: 'register' })).page).toContain('You are on the waiting list.');
      expect((await stages(event)).toSorted()).toEqual(['booked', 'waiting']);
    });

    it('show no draft, no appointment of somebody else, and take nobody for what is over', async () => {
      await shop.customer('eva', { locale: 'es' });
      await shop.customer('max', { locale: 'en' });
      const draft = await eventFor({}, 'draft');
      const over = await eventFor({ startsAt: '2020-01-01T08:00:00Z' });
      const [toDraft = ''] = await linksTo('eva', draft);
      expect((await visit(toDraft)).status).toBe(404);
      expect((await visit(toDraft, { do: 'register' })).status).toBe(404);
      const [toOver = ''] = await linksTo('eva', over);
      expect((await visit(toOver)).page).toContain('Ya ha pasado');
      expect((await visit(toOver, { do: 'register' })).page).toContain('Ya ha pasado');
      expect(await stages(over)).toEqual([]);
      const contact = await shop.profileId('max');
      const call = await ask('POST', '/api/records/appointment', {
        data: { subject: 'Advice', contact, startsAt: '2099-01-01T08:00:00Z', notes: 'Of the team' },
      });
      const [ofMax = '', calendar = ''] = await linksTo('max', idIn(call));
      expect((await visit(ofMax)).page).toContain('Advice');
      expect((await visit(calendar)).page).not.toContain('Of the team');
      const [ofEva = ''] = await linksTo('eva', idIn(call));
      expect((await visit(ofEva)).status).toBe(404);
      expect((await visit(ofEva, { do: 'cancel' })).status).toBe(404);
      expect((await visit(ofMax, { do: 'cancel' })).page).toContain('You cancelled.');
      expect((await visit(`${ofMax.slice(0, -1)}${ofMax.endsWith('A') ? 'B' : 'A'}`)).status).toBe(404);
    });
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
