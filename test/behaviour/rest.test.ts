import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createRestFake } from '../../plugins/rest/fake.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const hours = 1 / 24;

const config = (url: string) => ({
  url: `${url}/api`,
  auth: { by: 'header', name: 'X-Key', value: { env: 'CICLO_PLUGIN_DESK' } },
  calls: {
    'new-note': {
      does: 'create',
      method: 'POST',
      path: '/notes',
      body: { text: '{{text}}', reference: '{{key}}' },
      row: 'note',
      output: { id: 'id' },
      find: { path: '/notes', query: { reference: '{{key}}' }, row: 'items.0' },
    },
  },
  objects: {
    contacts: {
      fields: 'attributes',
      updatedAt: 'changed_at',
      list: {
        path: '/contacts',
        query: { since: '{{since}}' },
        rows: 'items',
        paging: { by: 'cursor', param: 'after', next: 'paging.after' },
      },
      get: { path: '/contacts/{{id}}', row: 'contact' },
      find: { path: '/contacts', query: { email: '{{value}}' }, rows: 'items' },
      create: { path: '/contacts', body: { contact: '{{fields}}' } },
      update: { path: '/contacts/{{id}}', body: { contact: '{{fields}}' }, row: 'contact' },
    },
  },
});

const files = {
  'journeys/complaint.json': {
    key: 'complaint',
    name: 'Complaint',
    stage: 'retention',
    entry: { on: 'Complaint Made' },
    steps: [
      {
        id: 'note',
        type: 'action',
        plugin: 'desk',
        action: 'create',
        input: { call: 'new-note', with: { text: '{{event.properties.text}}' } },
      },
      { id: 'mail', type: 'send', channel: 'email', message: 'noted' },
    ],
  },
  'messages/noted/message.json': {
    name: 'Noted',
    channel: 'email',
    class: 'transactional',
    topic: 'orders',
    subject: { en: 'Your note {{steps.note.id}}' },
    sample: { steps: { note: { id: 1 } } },
  },
  'messages/noted/body.mjml':
    '<mjml><mj-body><mj-section><mj-column><mj-text>Noted.</mj-text></mj-column></mj-section></mj-body></mjml>',
};

describe('a service with a REST API, mapped in ciclo.json', () => {
  let fake: Awaited<ReturnType<typeof createRestFake>>;
  let engine: TestedEngine;
  beforeAll(async () => {
    fake = await createRestFake('key-1');
    engine = await startMemoryEngine({
      env: { CICLO_PLUGIN_DESK: 'key-1' },
      files: (tenant) =>
        shopFiles({
          tenant,
          files,
          settings: {
            plugins: {
              mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
              desk: { use: 'rest', config: config(fake.url) },
            },
            syncs: {
              people: {
                plugin: 'desk',
                object: 'contacts',
                fields: [
                  { ours: 'email', theirs: 'email', as: 'lower' },
                  { ours: 'city', theirs: 'address.city' },
                ],
              },
            },
          },
        }),
    });
    await engine.comeToRest(engine.tenant);
  });
  afterAll(async () => {
    await engine.close();
    await fake.close();
  });

  it('makes what a step asks for once, also when the answer is lost, and later steps know its id', async () => {
    await engine.customer('ana', { email: 'ana@example.com' });
    fake.play('lost');
    await engine.send({ name: 'Complaint Made', userId: 'ana', properties: { text: 'Too late' } });
    fake.play('ok');
    await engine.days(3 * hours);
    expect(engine.subjects('ana@example.com')).toEqual(['Your note 7']);
    const made = fake.requests.filter(({ method, url }) => method === 'POST' && url.endsWith('/api/notes'));
    expect(made.map(({ body }) => JSON.parse(body))).toMatchObject([{ text: 'Too late' }]);
  });

  it('keeps people the same on both sides, with fields that stand within others there', async () => {
    const id = fake.add({ email: 'ben@example.com', address: { city: 'Cadiz' } });
    await engine.days(1);
    await engine.send({
      name: 'identify',
      type: 'identify',
      externalIds: [{ kind: 'email', value: 'ben@example.com' }],
      traits: { city: 'Rota' },
    });
    await engine.days(hours);
    expect(fake.all().find((one) => one.id === id)?.fields).toEqual({
      email: 'ben@example.com',
      address: { city: 'Rota' },
    });
    expect(fake.all().map(({ fields }) => fields['email'])).toContain('ana@example.com');
  });
});
