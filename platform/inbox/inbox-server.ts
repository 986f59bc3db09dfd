import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { SMTPServer } from 'smtp-server';

import { createMailbox, type InboxMail, type Mailbox } from './mailbox.ts';

/** A development inbox: an SMTP server that keeps what it gets, and a page that shows it. */
export type Inbox = {
  readonly smtpUrl: string;
  readonly url: string;
  readonly mailbox: Mailbox;
  readonly stop: () => Promise<void>;
};

const page = (input: { title: string; body: ReturnType<typeof html> }) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${input.title}</title>
        <meta name="viewport" content="width=device-width" />
        <style>
          body {
            font:
              16px/1.5 system-ui,
              sans-serif;
            margin: 2rem auto;
            max-width: 70rem;
            padding: 0 1rem;
            color: #222;
          }
          table {
            border-collapse: collapse;
            width: 100%;
          }
          td,
          th {
            text-align: left;
            padding: 0.4rem 0.6rem;
            border-bottom: 1px solid #ddd;
          }
          iframe {
            width: 100%;
            height: 75vh;
            border: 1px solid #ccc;
          }
          a {
            color: #0b57d0;
          }
        </style>
      </head>
      <body>
        <h1>${input.title}</h1>
        ${input.body}
      </body>
    </html>`;

const row = (mail: InboxMail) =>
  html`<tr>
    <td>${mail.date.slice(0, 16).replace('T', ' ')}</td>
    <td>${mail.to.join(', ')}</td>
    <td><a href="/${mail.n}">${mail.subject}</a></td>
  </tr>`;

const createPages = (mailbox: Mailbox): Hono => {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; frame-src 'self'",
    );
  });
  app.get('/', (c) => {
    const mails = mailbox.list();
    const body = html`<p>${mails.length} mails</p>
      <table>
        <tr>
          <th>Date</th>
          <th>To</th>
          <th>Subject</th>
        </tr>
        ${mails.slice(0, 500).map(row)}
      </table>`;
    return c.html(page({ title: 'Development inbox', body }));
  });
  app.get('/api/mails', (c) => c.json(mailbox.list().slice(0, 1000)));
  app.get('/:n{[0-9]+}', (c) => {
    const mail = mailbox.get(Number(c.req.param('n')));
    if (mail === undefined) return c.notFound();
    const body = html`<p>To ${mail.to.join(', ')}, from ${mail.from}, ${mail.date}</p>
      <iframe sandbox src="/${mail.n}/html" title="The mail"></iframe>
      <h2>Plain text</h2>
      <pre>${mail.text}</pre>`;
    return c.html(page({ title: mail.subject, body }));
  });
  app.get('/:n{[0-9]+}/html', (c) => {
    const mail = mailbox.get(Number(c.req.param('n')));
    return mail === undefined ? c.notFound() : c.html(html`${raw(mail.html)}`);
  });
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

/** Starts the development inbox on loopback; port 0 takes any free one. */
export const startInbox = async (input: {
  httpPort: number;
  smtpPort?: number;
  max?: number;
}): Promise<Inbox> => {
  const mailbox = createMailbox({ max: input.max ?? 5000 });
  const smtp = await listenSmtp({ mailbox, port: input.smtpPort ?? 0 });
  const { fetch } = createPages(mailbox);
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port: input.httpPort, hostname: '127.0.0.1' }, (info) => {
      resolve({
        smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
        url: `http://127.0.0.1:${info.port}`,
        mailbox,
        stop: async () => {
          await smtp.close();
          await new Promise<void>((done) => {
            server.close(() => done());
          });
        },
      });
    });
    server.once('error', reject);
  });
};
