import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createMembers } from '../sign-in/members-for-tests.ts';
import { json, type Shop, startShop, textOf } from '../shop-for-tests.ts';

let shop: Shop;
let members: ReturnType<typeof createMembers>;
beforeAll(async () => {
  shop = await startShop();
  members = createMembers(shop);
});
afterAll(() => shop.close());

const plan = { name: 'Spring', variants: [{ name: 'a', message: 'welcome' }] };
const draftPath = '/api/workspace/drafts/programs%2Fclub.json';

describe('an author', () => {
  it('drafts, tries out and sends for review', async () => {
    const ana = await members.signedIn('ana', 'author');
    const draft = await ana.call('PUT', draftPath, { text: '{"key":"club","name":"Club"}' });
    expect(draft.status).toBe(200);
    expect((await ana.call('POST', '/api/workspace/approvals', { note: 'A club' })).status).toBe(201);
    const made = await ana.call('POST', '/api/broadcasts', { name: 'Spring' });
    expect(made.status).toBe(201);
    const id = textOf((await json(made))['id']);
    expect((await ana.call('PUT', `/api/broadcasts/${id}`, { name: 'Summer' })).status).not.toBe(403);
    expect((await ana.call('POST', '/api/journeys/cart/lint', {})).status).toBe(200);
  });

  it('makes nothing reach a customer', async () => {
    const ben = await members.signedIn('ben', 'author');
    await shop.entered('tom');
    const tom = await shop.profileId('tom');
    const { id } = await json(shop.call('POST', '/api/broadcasts', plan));
    const calls: readonly [path: string, body?: object][] = [
      ...['schedule', 'unschedule', 'pause', 'resume', 'cancel', 'winner'].map((verb): [string, object] => [
        `/api/broadcasts/${textOf(id)}/${verb}`,
        {},
      ]),
      ...['pause', 'resume-entries', 'freeze', 'resume', 'drain', 'stop'].map((verb): [string, object] => [
        `/api/journeys/cart/${verb}`,
        {},
      ]),
      ['/api/jobs', { do: { kind: 'skip' }, who: { journey: 'cart' } }],
      ['/api/runs', { journey: 'cart', person: { userId: 'tom' } }],
      ['/api/points', { person: { userId: 'tom' }, program: 'club', points: 5 }],
      ['/api/gift-cards', { amount: 500, currency: 'EUR' }],
      ['/api/posts', {}],
      ['/api/syncs/people/run', {}],
      [`/api/profiles/${tom}/self-service`, {}],
      ['/api/workspace/drafts/publish', {}],
    ];
    for (const [path, body] of calls) expect((await ben.call('POST', path, body)).status, path).toBe(403);
  });

  it('sends a test of a message to people of the team, and to nobody else', async () => {
    const eva = await members.signedIn('eva', 'author');
    const test = (to: string) => eva.call('POST', '/api/templates/welcome/test', { to });
    expect((await test('tom@example.com')).status).toBe(403);
    expect((await test('Eva@shop.example')).status).not.toBe(403);
  });
});

describe('a key with `write`', () => {
  it('goes on drafting, gives others the right to draft, and says so of itself', async () => {
    const key = await shop.keyWith([
      'read',
      'write',
      'team',
      'records:read',
      'records:write',
      'personal-data',
    ]);
    expect((await shop.call('POST', '/api/broadcasts', plan, { key })).status).toBe(201);
    const author = { email: 'kim@shop.example', name: 'Kim', role: 'author' };
    expect((await shop.call('POST', '/api/users', author, { key })).status).toBe(201);
    const made = { name: 'drafts', kind: 'server', scopes: ['draft'] };
    expect((await shop.call('POST', '/api/keys', made, { key })).status).toBe(201);
    expect((await json(shop.call('GET', '/api/me', undefined, { key })))['scopes']).toContain('draft');
  });

  it('is what a key with `draft` lacks', async () => {
    const key = await shop.keyWith(['read', 'draft']);
    const { id } = await json(shop.call('POST', '/api/broadcasts', plan, { key }));
    const path = `/api/broadcasts/${textOf(id)}/schedule`;
    expect((await shop.call('POST', path, {}, { key })).status).toBe(403);
  });
});
