import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import type { Role } from '../../domain/objects/access.ts';
import { type Answer, type AdminClient, adminClient } from '../harness/admin-client.ts';
import { cicloOn } from '../harness/ciclo-command.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const path = 'journeys/nurture.json';
const other = 'journeys/other.json';
const start = Date.parse('2026-06-01T09:00:00Z');

const journey = (key: string, days = '30 days'): string => `{
  "key": "${key}", "name": "Nurture leads",
  "stage": "acquisition",
  "entry": { "on": "Lead Created" },
  "steps": [ { "id": "wait",  "type": "wait", "for": "${days}" } ]
}
`;

const withId = z.looseObject({ id: z.string() });
const problemsSchema = z.object({ problems: z.array(z.looseObject({ code: z.string(), file: z.string() })) });
const listSchema = z.object({ approvals: z.array(withId), required: z.boolean() });
const workSchema = z.object({ work: z.array(withId) });
const auditSchema = z.object({ lines: z.array(z.looseObject({ action: z.string() })).optional() });

type Call = (method: string, address: string, body?: unknown) => Promise<Answer>;
type Somebody = { readonly id: string; readonly call: Call };

/** Somebody of the team who signed in. */
const signIn = async (input: { engine: TestedEngine; admin: AdminClient; name: string; role: Role }) => {
  const { engine, admin, name, role } = input;
  const { tenant } = engine;
  const email = `${name}@shop.example`;
  const { id } = withId.parse((await admin.call('POST', '/api/users', { email, name, role })).body);
  const { token } = await engine.engine.signIn.makeLink({ tenant, email });
  const found = await engine.engine.signIn.withLink({ tenant, token });
  const cookie = (found?.cookies ?? []).map((one) => one.split(';')[0]).join('; ');
  const call: Call = async (method, address, body) => {
    const answer = await engine.request(address, {
      method,
      headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  return { id, call };
};

const draftAt = (file: string): string => `/api/workspace/drafts/${encodeURIComponent(file)}`;
const approvals = '/api/workspace/approvals';

const send = async (by: Somebody, note: string): Promise<string> => {
  const { status, body } = await by.call('POST', approvals, { note });
  expect(status, JSON.stringify(body)).toBe(201);
  return withId.parse(body).id;
};

const openShop = async (settings: Readonly<Record<string, unknown>>) => {
  const engine = await startMemoryEngine({
    start,
    files: (tenant) =>
      shopFiles({ tenant, settings, files: { [path]: journey('nurture'), [other]: journey('other') } }),
  });
  const admin = adminClient(engine);
  const ana = await signIn({ engine, admin, name: 'ana', role: 'author' });
  const ben = await signIn({ engine, admin, name: 'ben', role: 'marketer' });
  const eva = await signIn({ engine, admin, name: 'eva', role: 'admin' });
  const workOf = async (who: Somebody) =>
    workSchema.parse((await who.call('GET', '/api/work?type=approval')).body).work;
  const stateOf = async (id: string) => (await ben.call('GET', `${approvals}/${id}`)).body;
  return { engine, admin, ana, ben, eva, workOf, stateOf };
};
type Shop = Awaited<ReturnType<typeof openShop>>;

describe('drafts of somebody who may not publish', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({});
  });
  afterAll(() => shop.engine.close());

  it('wait in the queue of those who may, who see what would change and what it would do', async () => {
    const { ana, ben, workOf } = shop;
    await ana.call('PUT', draftAt(path), { text: journey('nurture', '20 days') });
    expect((await ana.call('POST', '/api/workspace/drafts/publish', {})).status).toBe(403);
    const id = await send(ana, 'A shorter rest');
    expect(await workOf(ben)).toMatchObject([
      { type: 'approval', id, title: 'A shorter rest', stage: 'review', by: ana.id },
    ]);
    expect(await workOf(ana)).toEqual([]);
    const { body } = await ben.call('GET', `${approvals}/${id}`);
    expect(body).toMatchObject({
      state: 'review',
      round: 1,
      author: { kind: 'user', id: ana.id },
      files: [{ path, change: 'changed', lines: { added: 1, removed: 1 }, isStale: false }],
      problems: [],
      acts: [{ act: 'send', note: 'A shorter rest' }],
    });
    const dry = await ben.call('POST', `${approvals}/${id}/publish?dryRun=1`, {});
    expect(dry.body).toMatchObject({ changes: [{ what: 'journey', key: 'nurture', change: 'changed' }] });
    expect((await ben.call('POST', `${approvals}/${id}/publish`, {})).status).toBe(409);
    expect((await ana.call('POST', `${approvals}/${id}/approve`, { round: 1 })).status).toBe(403);
  });

  it('are returned with a comment, sent again, approved and published, and every act is in the audit trail', async () => {
    const { ana, ben, admin, workOf, stateOf } = shop;
    const [item] = await workOf(ben);
    const id = item?.id ?? '';
    const at = `${approvals}/${id}`;
    expect((await ben.call('POST', `${at}/return`, { round: 1 })).status).toBe(400);
    await ben.call('POST', `${at}/return`, { round: 1, note: 'Still too long' });
    expect(await workOf(ana)).toMatchObject([{ id, stage: 'draft', assignee: ana.id }]);
    expect(await workOf(ben)).toEqual([]);
    await ana.call('PUT', draftAt(path), { text: journey('nurture', '10 days') });
    expect((await ben.call('POST', `${at}/send`, { note: 'Mine' })).status).toBe(422);
    await ana.call('POST', `${at}/send`, { note: 'Ten days' });
    expect((await ben.call('POST', `${at}/approve`, { round: 1 })).status).toBe(409);
    expect((await ben.call('POST', `${at}/approve`, { round: 2 })).body).toMatchObject({ state: 'approved' });
    const done = await ben.call('POST', `${at}/publish`, {});
    expect(done.body).toMatchObject({ revision: 2 });
    expect(await stateOf(id)).toMatchObject({ state: 'live', revision: 2 });
    expect((await ben.call('GET', '/api/workspace/publications/2')).body).toMatchObject({
      note: 'Ten days',
      by: { kind: 'user', id: ben.id },
    });
    expect((await ana.call('GET', `/api/workspace/files/${encodeURIComponent(path)}`)).body).toEqual(
      expect.not.objectContaining({ draft: expect.anything() }),
    );
    expect(await workOf(ben)).toEqual([]);
    const { body } = await admin.call('GET', `/api/audit?subject=${id}`);
    const said = JSON.stringify(body);
    for (const act of ['send', 'return', 'approve', 'publish']) expect(said).toContain(`approval.${act}`);
    expect(auditSchema.safeParse(body).success).toBe(true);
  });

  it('lose their approval when they change, and a change of what nobody sent takes nothing back', async () => {
    const { ana, ben, stateOf } = shop;
    await ana.call('PUT', draftAt(path), { text: journey('nurture', '5 days') });
    const id = await send(ana, 'Five days');
    const at = `${approvals}/${id}`;
    await ben.call('POST', `${at}/approve`, { round: 1 });
    await ana.call('PUT', draftAt(other), { text: journey('other', '5 days') });
    expect(await stateOf(id)).toMatchObject({ state: 'approved' });
    await ana.call('PUT', draftAt(path), { text: journey('nurture', '4 days') });
    expect(await stateOf(id)).toMatchObject({ state: 'draft', acts: [{}, {}, { act: 'change' }] });
    expect((await ben.call('POST', `${at}/publish`, {})).status).toBe(409);
    // What the author made of it since is the author's alone.
    expect(JSON.stringify(await stateOf(id))).not.toContain('4 days');
    await ana.call('DELETE', draftAt(path));
    expect(await stateOf(id)).toMatchObject({ state: 'withdrawn' });
    await ana.call('DELETE', draftAt(other));
  });

  it('are refused with a clear error when the same file was published meanwhile, and have to be looked at again', async () => {
    const { ana, ben, stateOf } = shop;
    await ana.call('PUT', draftAt(path), { text: journey('nurture', '3 days') });
    const id = await send(ana, 'Three days');
    const at = `${approvals}/${id}`;
    await ben.call('POST', `${at}/approve`, { round: 1 });
    // Another file is no matter; the same one is.
    await ben.call('PUT', draftAt(other), { text: journey('other', '6 days') });
    await ben.call('POST', '/api/workspace/drafts/publish', {});
    expect((await ben.call('POST', `${at}/publish?dryRun=1`, {})).status).toBe(200);
    await ben.call('PUT', draftAt(path), { text: journey('nurture', '7 days') });
    await ben.call('POST', '/api/workspace/drafts/publish', {});
    const refused = await ben.call('POST', `${at}/publish`, {});
    expect(refused.status).toBe(409);
    expect(problemsSchema.parse(refused.body).problems).toMatchObject([{ code: 'stale-draft', file: path }]);
    expect(await stateOf(id)).toMatchObject({ files: [{ isStale: true }] });
    const file = (await ana.call('GET', `/api/workspace/files/${encodeURIComponent(path)}`)).body;
    const { hash } = z.object({ hash: z.string() }).parse(file);
    await ana.call('PUT', draftAt(path), { text: journey('nurture', '3 days'), base: hash });
    expect(await stateOf(id)).toMatchObject({ state: 'draft' });
    await ana.call('POST', `${at}/send`, { note: 'On top of seven days' });
    await ben.call('POST', `${at}/approve`, { round: 2 });
    expect((await ben.call('POST', `${at}/publish`, {})).status).toBe(200);
  });

  it('go live at a set time by themselves; what cannot be published then goes back with the reason', async () => {
    const { ana, ben, engine, stateOf } = shop;
    await ana.call('PUT', draftAt(path), { text: journey('nurture', '2 days') });
    const id = await send(ana, 'Two days');
    const at = `${approvals}/${id}`;
    const tomorrow = new Date(engine.engine.clock.now(engine.tenant) + 86_400_000).toISOString();
    expect((await ben.call('POST', `${at}/schedule`, { at: tomorrow })).status).toBe(409);
    await ben.call('POST', `${at}/approve`, { round: 1 });
    expect((await ben.call('POST', `${at}/schedule`, { at: '2020-01-01T00:00:00Z' })).status).toBe(422);
    const planned = await ben.call('POST', `${at}/schedule`, { at: tomorrow, plan: { nurture: 'now' } });
    expect(planned.body).toMatchObject({ scheduledAt: tomorrow });
    await ana.call('PUT', draftAt(other), { text: journey('other', '2 days') });
    const late = await send(ana, 'Two days there, too');
    await ben.call('POST', `${approvals}/${late}/approve`, { round: 1 });
    await ben.call('POST', `${approvals}/${late}/schedule`, { at: tomorrow });
    await ben.call('PUT', draftAt(other), { text: journey('other', '9 days') });
    await ben.call('POST', '/api/workspace/drafts/publish', {});
    await engine.days(2);
    expect(await stateOf(id)).toMatchObject({ state: 'live' });
    expect(await stateOf(late)).toMatchObject({ state: 'draft', acts: [{}, {}, {}, { act: 'fail' }] });
    expect(JSON.stringify(await stateOf(late))).toContain('another version of this file');
    await ana.call('POST', `${approvals}/${late}/withdraw`, {});
    await ana.call('DELETE', draftAt(other));
  });

  it('are in one approval at a time, and leave review when their author takes them out', async () => {
    const { ana, stateOf } = shop;
    expect((await ana.call('POST', approvals, { note: 'Nothing' })).status).toBe(422);
    await ana.call('PUT', draftAt(path), { text: journey('nurture', '1 day') });
    const id = await send(ana, 'One day');
    expect((await ana.call('POST', approvals, { note: 'Again', paths: [path] })).status).toBe(409);
    expect((await ana.call('POST', approvals, { note: 'Again', paths: [other] })).status).toBe(422);
    const mine = await ana.call('GET', `${approvals}?author=me&state=review`);
    expect(listSchema.parse(mine.body)).toMatchObject({ approvals: [{ id }], required: false });
    await ana.call('POST', `${approvals}/${id}/withdraw`, {});
    expect(await stateOf(id)).toMatchObject({ state: 'withdrawn' });
    expect((await ana.call('GET', `/api/workspace/files/${encodeURIComponent(path)}`)).body).toHaveProperty(
      'draft',
    );
  });
});

