import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const path = 'journeys/nurture.json';
const address = `/api/workspace/drafts/${encodeURIComponent(path)}`;
const file = `/api/workspace/files/${encodeURIComponent(path)}`;

// Laid out as no machine lays it out.
const text = `{
  "key": "nurture", "name": "Nurture leads",
  "stage": "acquisition",
  "entry": { "on": "Lead Created" },

  "steps": [ { "id": "wait",  "type": "wait", "for": "30 days" } ]
}
`;

const problemsSchema = z.object({
  problems: z.array(z.object({ file: z.string().optional(), line: z.number().optional(), code: z.string() })),
});
const publishedSchema = z.object({
  revision: z.number(),
  changes: z.array(z.object({ what: z.string(), key: z.string(), change: z.string() })),
});

let engine: TestedEngine;
let call: ReturnType<typeof adminClient>['call'];
beforeAll(async () => {
  engine = await startMemoryEngine({
    files: (tenant) =>
      shopFiles({
        tenant,
        files: {
          [path]: text,
          'segments/friends.json': { key: 'friends', name: 'Friends', list: 'friends.csv' },
          'segments/friends.csv': 'email\nana@shop.example\nbo@shop.example\n',
        },
      }),
  });
  ({ call } = adminClient(engine));
});
afterAll(() => engine.close());

const publish = async () =>
  publishedSchema.parse((await call('POST', '/api/workspace/drafts/publish', {})).body);

it('a published file is read byte for byte', async () => {
  const { body } = await call('GET', file);
  expect(body).toMatchObject({ path, text });
  expect(body).not.toHaveProperty('draft');
});

it('a draft is its owner’s alone until it is published, and everything beside it stays as it was', async () => {
  const wanted = text.replace('30 days', '20 days');
  expect((await call('PUT', address, { text: wanted })).body).toMatchObject({
    text,
    draftText: wanted,
    draft: { change: 'changed', isStale: false },
  });
  expect((await call('GET', '/api/journeys/nurture')).body).toMatchObject({ version: 1 });
  const dry = await call('POST', '/api/workspace/drafts/publish?dryRun=1', {});
  expect(dry.body).toMatchObject({ changes: [{ what: 'journey', key: 'nurture', change: 'changed' }] });
  expect((await call('GET', file)).body).toHaveProperty('draft');

  const { changes } = await publish();
  expect(changes).toEqual([{ what: 'journey', key: 'nurture', change: 'changed' }]);
  const { body } = await call('GET', file);
  expect(body).toMatchObject({ text: wanted });
  expect(body).not.toHaveProperty('draft');
  expect((await call('GET', '/api/journeys/nurture')).body).toMatchObject({
    version: 2,
    definition: { steps: [{ for: '20 days' }] },
  });
  expect((await engine.opened.stores.workspaces.load(engine.tenant))?.lists).toEqual({
    'friends.csv': ['email:ana@shop.example', 'email:bo@shop.example'],
  });
});

it('what is wrong is reported with its line, of texts that are not saved too, and nothing is published', async () => {
  const broken = text.replace('"30 days"', '"soon"');
  const checked = await call('POST', '/api/workspace/check', { files: { [path]: broken } });
  const [problem] = problemsSchema.parse(checked.body).problems;
  expect(problem).toMatchObject({ file: path, line: 6 });
  await call('PUT', address, { text: broken });
  const refused = await call('POST', '/api/workspace/drafts/publish', {});
  expect(refused.status).toBe(422);
  expect(problemsSchema.parse(refused.body).problems[0]).toMatchObject({ file: path, line: 6 });
  expect((await call('DELETE', address)).status).toBe(200);
  expect((await call('GET', file)).body).not.toHaveProperty('draft');
});

it('a layout that changes nothing else is kept too', async () => {
  const { body } = await call('GET', file);
  const before = z.object({ text: z.string() }).parse(body).text;
  const tidy = `${JSON.stringify(JSON.parse(before), undefined, 2)}\n`;
  await call('PUT', address, { text: tidy });
  expect((await publish()).changes).toEqual([{ what: 'file', key: path, change: 'changed' }]);
  expect((await call('GET', file)).body).toMatchObject({ text: tidy });
});

it('a draft below which another text was published is a conflict until it is saved on that text', async () => {
  const { body } = await call('GET', file);
  const { text: before } = z.object({ text: z.string() }).parse(body);
  await call('PUT', address, { text: before.replace('20 days', '10 days') });
  const files = await shopFiles({ tenant: engine.tenant, files: { [path]: text } });
  expect((await call('PUT', '/api/workspace', { files, force: true })).status).toBe(200);
  expect((await call('POST', '/api/workspace/drafts/publish', {})).status).toBe(409);
  const now = await call('GET', file);
  expect(now.body).toMatchObject({ draft: { isStale: true } });
  const { hash } = z.object({ hash: z.string() }).parse(now.body);
  await call('PUT', address, { text: text.replace('30 days', '10 days'), base: hash });
  expect((await publish()).changes).toMatchObject([{ what: 'journey', key: 'nurture' }]);
});

it('files are added and removed; a draft that says what is published is none', async () => {
  const other = 'journeys/other.json';
  const place = `/api/workspace/drafts/${encodeURIComponent(other)}`;
  await call('PUT', place, { text: text.replaceAll('nurture', 'other') });
  expect((await publish()).changes).toMatchObject([{ what: 'journey', key: 'other', change: 'added' }]);
  await call('PUT', place, { text: null });
  await call('PUT', address, { text: 'something' });
  const current = z.object({ text: z.string() }).parse((await call('GET', file)).body);
  await call('PUT', address, { text: current.text });
  const { body } = await call('GET', '/api/workspace/files');
  const { files } = z.object({ files: z.array(z.looseObject({ path: z.string() })) }).parse(body);
  expect(files.filter((one) => 'draft' in one)).toMatchObject([
    { path: other, draft: { change: 'removed' } },
  ]);
  expect((await publish()).changes).toMatchObject([{ what: 'journey', key: 'other', change: 'removed' }]);
});

it.each([
  ['a list of people', 'segments/friends.csv', /from a folder/],
  ['what is no file of a workspace', 'notes/todo.json', /no file of a workspace/],
])('%s is refused as a draft', async (_what, wrong, why) => {
  const answer = await call('PUT', `/api/workspace/drafts/${encodeURIComponent(wrong)}`, { text: 'x' });
  expect(answer.status).toBe(422);
  expect(JSON.stringify(answer.body)).toMatch(why);
});

it('the JSON Schema of a file is served', async () => {
  const { body } = await call('GET', '/api/workspace/schema?of=journey');
  expect(body).toMatchObject({ of: 'journey', schema: { title: 'Ciclo journey' } });
});
