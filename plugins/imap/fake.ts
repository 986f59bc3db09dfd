import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';

import hoodiecrow from 'hoodiecrow-imap';

const user = 'help';

/** A real IMAP server with one mailbox and a folder `Done`. */
export type ImapServer = {
  /** The address with user and password. */
  readonly url: string;
  readonly urlWith: (password: string) => string;
  readonly add: (raw: string) => void;
  /** How many mails a mailbox has, and how many of them are seen. */
  readonly count: (mailbox: string) => { readonly all: number; readonly seen: number };
  /** Makes the mailbox again: under other numbers, with these mails. */
  readonly rebuild: (mails: readonly string[]) => void;
  /** Whether it refuses the password from now on. */
  readonly refuse: (isRefused: boolean) => void;
  readonly stop: () => Promise<void>;
};

const password = 'canary-imap-password';

/** Starts an IMAP server on loopback; a secure one has a certificate that nobody vouches for. */
export const startImapServer = async (
  mails: readonly string[] = [],
  isSecure = false,
): Promise<ImapServer> => {
  const account = { password };
  const server = hoodiecrow({
    plugins: ['UIDPLUS'],
    secureConnection: isSecure,
    storage: {
      INBOX: { uidvalidity: 1, messages: mails.map((raw) => ({ raw })) },
      '': { separator: '/', folders: { Done: {} } },
    },
    users: { [user]: account },
  });
  // It answers in small pieces, each of which would wait 40 ms for the one before.
  server.server.on('connection', (socket: Socket) => socket.setNoDelay(true));
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address: AddressInfo | string | null = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const urlWith = (word: string): string =>
    `${isSecure ? 'imaps' : 'imap'}://${user}:${word}@127.0.0.1:${port}`;
  return {
    url: urlWith(password),
    urlWith,
    add: (raw) => {
      server.appendMessage('INBOX', [], false, raw);
    },
    count: (mailbox) => {
      const { messages } = server.getMailbox(mailbox);
      return {
        all: messages.length,
        seen: messages.filter(({ flags }) => flags.includes(String.raw`\Seen`)).length,
      };
    },
    rebuild: (raws) => {
      const mailbox = server.getMailbox('INBOX');
      mailbox.messages.splice(0);
      mailbox.uidvalidity += 1;
      mailbox.uidnext = 1;
      for (const raw of raws) server.appendMessage('INBOX', [], false, raw);
    },
    refuse: (isRefused) => {
      account.password = isRefused ? 'another password' : password;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
};
