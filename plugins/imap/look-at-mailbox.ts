import { ImapFlow } from 'imapflow';

import type { Connect, Cursor, InboundMessage, Polled } from '../contract.ts';
import type { ImapConfig } from './config.ts';
import { type MailboxCursor, type Start, startOf } from './cursor.ts';

type Look = {
  readonly config: ImapConfig;
  readonly connect: Connect;
  readonly cursor: Cursor | undefined;
  readonly signal: AbortSignal;
  readonly systemTime: number;
  readonly log: {
    readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  };
};

/** So many mails, and so many bytes, are fetched by one look. */
const mailsMax = 20;
const bytesMax = 25_000_000;
/** A mail that is larger is left where it is. */
const mailBytesMax = 20_000_000;
const connectMs = 20_000;

const clientOf = async ({ config, connect }: Look): Promise<ImapFlow> => {
  const { host, port, secure, user, pass } = config.server;
  const socket = await connect({
    host,
    port,
    timeoutMs: connectMs,
    ...(secure
      ? { tls: { verify: config.verifyCertificate, ...(config.ca === undefined ? {} : { ca: config.ca }) } }
      : {}),
  });
  return new ImapFlow({
    host,
    port,
    // The socket speaks TLS already where it has to.
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass },
    logger: false,
    disableAutoIdle: true,
    greetingTimeout: connectMs,
    transport: {
      connect: (_to, onConnect) => {
        queueMicrotask(onConnect);
        return socket;
      },
    },
  });
};

const found = async (client: ImapFlow, start: Start): Promise<readonly number[]> => {
  const wanted = start.kind === 'after' ? { uid: `${start.uid + 1}:*` } : { since: new Date(start.at) };
  const uids = (await client.search(wanted, { uid: true })) || [];
  // `n:*` names the last mail also where its number is lower.
  const behind = start.kind === 'after' ? uids.filter((uid) => uid > start.uid) : uids;
  return behind.toSorted((a, b) => a - b);
};

/** Marks what earlier looks took, whose cursor is stored by now. */
const mark = async (client: ImapFlow, config: ImapConfig, uids: readonly number[]): Promise<void> => {
  if (uids.length === 0) return;
  if (config.moveTo === undefined)
    await client.messageFlagsAdd([...uids], [String.raw`\Seen`], { uid: true });
  else await client.messageMove([...uids], config.moveTo, { uid: true });
};

type Fetched = {
  readonly mails: readonly InboundMessage[];
  readonly taken: readonly number[];
  readonly last: number;
};

const fetchAll = async (input: {
  client: ImapFlow;
  look: Look;
  uids: readonly number[];
}): Promise<Fetched> => {
  const { client, look, uids } = input;
  const { authserv } = look.config;
  const mails: InboundMessage[] = [];
  const taken: number[] = [];
  let last = 0;
  let bytes = 0;
  for (const uid of uids.slice(0, mailsMax)) {
    const known = await client.fetchOne(String(uid), { uid: true, size: true }, { uid: true });
    const size = known === false ? 0 : (known.size ?? 0);
    if (mails.length > 0 && bytes + size > bytesMax) break;
    last = uid;
    if (size > mailBytesMax) {
      look.log.warn({ uid, size }, 'A mail is too large, and stays in its mailbox.');
      continue;
    }
    const mail = await client.fetchOne(String(uid), { uid: true, source: true }, { uid: true });
    // Deleted by somebody meanwhile.
    if (mail === false || mail.source === undefined || mail.source.byteLength === 0) continue;
    bytes += mail.source.byteLength;
    taken.push(uid);
    mails.push({
      type: 'mail',
      base64: mail.source.toString('base64'),
      ...(authserv === undefined ? {} : { authserv }),
    });
  }
  return { mails, taken, last };
};

const inMailbox = async (client: ImapFlow, look: Look): Promise<Polled> => {
  const { config, systemTime: at } = look;
  const lock = await client.getMailboxLock(config.mailbox);
  try {
    const { mailbox } = client;
    if (mailbox === false)
      return { kind: 'retry', code: 'no-mailbox', message: 'The mailbox cannot be opened.' };
    const uidValidity = String(mailbox.uidValidity);
    const start = startOf({
      cursor: look.cursor,
      uidValidity,
      uidNext: mailbox.uidNext,
      first: config.first,
    });
    if (start.kind === 'after') await mark(client, config, start.mark);
    const uids = await found(client, start);
    const { mails, taken, last } = await fetchAll({ client, look, uids });
    const none = uids.length === 0 ? mailbox.uidNext - 1 : 0;
    const from = start.kind === 'after' ? start.uid : none;
    const cursor: MailboxCursor = { uidValidity, uid: Math.max(from, last), taken: [...taken], at };
    return { kind: 'done', found: mails, cursor, more: uids.some((uid) => uid > last) && last > 0 };
  } finally {
    lock.release();
  }
};

const isRefusedLogin = (thrown: unknown): boolean =>
  thrown instanceof Error && 'authenticationFailed' in thrown && thrown.authenticationFailed === true;

/**
 * Fetches the mails of a mailbox that came after the cursor, a bounded number of them, and marks those of the look before. A
 * mailbox that was made again (UIDVALIDITY) is looked at from a day before the last look on. Every look has its own connection.
 */
export const lookAtMailbox = async (look: Look): Promise<Polled> => {
  const client = await clientOf(look);
  // What breaks off rejects the call under way as well.
  client.on('error', () => undefined);
  const stop = (): void => client.close();
  look.signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    return await inMailbox(client, look);
  } catch (thrown) {
    if (isRefusedLogin(thrown)) {
      return {
        kind: 'retry',
        code: 'login-refused',
        message: 'The server refused user or password.',
        afterMs: 300_000,
      };
    }
    throw thrown;
  } finally {
    look.signal.removeEventListener('abort', stop);
    if (client.usable) await client.logout().catch(() => undefined);
    client.close();
  }
};
