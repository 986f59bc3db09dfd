import { expect } from 'vitest';

import { createLinks } from '../../domain/messages/links/links.ts';
import type { TestedEngine } from './engine-verbs.ts';

/** What a customer does with the self-service pages of an engine: asks for the way in, looks, and posts. */
export const createSelfServiceVisitor = (engine: () => TestedEngine) => {
  const seconds = () => Math.floor(engine().engine.systemTime() / 1000);
  const links = () => createLinks({ keys: engine().engine.keyring, publicUrl: engine().url });
  const pathOf = (url: string): string => new URL(url).pathname;
  /** The link that stands in messages to somebody. */
  const linkOf = async (user: string): Promise<string> => {
    const profileId = await engine().profileId(user);
    return pathOf(
      links().selfService({ tenant: engine().tenant, messageId: 'm1', profileId, at: seconds() }),
    );
  };
  const mails = (user: string): readonly string[] =>
    engine()
      .mail.to(`${user}@example.com`)
      .map(({ text }) => text ?? '');
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams(fields);
    const answer = await engine().request(path, { method: 'POST', body, headers, redirect: 'manual' });
    return { status: answer.status, headers: answer.headers, page: await answer.text() };
  };
  const look = async (path: string, cookie = '') => {
    const answer = await engine().request(path, { headers: { cookie } });
    return { status: answer.status, headers: answer.headers, page: await answer.text() };
  };
  const cookieOf = (headers: Headers): string => headers.get('set-cookie')?.split(';')[0] ?? '';
  const entryIn = (mail: string | undefined): string => /\/a\/in\/[\w-]+/.exec(mail ?? '')?.[0] ?? '';
  /** Opens the pages of somebody, by the mail to their address. */
  const open = async (user: string): Promise<{ base: string; cookie: string }> => {
    const link = await linkOf(user);
    await post(link, { do: 'ask' });
    const entered = await post(entryIn(mails(user).at(-1)), {});
    expect(entered.status).toBe(303);
    return { base: entered.headers.get('location') ?? '', cookie: cookieOf(entered.headers) };
  };
  return { seconds, links, pathOf, linkOf, mails, post, look, cookieOf, entryIn, open };
};
