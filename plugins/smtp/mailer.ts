import { Readable } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import DKIM from 'nodemailer/lib/dkim';
import type { Connect } from '../contract.ts';
import { assemble } from './assemble.ts';
import type { SmtpConfig } from './config.ts';
import type { SmtpFailure } from './outcome.ts';

/** What nodemailer signs by default, and the header that RFC 8058 wants under the signature as well. */
const signedHeaders =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:Content-Transfer-Encoding:' +
  'List-Id:List-Unsubscribe:List-Unsubscribe-Post:Auto-Submitted';

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

type TakeSocket = (
  problem: Error | null,
  socket: { readonly connection: Awaited<ReturnType<Connect>> } | false,
) => void;

const transportOf = (config: SmtpConfig, connect: Connect) => {
  const { server, tls } = config;
  const { host, port } = server;
  const passwordLeaves = server.auth !== undefined && !isLoopback(server.host);
  return createTransport({
    pool: true,
    host,
    port,
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
    getSocket: (_options: unknown, done: TakeSocket) => {
      connect({ host, port, timeoutMs: config.connectTimeoutMs }).then(
        (connection) => done(null, { connection }),
        (thrown: unknown) => done(thrown instanceof Error ? thrown : new Error(String(thrown)), false),
      );
    },
    connectionTimeout: config.connectTimeoutMs,
    greetingTimeout: config.connectTimeoutMs,
    dnsTimeout: config.connectTimeoutMs,
    socketTimeout: config.replyTimeoutMs,
    idleTimeout: config.socketTimeoutMs,
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
> & {
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: Buffer;
    readonly cid?: string;
  }[];
};

type Sent =
  | { readonly ok: true; readonly response: string; readonly serverId: string | undefined }
  | { readonly ok: false; readonly failure: SmtpFailure };

/**
 * The connections to one SMTP server, and a send that says how far a mail got when it failed. More mails at once than there
 * are connections would wait here while their time runs: the caller sees to it that there are not.
 */
export const createMailer = ({ config, connect }: { config: SmtpConfig; connect: Connect }) => {
  const transport = transportOf(config, connect);
  const sign = signerOf(config);
  const handOverMs = 2 * config.connectTimeoutMs + config.socketTimeoutMs;
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
    send: async (mail: TextMail, stop: AbortSignal): Promise<Sent> => {
      const tooSlow = new AbortController();
      const signal = AbortSignal.any([stop, tooSlow.signal]);
      const bodySent = (): boolean => streams.get(signal)?.readableEnded ?? false;
      // Only a server that has not got the whole message is left so soon: then a repeat cannot be a second copy.
      const late = AbortSignal.timeout(handOverMs);
      const leave = (): void => {
        if (!bodySent()) tooSlow.abort();
      };
      late.addEventListener('abort', leave);
      try {
        const info = await transport.sendMail({ ...mail, attachments: [...mail.attachments], signal });
        return { ok: true, response: info.response, serverId: info.serverMessageId };
      } catch (thrown) {
        return { ok: false, failure: failureOf(thrown, bodySent()) };
      } finally {
        late.removeEventListener('abort', leave);
        streams.delete(signal);
      }
    },
    verify: () => transport.verify(),
    /** Ends the connections; those that deliver a message end after it. */
    close: () => transport.close(),
  };
};