describe('the command', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({});
  });
  afterAll(() => shop.engine.close());

  it('lists drafts in review, shows their lines, returns, approves and publishes them', async () => {
    const { ana, engine } = shop;
    const ciclo = cicloOn(engine);
    await ana.call('PUT', draftAt(path), { text: journey('nurture', '20 days') });
    const id = await send(ana, 'A shorter rest');
    expect((await ciclo(['approvals', '--state', 'review'])).said).toContain('A shorter rest');
    const shown = await ciclo(['approvals', 'show', id]);
    expect(shown.said).toContain(`changed  ${path} (+1 -1)`);
    expect(shown.said).toContain('"for": "20 days"');
    expect(await ciclo(['approvals', 'return', id, '--note', 'Too long'])).toMatchObject({ code: 0 });
    await ana.call('POST', `${approvals}/${id}/send`, { note: 'As agreed' });
    const late = ciclo(['approvals', 'approve', id, '--round', '1']);
    await expect(late).rejects.toThrow('sent these drafts again');
    expect(await ciclo(['approvals', 'approve', id])).toEqual({ code: 0, said: 'Approved.' });
    const dry = await ciclo(['approvals', 'publish', id, '--dry-run']);
    expect(dry.said).toContain('Nothing was published');
    expect((await ciclo(['approvals', 'publish', id])).said).toContain('Published as revision 2.');
    expect((await ciclo(['approvals', 'show', id, '--files'])).said).toContain('live, round 2');
  });
});

