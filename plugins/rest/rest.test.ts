import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cursor } from '../contract.ts';
import { askSync, callAction, conformance, scenarios } from '../testing.ts';
import { createRestFake } from './fake.ts';
import { restPlugin } from './rest.ts';

const key = 'canary-key-of-a-rest-service';

const calls = {
  reading: {
    does: 'read',
    path: '/readings/{{reference}}',
    row: 'data',
    output: { name: 'name', value: 'value', tags: 'tags', none: 'none' },
  },
  'set-note': {
    does: 'set',
    method: 'PUT',
    path: '/notes/{{reference}}',
    body: { text: '{{text}}' },
    row: 'note',
    output: { id: 'id' },
    id: 'id',
  },
  'new-note': {
    does: 'create',
    path: '/notes',
    method: 'POST',
    body: { text: '{{text}}', reference: '{{key}}' },
    headers: { 'Idempotency-Key': '{{key}}' },
    row: 'note',
    output: { id: 'id', text: 'text' },
    find: { path: '/notes', query: { reference: '{{key}}' }, row: 'items.0' },
  },
  'add-note': {
    does: 'send',
    path: '/notes',
    method: 'POST',
    body: { text: '{{text}}', reference: '{{key}}' },
    headers: { 'Idempotency-Key': '{{key}}' },
  },
};

const contacts = {
  fields: 'attributes',
  updatedAt: 'changed_at',
  list: {
    path: '/contacts',
    query: { since: '{{since}}' },
    rows: 'items',
    paging: { by: 'cursor', param: 'after', next: 'paging.after' },
  },
  gone: { path: '/removed', query: { since: '{{since}}' }, rows: 'items' },
  get: { path: '/contacts/{{id}}', row: 'contact' },
  find: { path: '/contacts', query: { '{{field}}': '{{value}}' }, rows: 'items' },
  create: { path: '/contacts', body: { contact: '{{fields}}' } },
  update: { path: '/contacts/{{id}}', body: { contact: '{{fields}}' }, row: 'contact' },
  remove: { path: '/contacts/{{id}}' },
};

const errors = [
  { at: 'error.code', is: 'EXISTS', means: 'taken', id: 'error.id' },
  { at: 'error', means: 'rejected' },
];

const configAt = (url: string, objects: object = { contacts }) => ({
  url: `${url}/api/`,
  auth: { by: 'header', name: 'X-Key', value: { env: 'KEY' } },
  reason: 'error.text',
  errors,
  health: { path: '/notes' },
  calls,
  objects,
});

const junk = [{ call: '' }, { with: {} }, { call: 'reading', more: 1 }, { call: 'reading', with: 'x' }];
const example = (call: string) => ({ input: { call, with: { text: 'Hola', reference: 'a' } }, junk });

conformance({
  plugin: restPlugin,
  secrets: { KEY: key },
  config: configAt,
  provider: { start: () => createRestFake(key), plays: scenarios },
  actions: {
    read: example('reading'),
    set: example('set-note'),
    create: example('new-note'),
    send: example('add-note'),
  },
  syncs: {
    contacts: {
      start: () => createRestFake(key),
      plays: scenarios,
      key: 'email',
      text: 'address.city',
      isUnique: true,
      tellsDeleted: 0,
      wrong: { color: 'red' },
    },
  },
});

describe('a REST service', () => {
  let fake: Awaited<ReturnType<typeof createRestFake>>;
  beforeEach(async () => {
    fake = await createRestFake(key);
  });
  afterEach(() => fake.close());

  const perform = (action: string, input: unknown, more: object = {}) =>
    callAction({
      plugin: restPlugin,
      secrets: { KEY: key },
      config: { ...configAt(fake.url), ...more },
      action,
      input,
    });

  test('what an answer says is what later steps see, with its type; what it does not say is left out', async () => {
    expect(await perform('read', { call: 'reading', with: { reference: 'oral' } })).toMatchObject({
      kind: 'done',
      output: { name: 'oral', value: 36.6, tags: ['a', 'b'] },
    });
  });

  test.each(['..', '.', '../../admin', 'a/b?x=1#y'])(
    'a value is one part of a path and leads nowhere else: %s',
    async (reference) => {
      const outcome = await perform('read', { call: 'reading', with: { reference } });
      const asked = fake.requests.map(({ url }) => new URL(url).pathname);
      if (outcome.kind === 'done') expect(asked).toEqual([`/api/readings/${encodeURIComponent(reference)}`]);
      else expect([outcome, asked]).toMatchObject([{ kind: 'rejected', code: 'missing-value' }, []]);
    },
  );

  test('a call is made by the action that it is one for, so that nothing is repeated by the rules of another', async () => {
    const named = { call: 'add-note', with: { text: 'x' } };
    expect(await perform('set', named)).toMatchObject({ kind: 'rejected', code: 'wrong-action' });
    expect(await perform('set', { call: 'constructor' })).toMatchObject({ code: 'unknown-call' });
    expect(await perform('read', { call: 'reading' })).toMatchObject({ code: 'missing-value' });
    expect(fake.requests).toEqual([]);
  });

  test('what is wrong is read in the words of the service', async () => {
    const rules = [
      { status: 401, means: 'rejected' },
      { at: 'problem', is: 'no such contact', means: 'retry' },
    ];
    const wrong = { ...configAt(fake.url), auth: { by: 'none' } };
    expect(await perform('read', { call: 'reading', with: { reference: 'x' } }, wrong)).toMatchObject({
      kind: 'retry',
      code: 'auth-failed',
    });
    expect(
      await perform('read', { call: 'reading', with: { reference: 'x' } }, { ...wrong, errors: rules }),
    ).toMatchObject({ kind: 'rejected', code: 'refused' });
  });

  const asking = (list: object) =>
    askSync({
      plugin: restPlugin,
      secrets: { KEY: key },
      config: () => configAt(fake.url, { contacts: { ...contacts, list } }),
      object: 'contacts',
    });

  test.each([
    ['by-page', { by: 'page', param: 'page' }],
    ['by-offset', { by: 'offset', param: 'skip' }],
    ['by-url', { by: 'url', next: 'next' }],
    ['by-link', { by: 'link' }],
  ])('a list that is cut %s is fetched whole', async (path, paging) => {
    const ids = ['ana', 'ben', 'eva', 'dan', 'cai'].map((name) => fake.add({ email: name }));
    const ask = asking({ path: `/${path}`, rows: 'items', paging });
    const seen: string[] = [];
    let cursor: Cursor | undefined;
    for (let more = true; more;) {
      const page = await ask.changed(cursor, ['email']);
      if (page.kind !== 'done') throw new Error(JSON.stringify(page));
      seen.push(...page.rows.map(({ id }) => id));
      ({ cursor } = page);
      more = page.more === true;
    }
    expect(seen).toEqual(ids);
  });

  test('the address of a next page on another server is not asked: the key stays here', async () => {
    const ask = asking({ path: '/elsewhere', rows: 'items', paging: { by: 'url', next: 'next' } });
    const page = await ask.changed(undefined, ['email']);
    if (page.kind !== 'done') throw new Error(JSON.stringify(page));
    expect(await ask.changed(page.cursor, ['email'])).toMatchObject({
      kind: 'failed',
      code: 'unexpected-answer',
    });
    expect(fake.requests).toHaveLength(1);
  });

  test('a key that stands in the address is in nothing that is said', async () => {
    const auth = { by: 'query', name: 'api_key', value: { env: 'KEY' } };
    const outcome = await perform('read', { call: 'reading', with: { reference: 'x' } }, { auth });
    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(JSON.stringify(outcome)).not.toContain(key);
  });
});
