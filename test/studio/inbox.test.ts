import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { inboundSecret, mailPlugins, postMail, rawMail } from '../harness/inbound-post.ts';
import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

let studio: Studio;

const files = {
  'journeys/call.json': {
    key: 'call',
    name: 'Call',
    stage: 'service',
    entry: { on: 'Call Wanted', again: 'always' },
    steps: [{ id: 'call', type: 'task', title: 'Call {{entry.properties.who}}', due: '30 minutes' }],
  },
  'objects/case.json': { key: 'case', extends: 'case' },
};
const settings = {
  plugins: mailPlugins,
  from: 'Shop <hello@shop.example>',
  conversations: { addresses: ['Help <help@shop.example>'] },
};

const withFile = {
  headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
  text: [
    '--b',
    'Content-Type: text/plain',
    '',
    'My lamp arrived broken. See the list.',
    '--b',
    'Content-Disposition: attachment; filename="list.txt"',
    '',
    'one lamp',
    '--b--',
  ].join('\r\n'),
};
const writes = async (user: string, parts: Partial<Parameters<typeof rawMail>[0]> = {}) => {
  const raw = rawMail({ from: `${user}@example.com`, dmarc: 'pass', ...parts });
  expect(await postMail(studio.engine, raw)).toBe(200);
};

beforeAll(async () => {
  studio = await openStudio({
    env: { CICLO_PLUGIN_INBOX: inboundSecret },
    files: (tenant) => shopFiles({ tenant, files, settings }),
  });
  const { engine, api } = studio;
  await api.call('POST', '/api/teams', { key: 'support', name: 'Support' });
  await api.call('POST', '/api/users', { email: 'ben@shop.example', name: 'Ben', role: 'agent' });
  for (const user of ['ana', 'ben']) await engine.customer(user);
  await engine.customer('cleo', { firstName: 'Cleo' });
  await writes('ana', { subject: 'A broken lamp', ...withFile });
  await writes('ben', { subject: 'Delivery' });
  for (const who of ['Ana', 'Cleo']) await engine.track('cleo', 'Call Wanted', { who });
  const data = { subject: 'The pot leaks', priority: 'urgent', contact: await engine.profileId('ana') };
  await api.call('POST', '/api/records/case', { data });
});
afterAll(() => studio.close());

it('work is claimed, handed over, snoozed and done, and leaves the queue when it is over', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  const choose = async (title: string, item: string) => {
    await page.getByRole('button', { name: `Actions for “${title}”` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await eva.open('/work');
  await row('The pot leaks').waitFor();
  await eva.picture('work');
  await eva.isAccessible();

  await row('Call Ana').getByRole('button', { name: 'Claim' }).click();
  await row('Call Ana').getByText('Eva owner').waitFor();
  await choose('Call Cleo', 'Hand over');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Team' }).click();
  await page.getByRole('option', { name: 'Support' }).click();
  await eva.isAccessible();
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await row('Call Cleo').getByText('Support').waitFor();

  await choose('Call Cleo', 'Tomorrow at 9');
  await row('Call Cleo').waitFor({ state: 'detached' });
  await choose('Call Ana', 'Done');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('She is happy.');
  await eva.picture('work-done');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await row('Call Ana').waitFor({ state: 'detached' });

  await choose('The pot leaks', 'Done');
  await dialog.getByRole('textbox', { name: 'Solution' }).fill('A new pot.');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await row('The pot leaks').waitFor({ state: 'detached' });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a conversation is found, answered, noted, assigned and solved, and its file is downloaded', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await eva.open('/conversations');
  await page.getByRole('link', { name: 'A broken lamp' }).waitFor();
  await eva.picture('inbox');
  await eva.isAccessible();
  await page.getByRole('link', { name: 'A broken lamp' }).click();
  await page.getByText('My lamp arrived broken.').waitFor();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Download list\.txt/ }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('list.txt');
  expect((await text(await download.createReadStream())).trim()).toBe('one lamp');

  const thread = page.getByRole('region', { name: 'Messages' });
  await page.getByRole('textbox', { name: 'Answer' }).fill('A new one leaves today.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await thread.getByText('A new one leaves today.').waitFor();
  await page.getByText('Waiting', { exact: true }).waitFor();
  await page.getByText('Note', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('Second one this week.');
  await page.getByRole('combobox', { name: 'Mention' }).click();
  await page.getByRole('option', { name: 'Ben' }).click();
  await page.getByRole('button', { name: 'Add note' }).click();
  await thread.getByText('@Ben').waitFor();
  await page.getByRole('button', { name: 'Assign to me' }).click();
  await page.getByRole('button', { name: 'Assign to me' }).waitFor({ state: 'detached' });
  await eva.picture('conversation');
  await eva.isAccessible();
  await page.getByRole('button', { name: 'Solve', exact: true }).click();
  await page.getByRole('button', { name: 'Reopen' }).waitFor();
  await eva.open('/conversations?state=solved');
  await page.getByRole('link', { name: 'A broken lamp' }).waitFor();
  expect(await page.getByRole('link', { name: 'Delivery' }).count()).toBe(0);
  const { body } = await studio.api.call('GET', '/api/conversations?state=solved');
  const [solved] = z
    .object({ conversations: z.array(z.looseObject({ assignee: z.string() })) })
    .parse(body).conversations;
  expect(solved).toMatchObject({ subject: 'A broken lamp' });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a conversation is begun from the inbox and from a person', async () => {
  const eva = await studio.signedIn();
  const { page } = eva;
  await eva.open('/conversations');
  await page.getByRole('button', { name: 'New conversation' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Person' }).fill('cleo');
  await page.getByRole('option', { name: /cleo/i }).click();
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Your visit');
  await dialog.getByRole('textbox', { name: 'Message' }).fill('See you on Monday.');
  await eva.picture('new-conversation');
  await eva.isAccessible();
  await dialog.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('region', { name: 'Messages' }).getByText('See you on Monday.').waitFor();
  await eva.open(`/people/${await studio.engine.profileId('cleo')}`);
  await page.getByRole('button', { name: 'New conversation' }).click();
  await dialog.getByRole('textbox', { name: 'Subject' }).waitFor();
  expect(await dialog.getByRole('combobox', { name: 'Person' }).count()).toBe(0);
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('both are there in Spanish and in the dark, and not for those who may not see people', async () => {
  const eva = await studio.signedIn({ role: 'agent', locale: 'es-ES', dark: true });
  await eva.open('/work');
  await eva.page.getByRole('link', { name: 'Delivery' }).waitFor();
  await eva.picture('work-es');
  await eva.isAccessible();
  await eva.page.getByRole('link', { name: 'Delivery' }).click();
  await eva.page.getByRole('button', { name: 'Resolver', exact: true }).waitFor();
  await eva.page.getByRole('region', { name: 'Mensajes' }).getByText('Hello').waitFor();
  await eva.picture('conversation-es');
  await eva.isAccessible();
  await eva.on('phone');
  await eva.page.reload();
  await eva.page.getByRole('region', { name: 'Mensajes' }).getByText('Hello').waitFor();
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();

  const viewer = await studio.signedIn({ role: 'viewer' });
  await viewer.page.goto(`${studio.engine.url}/studio/work`);
  await viewer.page.getByRole('heading', { name: 'Your role does not show this page' }).waitFor();
  expect(await viewer.page.getByRole('link', { name: 'Inbox' }).count()).toBe(0);
  await viewer.leave();
});
