import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const forms = {
  newsletter: {
    title: { en: 'News', es: 'Novedades' },
    topic: 'news',
    fields: [
      { name: 'firstName', label: { en: 'First name', es: 'Nombre' }, required: true },
      { name: 'plants', label: 'Plants', type: 'choice', choices: ['few', 'many'] },
    ],
  },
  fair: { title: 'At the fair', topic: 'news', then: 'https://shop.example/thanks' },
};

const files = {
  'journeys/lead.json': {
    key: 'lead',
    name: 'Leads of forms become records',
    stage: 'acquisition',
    entry: { on: 'Lead Captured', again: 'never' },
    steps: [
      {
        id: 'lead',
        type: 'record',
        create: 'lead',
        set: { name: '{{event.properties.firstName}}', email: '{{profile.traits.email}}' },
      },
    ],
  },
};

describe('forms to sign up', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) => shopFiles({ tenant, files, settings: { forms } }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const pathOf = async (key: string): Promise<string> => {
    const { body } = await admin.call('GET', `/api/forms/${key}`);
    return new URL(String(Object(body).address)).pathname;
  };
  const post = async (path: string, fields: Readonly<Record<string, string>>, from = '192.0.2.1') => {
    const answer = await engine.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': from },
      body: new URLSearchParams(fields).toString(),
    });
    await engine.comeToRest(engine.tenant);
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') };
  };
  const mailsTo = (address: string) => engine.mail.to(address);
  const leads = async () => {
    const { body } = await admin.call('GET', '/api/records/lead');
    return Object(body).records;
  };

  it('are listed, and have plain HTML in the language asked for, without a script and without anything from outside', async () => {
    expect((await admin.call('GET', '/api/forms')).body).toMatchObject({
      forms: [{ key: 'newsletter', topic: 'news', fields: ['firstName', 'plants'] }, { key: 'fair' }],
    });
    const { body } = await admin.call('GET', '/api/forms/newsletter?locale=es');
    const { html, address } = Object(body);
    expect(html).toContain(`action="${address}"`);
    expect(html).toContain('Nombre');
    expect(html).toContain('name="lang" value="es"');
    expect(html).not.toMatch(/<script|<style|src=|onsubmit/i);
    expect((await admin.call('GET', '/api/forms/none')).status).toBe(404);
  });

  it('make nobody a lead before the owner of the address confirmed, who sees what was written', async () => {
    const path = await pathOf('newsletter');
    expect((await engine.request(path)).status).toBe(200);
    const sent = await post(path, { email: 'Ana@example.com', firstName: '<b>Ana</b>', plants: 'many' });
    expect(sent).toMatchObject({ status: 200, text: expect.stringContaining('mailbox') });
    const [mail] = mailsTo('ana@example.com');
    expect(mail?.html).not.toContain('Ana');
    expect(await leads()).toEqual([]);
    const [link = ''] = /\/y\/[\w-]+/.exec(mail?.text ?? '') ?? [];
    const page = await (await engine.request(link)).text();
    expect(page).toContain('&lt;b&gt;Ana&lt;/b&gt;');
    expect(page).toContain('many');
    expect((await engine.request(link, { method: 'POST' })).status).toBe(200);
    expect((await engine.request(link, { method: 'POST' })).status).toBe(200);
    await engine.comeToRest(engine.tenant);
    expect(await leads()).toMatchObject([{ data: { name: '<b>Ana</b>', email: 'ana@example.com' } }]);
    const { body } = await admin.call('GET', '/api/consents?address=ana@example.com');
    expect(body).toMatchObject({ consents: [{ topic: 'news', status: 'granted', confirmed: true }] });
  });

  it('say which fields are missing and keep what was written', async () => {
    const wrong = await post(await pathOf('newsletter'), { email: 'ben@example.com', plants: 'few' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('ben@example.com');
    expect(wrong.text).toContain('aria-invalid="true"');
    expect(mailsTo('ben@example.com')).toEqual([]);
  });

  it('thank a program that filled in the trap, and nothing comes of it', async () => {
    const trapped = { email: 'bot@example.com', firstName: 'Bot', website: 'https://spam.example' };
    expect((await post(await pathOf('newsletter'), trapped)).status).toBe(200);
    expect(mailsTo('bot@example.com')).toEqual([]);
  });

  it('lead to a page of the shop where it names one; an address that is not signed leads nowhere', async () => {
    const path = await pathOf('fair');
    expect(await post(path, { email: 'eva@example.com' })).toMatchObject({
      status: 303,
      to: 'https://shop.example/thanks',
    });
    expect((await post(`${path.slice(0, -2)}AA`, { email: 'eva@example.com' })).status).toBe(404);
  });

  it('take ten from one address at once, and then let it wait', async () => {
    const path = await pathOf('fair');
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await post(path, { email: `p${n}@example.com` })).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 303).length).toBeLessThanOrEqual(10);
  });

  it('are counted by what came of them, a lead once however often its owner confirms', async () => {
    const { body } = await admin.call('GET', '/api/forms/newsletter');
    expect(body).toMatchObject({
      counts: { sent: 1, confirmed: 1, trapped: 1, limited: 0, invalid: 1 },
      days: [{ sent: 1, confirmed: 1, trapped: 1, limited: 0, invalid: 1 }],
    });
    const { forms: all } = Object((await admin.call('GET', '/api/forms')).body);
    expect(Object(all)[1].counts.limited).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toContain('example.com');
  });

  it('are shown as they would be published, and what is no form says what is wrong', async () => {
    const form = {
      title: 'Draft',
      topic: 'news',
      fields: [{ name: 'size', label: { en: 'Size', es: 'Talla' } }],
    };
    const shown = await admin.call('POST', '/api/forms/preview', { form, locale: 'es' });
    expect(shown.body).toMatchObject({ html: expect.stringContaining('Talla') });
    expect(Object(shown.body).html).toContain('action="about:blank"');
    const wrong = await admin.call('POST', '/api/forms/preview', { form: { title: 'Draft' } });
    expect(wrong).toMatchObject({ status: 422, body: { detail: expect.stringContaining('topic') } });
  });
});
