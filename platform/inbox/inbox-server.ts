import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { SMTPServer } from 'smtp-server';

import { isOwnHost } from '../../domain/own-host.ts';
import { createKeptMails } from './kept-mails.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

/** A development inbox: an SMTP server that keeps what it gets. The studio shows it; `/api/mails` lists it for programs. */
export type Inbox = {
  readonly smtpUrl: string;
  readonly url: string;
  readonly mailbox: Mailbox;
  readonly stop: () => Promise<void>;
};

const createPages = (mailbox: Mailbox): Hono => {
  const app = new Hono();
  app.use(async (c, next) => {
    // It holds mail, and any page of any site may have its name lead here.
    if (!isOwnHost({ header: c.req.header('host') ?? '', names: [] })) {
      return c.text('This host is not the inbox: open it by its address.', 403);
    }
    return next();
  });
  app.get('/', (c) =>
    c.text('The development inbox is a page of the studio: /studio/dev-inbox of the engine.'),
  );
  app.get('/api/mails', (c) => c.json(mailbox.list().slice(0, 1000)));
  return app;
};

const listenSmtp = (input: {
  mailbox: Mailbox;
  port: number;
}): Promise<{ port: number; close: () => Promise<void> }> => {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: 20 * 1024 * 1024,
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        input.mailbox.add(Buffer.concat(chunks)).then(
          () => callback(),
          () => callback(new Error('The mail could not be read.')),
        );
      });
    },
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const listening = server.listen(input.port, '127.0.0.1', () => {
      const address = listening.address();
      const port = typeof address === 'object' && address !== null ? address.port : input.port;
      resolve({
        port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
          }),
      });
    });
  });
};

const usualMax = 1000;

const portFile = (dir: string): string => join(dir, 'port');

/** The port that an inbox of this folder had before; 0, any free one, where there is none. */
const portBefore = async (dir: string): Promise<number> => {
  const port = Number(await readFile(portFile(dir), 'utf8').catch(() => '0'));
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : 0;
};

type Serving = { readonly port: number; readonly close: () => Promise<void> };

const serveOn = (input: { fetch: Hono['fetch']; port: number }): Promise<Serving> =>
  new Promise((resolve, reject) => {
    const server = serve({ ...input, hostname: '127.0.0.1' }, ({ port }) => {
      resolve({
        port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
          }),
      });
    });
    server.once('error', reject);
  });

/** Any free port is that of the time before where nobody else has it, so that a page that is open stays. */
const servePages = async (input: {
  fetch: Hono['fetch'];
  port: number;
  dir: string | undefined;
}): Promise<Serving> => {
  const { fetch, port, dir } = input;
  const before = port === 0 && dir !== undefined ? await portBefore(dir) : port;
  const serving = await serveOn({ fetch, port: before }).catch((thrown: unknown) => {
    if (before === port) throw thrown;
    return serveOn({ fetch, port });
  });
  if (dir !== undefined) await writeFile(portFile(dir), String(serving.port));
  return serving;
};

/**
 * Starts the development inbox on loopback; port 0 takes any free one. With a folder, mails and port are kept over
 * restarts.
 */
export const startInbox = async (input: {
  httpPort: number;
  smtpPort?: number;
  /** At most this many mails, the newest. */
  max?: number;
  dir?: string;
}): Promise<Inbox> => {
  const { dir, httpPort, smtpPort = 0, max = usualMax } = input;
  const mailbox = createMailbox({ max, ...(dir === undefined ? {} : { kept: createKeptMails({ dir }) }) });
  const smtp = await listenSmtp({ mailbox, port: smtpPort });
  try {
    const pages = await servePages({ fetch: createPages(mailbox).fetch, port: httpPort, dir });
    return {
      smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
      url: `http://127.0.0.1:${pages.port}`,
      mailbox,
      stop: async () => {
        await smtp.close();
        await pages.close();
      },
    };
  } catch (thrown) {
    await smtp.close();
    throw thrown;
  }
};
