import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const files = {
  'journeys/ask.json': {
    key: 'ask',
    name: 'Ask',
    stage: 'service',
    entry: { on: 'Order Delivered', again: 'always' },
    steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'ask' }],
  },
  'journeys/thank.json': {
    key: 'thank',
    name: 'Thank',
    stage: 'service',
    entry: { on: 'Survey Answered', again: 'always' },
    steps: [{ id: 'note', type: 'update', tags: { add: ['answered'] } }],
  },
  'messages/ask/message.json': {
    name: 'Ask',
    channel: 'email',
    class: 'transactional',
    topic: 'orders',
    subject: { en: 'How was it?' },
    sample: {},
  },
  'messages/ask/body.mjml':
    '<mjml><mj-body><mj-section><mj-column><mj-text><a href="{{survey "likely" 9 about=entry.properties.order_id}}">9</a> <a href="{{survey "likely" 3}}">3</a></mj-text></mj-column></mj-section></mj-body></mjml>',
};
const settings = {
  surveys: {
    likely: {
      method: 'nps',
      question: { en: 'How likely are you to recommend us?', es: '¿Nos recomendarías?' },
      thanks: 'We read every answer.',
    },
    help: { method: 'csat', question: 'Did we help?' },
    quiet: { method: 'csat', question: 'Did we help?', openCase: false },
    happy: { method: 'csat', question: 'How happy are you?', openCase: false },
  },
};

const listSchema = z.object({
  records: z.array(z.looseObject({ id: z.string(), data: z.record(z.string(), z.unknown()) })),
});

