import { once } from 'node:events';

import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** What the server does with one message. `hold` waits for `release` before it answers. */
export type MailScript =
  | { readonly at: 'rcpt' | 'data'; readonly answer: number; readonly text?: string }
  | { readonly at: 'data'; readonly answer: 'hold' };

/** A real SMTP server under the control of a test. */
export type MailServer = {
  readonly url: string;
  readonly port: number;
  /** Everything that was taken, oldest first. */
  readonly mails: ParsedMail[];
  /** Called for each message before it is answered; undefined takes it. */
  script: (to: string) => MailScript | undefined;
  /** Answers the messages that are held. */
  readonly release: () => void;
  readonly held: () => number;
  /** While true, anyone who connects waits for the greeting until `release`. */
  holdGreeting: boolean;
  readonly to: (address: string) => readonly ParsedMail[];
  readonly stop: () => Promise<void>;
};

const refusal = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

/** The address of the only recipient. */
const recipient = (session: { envelope: { rcptTo: readonly { address: string }[] } }): string =>
  session.envelope.rcptTo[0]?.address ?? '';

/** Starts an SMTP server on loopback. */
export const startMailServer = async (input: { port?: number } = {}): Promise<MailServer> => {
  const mails: ParsedMail[] = [];
  const waiting: (() => void)[] = [];
  const control: { script: MailServer['script']; holdGreeting: boolean } = {
    script: () => undefined,
    holdGreeting: false,
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 200,
    onConnect: (_session, done) => {
      if (control.holdGreeting) waiting.push(done);
      else done();
    },
    onRcptTo: (address, _session, done) => {
      const asked = control.script(address.address);
      done(
        asked?.at === 'rcpt' && asked.answer !== undefined ? refusal(asked.answer, asked.text ?? 'no') : null,
      );
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const asked = control.script(recipient(session));
        const take = (): void => {
          void simpleParser(Buffer.concat(chunks)).then((mail) => {
            mails.push(mail);
            done();
          });
        };
        if (asked?.at === 'data' && asked.answer === 'hold') waiting.push(take);
        else if (asked?.at === 'data')
          done(refusal(asked.answer, 'text' in asked ? (asked.text ?? 'no') : 'no'));
        else take();
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(input.port ?? 0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    get script() {
      return control.script;
    },
    set script(script) {
      control.script = script;
    },
    get holdGreeting() {
      return control.holdGreeting;
    },
    set holdGreeting(hold) {
      control.holdGreeting = hold;
    },
    release: () => {
      for (const take of waiting.splice(0)) take();
    },
    held: () => waiting.length,
    to: (one) =>
      mails.filter((mail) =>
        [mail.to ?? []].flat().some((each) => each.value.some((value) => value.address === one)),
      ),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
};
