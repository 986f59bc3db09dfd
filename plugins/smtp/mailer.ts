import { Readable } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import DKIM from 'nodemailer/lib/dkim';
import { assemble } from './assemble.ts';
import type { SmtpConfig } from './config.ts';
import type { SmtpFailure } from './outcome.ts';

/** What nodemailer signs by default, and the header that RFC 8058 wants under the signature as well. */
const signedHeaders =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:Content-Transfer-Encoding:' +
  'List-Id:List-Unsubscribe:List-Unsubscribe-Post';

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

const transportOf = (config: SmtpConfig) => {
  const { server, tls } = config;
  const passwordLeaves = server.auth !== undefined && !isLoopback(server.host);
  return createTransport({
    pool: true,
    host: server.host,
    port: server.port,
    secure: server.secure,
    ...(server.auth === undefined ? {} : { auth: server.auth }),
    ...(config.helloName === undefined ? {} : { name: config.helloName }),
    requireTLS: tls === 'required' || (tls === 'auto' && passwordLeaves),
    ignoreTLS: tls === 'off',
    tls: {
      rejectUnauthorized: config.verifyCertificate,
      ...(config.ca === undefined ? {} : { ca: config.ca }),
    },
    maxConnections: config.connections,
    maxMessages: config.messagesPerConnection,
    maxRequeues: 2,
    connectionTimeout: config.connectTimeoutMs,
    greetingTimeout: config.connectTimeoutMs,
    dnsTimeout: config.connectTimeoutMs,
    socketTimeout: config.socketTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
};

/** Pieces that fit a socket's buffer: the last one is only read once those before it are on their way. */
function* pieces(bytes: Buffer): Generator<Buffer> {
  const size = 65_536;
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const signerOf = ({ dkim }: SmtpConfig): ((mail: Readable) => Readable) => {
  if (dkim === undefined) return (mail) => mail;
  const signer = new DKIM({
    domainName: dkim.domain,
    keySelector: dkim.selector,
    privateKey: dkim.privateKey,
    headerFieldNames: signedHeaders,
  });
  return (mail) => signer.sign(mail);
};

const textOf = (thrown: object, key: string): string => {
  const value: unknown = Reflect.get(thrown, key);
  return typeof value === 'string' ? value : '';
};

const failureOf = (thrown: unknown, bodySent: boolean): SmtpFailure => {
  if (!(thrown instanceof Error)) {
    return { code: '', command: '', responseCode: undefined, message: String(thrown), bodySent };
  }
  const reply: unknown = Reflect.get(thrown, 'responseCode');
  return {
    code: textOf(thrown, 'code'),
    command: textOf(thrown, 'command'),
    responseCode: typeof reply === 'number' && reply > 0 ? reply : undefined,
    message: thrown.message,
    bodySent,
  };
};

type TextMail = Pick<
  SendMailOptions,
  'envelope' | 'from' | 'to' | 'replyTo' | 'subject' | 'messageId' | 'date' | 'headers' | 'xMailer'
> & { readonly html: string; readonly text: string };

type Sent =
  | { readonly ok: true; readonly response: string; readonly serverId: string | undefined }
  | { readonly ok: false; readonly failure: SmtpFailure };

/** The connections to one SMTP server, and a send that says how far a mail got when it failed. */
export const createMailer = (config: SmtpConfig) => {
  const transport = transportOf(config);
  const sign = signerOf(config);
  // A call's signal is its own, so it tells which mail a stream belongs to.
  const streams = new Map<AbortSignal, Readable>();
  transport.use('stream', (mail, done) => {
    const { signal } = mail.data;
    mail.message.createReadStream = () => {
      const bytes = assemble(mail.message);
      const stream = sign(Readable.from(pieces(bytes), { objectMode: false }));
      if (signal !== undefined) streams.set(signal, stream);
      return stream;
    };
    done();
  });

  return {
    send: async (mail: TextMail, signal: AbortSignal): Promise<Sent> => {
      try {
        const info = await transport.sendMail({ ...mail, signal });
        return { ok: true, response: info.response, serverId: info.serverMessageId };
      } catch (thrown) {
        return { ok: false, failure: failureOf(thrown, streams.get(signal)?.readableEnded ?? false) };
      } finally {
        streams.delete(signal);
      }
    },
    verify: () => transport.verify(),
    /** Ends the connections; those that deliver a message end after it. */
    close: () => transport.close(),
  };
};
