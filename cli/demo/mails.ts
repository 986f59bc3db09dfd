import { z } from 'zod';

import { CicloError } from '../../domain/errors.ts';
import type { InboxMail, Mailbox } from '../../platform/inbox/mailbox.ts';
import type { EngineClient } from '../engine-client.ts';
import type { Story } from './story.ts';

const messagesSchema = z.looseObject({
  messages: z.array(z.looseObject({ id: z.string(), message: z.string(), status: z.string() })),
});

const newest = (mailbox: Mailbox, person: string): InboxMail => {
  const mail = mailbox.list().find((one) => one.to.includes(`${person}@example.com`));
  if (mail === undefined) throw new CicloError({ code: 'internal', message: `${person} has no mail.` });
  return mail;
};

/** Unsubscribes as a mail program does: a POST to the address in `List-Unsubscribe` (RFC 8058). */
export const unsubscribe = async (input: { mailbox: Mailbox; person: string }): Promise<void> => {
  const header = newest(input.mailbox, input.person).headers['list-unsubscribe'] ?? '';
  const address = /<(https?:[^>]+)>/.exec(header)?.[1];
  if (address === undefined)
    throw new CicloError({ code: 'internal', message: 'The mail has no List-Unsubscribe.' });
  await fetch(address);
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  if (!response.ok)
    throw new CicloError({ code: 'internal', message: `Unsubscribing answered ${response.status}.` });
};

const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** Clicks the first tracked link of the newest mail, as a person would. */
export const click = async (input: { mailbox: Mailbox; person: string }): Promise<void> => {
  const address = /href="(https?:\/\/[^"]+\/c\/[^"]+)"/.exec(newest(input.mailbox, input.person).html)?.[1];
  if (address === undefined)
    throw new CicloError({ code: 'internal', message: 'The mail has no tracked link.' });
  await fetch(address.replaceAll('&amp;', '&'), { redirect: 'manual', headers: { 'user-agent': agent } });
};

/** Where a link of a mail leads, as a person follows it; undefined for links that lead to no page of ours. */
const pageBehind = async (address: string, page: string): Promise<string | undefined> => {
  const { pathname } = new URL(address);
  if (pathname.startsWith(page)) return address;
  if (!pathname.startsWith('/c/')) return undefined;
  const answered = await fetch(address, { redirect: 'manual', headers: { 'user-agent': agent } });
  const target = answered.headers.get('location') ?? '';
  return URL.canParse(target) && new URL(target).pathname.startsWith(page) ? target : undefined;
};

/** Follows a link of the newest mail to a page, such as `/q/` of a quote, and sends its form. */
export const sendForm = async (input: {
  mailbox: Mailbox;
  of: string;
  page: string;
  fields: Readonly<Record<string, string>>;
}): Promise<void> => {
  const { html } = newest(input.mailbox, input.of);
  for (const [, found = ''] of html.matchAll(/href="(https?:\/\/[^"]+)"/g)) {
    const page = await pageBehind(found.replaceAll('&amp;', '&'), input.page);
    if (page === undefined) continue;
    const headers = { 'user-agent': agent };
    await fetch(page, { headers });
    const answered = await fetch(page, { method: 'POST', headers, body: new URLSearchParams(input.fields) });
    if (answered.ok) return;
    throw new CicloError({
      code: 'internal',
      message: `The page ${input.page} answered ${answered.status}.`,
    });
  }
  throw new CicloError({ code: 'internal', message: `No link of the mail leads to ${input.page}.` });
};

/**
 * Holds what arrived over SMTP against what the story expects: every difference in a sentence. What a mail is,
 * the engine's own record of its Message-ID says.
 */
export const compareMails = async (input: {
  mailbox: Mailbox;
  client: EngineClient;
  story: Story;
}): Promise<readonly string[]> => {
  const { mailbox, client, story } = input;
  const answer = messagesSchema.parse(await client.call({ path: '/api/messages?limit=200' }));
  const keyOf = new Map(answer.messages.map((message) => [message.id, message.message]));
  const arrived = new Map<string, string[]>();
  for (const mail of mailbox.list().toReversed()) {
    const person = mail.to[0]?.split('@')[0] ?? '';
    const id = /<([^@>]+)@/.exec(mail.messageId)?.[1] ?? '';
    arrived.set(person, [...(arrived.get(person) ?? []), keyOf.get(id) ?? `unknown mail ${mail.subject}`]);
  }
  const differences: string[] = [];
  for (const person of new Set([...Object.keys(story.expect), ...arrived.keys()])) {
    const expected = (story.expect[person] ?? []).toSorted();
    const got = (arrived.get(person) ?? []).toSorted();
    const missing = expected.filter(
      (key) => expected.filter((one) => one === key).length > got.filter((one) => one === key).length,
    );
    const extra = got.filter(
      (key) => got.filter((one) => one === key).length > expected.filter((one) => one === key).length,
    );
    if (missing.length > 0) differences.push(`${person} did not get: ${[...new Set(missing)].join(', ')}`);
    if (extra.length > 0)
      differences.push(`${person} should not have got: ${[...new Set(extra)].join(', ')}`);
  }
  return differences;
};