describe('a workspace that requires approvals', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ approvals: 'required' });
  });
  afterAll(() => shop.engine.close());

  it('publishes nothing by its author alone, whatever the role', async () => {
    const { ben, admin } = shop;
    await ben.call('PUT', draftAt(path), { text: journey('nurture', '20 days') });
    const alone = await ben.call('POST', '/api/workspace/drafts/publish', {});
    expect(alone).toMatchObject({ status: 403 });
    expect(JSON.stringify(alone.body)).toContain('Send the drafts for review');
    expect((await ben.call('PUT', '/api/workspace', { files: { 'ciclo.json': '{}' } })).status).toBe(403);
    const id = await send(ben, 'Twenty days');
    const at = `${approvals}/${id}`;
    expect((await ben.call('POST', `${at}/approve`, { round: 1 })).status).toBe(403);
    const byKey = await admin.call('POST', `${at}/approve`, { round: 1 });
    expect(byKey.status).toBe(403);
    expect(JSON.stringify(byKey.body)).toContain('A key approves nothing');
  });

  it('lets somebody else take the review on, approve it, and the author publish it', async () => {
    const { ben, eva, workOf, stateOf } = shop;
    const [item] = await workOf(eva);
    const id = item?.id ?? '';
    expect(await workOf(ben)).toEqual([]);
    expect((await eva.call('POST', `/api/work/approval/${id}/claim`, {})).status).toBe(200);
    expect(await workOf(eva)).toMatchObject([{ id, assignee: eva.id }]);
    expect((await eva.call('POST', `/api/work/approval/${id}/done`, {})).status).toBe(422);
    expect((await eva.call('POST', `${approvals}/${id}/approve`, { round: 1 })).status).toBe(200);
    expect((await ben.call('POST', `${approvals}/${id}/publish`, {})).status).toBe(200);
    expect(await stateOf(id)).toMatchObject({ state: 'live', reviewer: eva.id });
  });

  it('publishes a former revision again after a review, as anything else', async () => {
    const { ana, ben, eva } = shop;
    const former = '/api/workspace/publications/1';
    const alone = await ben.call('POST', `${former}/revert`, {});
    expect(alone.status).toBe(403);
    expect(JSON.stringify(alone.body)).toContain('/review');
    expect((await ben.call('POST', `${former}/revert?dryRun=1`, {})).status).toBe(200);
    expect((await ana.call('POST', `${former}/review`, {})).status).toBe(400);
    const sent = await ana.call('POST', `${former}/review`, { note: 'Thirty days were better' });
    expect(sent).toMatchObject({ status: 201, body: { state: 'review', author: { id: ana.id } } });
    const { id } = withId.parse(sent.body);
    expect((await eva.call('GET', `${approvals}/${id}`)).body).toMatchObject({
      files: [{ path, change: 'changed', lines: { added: 1, removed: 1 } }],
    });
    expect((await ana.call('POST', `${former}/review`, { note: 'Once more' })).status).toBe(409);
    await eva.call('POST', `${approvals}/${id}/approve`, { round: 1 });
    expect((await ben.call('POST', `${approvals}/${id}/publish`, {})).status).toBe(200);
    const live = await ben.call('GET', `/api/workspace/files/${encodeURIComponent(path)}`);
    expect(live.body).toMatchObject({ text: journey('nurture') });
    expect((await ana.call('POST', `${former}/review`, { note: 'The same' })).status).toBe(422);
  });

  it('publishes by key only with the right to, which owners give', async () => {
    const { admin, eva, engine } = shop;
    const max = await signIn({ engine, admin, name: 'max', role: 'owner' });
    const tenant = engine.tenant;
    const files = await shopFiles({ tenant, files: {}, settings: { approvals: 'required' } });
    const asKey = (scopes: readonly string[]) => ({ name: 'CI', kind: 'server', scopes });
    const publishWith = async (by: Somebody, scopes: readonly string[], address: string, body: unknown) => {
      const made = await by.call('POST', '/api/keys', asKey(scopes));
      const { key } = z.looseObject({ key: z.string() }).parse(made.body);
      const { call } = adminClient({ request: engine.request, keys: { ...engine.keys, api: key } });
      return call(address.endsWith('revert') ? 'POST' : 'PUT', address, body);
    };
    const body = { files, force: true };
    const usual = await publishWith(eva, ['read', 'publish'], '/api/workspace', body);
    expect(usual.status).toBe(403);
    expect(JSON.stringify(usual.body)).toContain('publish:unreviewed');
    const back = '/api/workspace/publications/1/revert';
    expect((await publishWith(eva, ['read', 'publish'], back, {})).status).toBe(403);
    const right = ['read', 'publish', 'publish:unreviewed'];
    expect((await eva.call('POST', '/api/keys', asKey(right))).status, 'an admin').toBe(403);
    expect((await publishWith(max, right, back, {})).status).toBe(200);
    expect((await publishWith(max, right, '/api/workspace', body)).status).toBe(200);
    expect((await max.call('PUT', '/api/workspace', body)).status, 'the owner alone').toBe(403);
  });

  it('leaves the right to publish without a review with anyone who has it, no matter who rotates the key', async () => {
    const { admin, eva } = shop;
    const made = await admin.call('POST', '/api/keys', {
      name: 'CI',
      kind: 'server',
      scopes: ['publish', 'publish:unreviewed'],
    });
    const { id } = withId.parse(made.body);
    expect((await eva.call('POST', `/api/keys/${id}/rotate`, {})).status).toBe(403);
  });
});