describe('a survey in a mail', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files, settings }) });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  /** The addresses of the survey in the mail that somebody got. */
  const links = async (user: string): Promise<readonly string[]> => {
    await engine.customer(user);
    await engine.track(user, 'Order Delivered', { order_id: `o-${user}` });
    const [mail] = engine.mail.to(`${user}@example.com`);
    const html = typeof mail?.html === 'string' ? mail.html : '';
    return [...html.matchAll(/href="([^"]*\/s\/[^"]+)"/g)].map(([, url = '']) => url);
  };
  const visit = (url: string): Promise<Response> => engine.request(new URL(url).pathname);
  const answer = async (url: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
    engine.request(new URL(url).pathname, { method: 'POST', body: new URLSearchParams(fields) });
  const about = async (kind: string, user: string) => {
    const field = {
      fact: 'record',
      path: '$.person',
      operator: 'equal',
      value: await engine.profileId(user),
    };
    const found = await admin.call('POST', `/api/records/${kind}/search`, { filter: { all: [field] } });
    expect(found.status, JSON.stringify(found.body)).toBe(200);
    return listSchema.parse(found.body).records.map(({ data }) => data);
  };

  it('leads to a page with the score chosen, and a look at it answers nothing', async () => {
    const [nine = ''] = await links('ana');
    const page = await visit(nine);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('How likely are you to recommend us?');
    expect(html).toMatch(/value="9" checked/);
    await engine.request(new URL(nine).pathname, { method: 'HEAD' });
    expect(await about('survey-response', 'ana')).toEqual([]);
  });

  it('is answered by the button: a record and an event that starts a journey', async () => {
    const [nine = ''] = await links('ben');
    const thanked = await answer(nine, { score: '9', comment: ' Fast. ' });
    expect(await thanked.text()).toContain('We read every answer.');
    expect(await about('survey-response', 'ben')).toMatchObject([
      { survey: 'likely', method: 'nps', score: 9, comment: 'Fast.', group: 'promoter' },
    ]);
    expect(await about('case', 'ben')).toEqual([]);
    const profile = await engine.opened.stores.peopleReads.profile({
      tenant: engine.tenant,
      id: await engine.profileId('ben'),
    });
    expect(profile?.tags).toContain('answered');
  });

  it('counts the last answer by a mail, and opens one case for a detractor', async () => {
    const [nine = '', three = ''] = await links('cleo');
    for (const score of ['3', '2', '2']) await answer(three, { score, comment: 'Late.' });
    const responses = await about('survey-response', 'cleo');
    expect(responses).toMatchObject([{ score: 2, group: 'detractor' }]);
    expect(await about('case', 'cleo')).toMatchObject([
      { type: 'other', priority: 'high', description: 'Late.' },
    ]);
    await answer(nine, { score: '9' });
    expect(await about('case', 'cleo')).toHaveLength(1);
  });

  it('refuses what is no answer, and addresses that nobody signed', async () => {
    const [nine = ''] = await links('dora');
    expect((await answer(nine, {})).status).toBe(400);
    expect((await answer(nine, { score: '11' })).status).toBe(400);
    expect((await visit(`${nine.slice(0, -6)}AAAA/9`)).status).toBe(404);
    expect(await about('survey-response', 'dora')).toEqual([]);
  });

  it('is answered by events of servers too, where it opens no case if the survey says so', async () => {
    await engine.customer('eva');
    await engine.track('eva', 'Survey Answered', { survey: 'happy', score: 1 });
    await engine.track('eva', 'Survey Answered', { survey: 'nothing', score: 1 });
    expect(await about('survey-response', 'eva')).toMatchObject([
      { survey: 'happy', method: 'csat', score: 1 },
    ]);
    expect(await about('case', 'eva')).toEqual([]);
  });

  describe('about a case', () => {
    const solve = async (user: string): Promise<string> => {
      await engine.customer(user);
      const contact = await engine.profileId(user);
      const data = { subject: 'The pot is broken', contact, solution: 'Sent a new one.' };
      const made = await admin.call('POST', '/api/records/case', { data, stage: 'new' });
      const { id } = z.object({ id: z.string() }).parse(made.body);
      const path = `/api/records/case/${id}`;
      expect((await admin.call('PATCH', path, { stage: 'solved' })).status).toBe(200);
      return id;
    };
    const say = (user: string, properties: Readonly<Record<string, string | number>>) =>
      engine.track(user, 'Survey Answered', properties);
    const read = async (id: string) => (await admin.call('GET', `/api/records/case/${id}`)).body;

    it('says on the case how satisfied its customer is, and leaves it solved', async () => {
      const id = await solve('hal');
      await say('hal', { survey: 'help', score: 5, about: id, response: 'h1' });
      expect(await read(id)).toMatchObject({ stage: 'solved', data: { satisfaction: 5 } });
      expect(await about('survey-response', 'hal')).toMatchObject([{ case: id }]);
    });

    it('opens the case again after a bad score, once for each mail, and opens no other', async () => {
      const id = await solve('ivy');
      const bad = { survey: 'help', score: 1, comment: 'Broken again.', about: id, response: 'i1' };
      await say('ivy', bad);
      expect(await read(id)).toMatchObject({ stage: 'open', data: { satisfaction: 1 } });
      await admin.call('PATCH', `/api/records/case/${id}`, { stage: 'solved' });
      await say('ivy', { ...bad, score: 2 });
      expect(await read(id)).toMatchObject({ stage: 'solved', data: { satisfaction: 2 } });
      expect(await about('case', 'ivy')).toHaveLength(1);
    });

    it('does nothing to the case of somebody else, and opens one of their own', async () => {
      const id = await solve('jim');
      await engine.customer('kim');
      await say('kim', { survey: 'help', score: 1, about: id });
      expect(await read(id)).toMatchObject({ stage: 'solved' });
      expect(await about('case', 'kim')).toHaveLength(1);
      expect(await about('case', 'jim')).toHaveLength(1);
    });

    it('leaves the case alone where the survey says so, and only notes the score', async () => {
      const id = await solve('leo');
      await say('leo', { survey: 'quiet', score: 1, about: id });
      expect(await read(id)).toMatchObject({ stage: 'solved', data: { satisfaction: 1 } });
    });
  });

  it('has results with their interval', async () => {
    for (const [user, score] of [
      ['fay', 5],
      ['gus', 4],
      ['ida', 2],
    ] as const) {
      await engine.customer(user);
      await engine.track(user, 'Survey Answered', { survey: 'happy', score });
    }
    const { status, body } = await admin.call('GET', '/api/surveys/happy/results');
    expect([status, body]).toMatchObject([
      200,
      { method: 'csat', responses: 4, csat: { value: 50, satisfied: 2 }, withoutScore: 0 },
    ]);
    // Of Ben, and of Cleo, whose last answer counts.
    const nps = await admin.call('GET', '/api/surveys/likely/results');
    expect(nps.body).toMatchObject({ nps: { promoters: 2, passives: 0, detractors: 0, value: 100 } });
    const later = await admin.call('GET', '/api/surveys/happy/results?from=2100-01-01T00:00:00Z');
    expect(later.body).toMatchObject({ responses: 0, scores: [] });
    expect((await admin.call('GET', '/api/surveys/hapy/results')).status).toBe(404);
  });
});
