import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import { SMTPServer } from 'smtp-server';

import { numberFrom, type Random } from '../harness/random.ts';

/** One time a mail was handed over whole. Instants are real time. */
export type HandedOver = {
  readonly messageId: string;
  readonly to: string;
  /** When its whole text had come. */
  readonly at: number;
};

/** How the server is at the moment. */
export type Mood = {
  /** The longest it takes for a mail, in milliseconds. */
  readonly slowMs: number;
  /** Out of 100 mails it puts off so many (451). */
  readonly busy: number;
};

/** An SMTP server that takes its time, and keeps who got what. */
export type SlowServer = {
  readonly url: string;
  readonly taken: readonly HandedOver[];
  readonly refused: readonly HandedOver[];
  readonly be: (mood: Mood) => void;
  readonly stop: () => Promise<void>;
};

const refusal = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

/** Addresses with this part are unknown to it. */
export const unknownAddress = 'nobody-';

const messageIdOf = (text: string): string => /^message-id:\s*<([^>]+)>/im.exec(text)?.[1] ?? '';

/** Starts it on loopback. */
export const startSlowServer = async (input: { mood: Mood; random: Random }): Promise<SlowServer> => {
  const taken: HandedOver[] = [];
  const refused: HandedOver[] = [];
  const state = { mood: input.mood };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 200,
    onRcptTo: ({ address }, _session, done) => {
      if (!address.startsWith(unknownAddress)) return done();
      refused.push({ messageId: '', to: address, at: Date.now() });
      return done(refusal(550, '5.1.1 User unknown'));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { slowMs, busy } = state.mood;
        const to = session.envelope.rcptTo[0]?.address ?? '';
        const isBusy = numberFrom({ random: input.random, to: 100 }) < busy;
        const messageId = messageIdOf(Buffer.concat(chunks).toString('latin1'));
        if (!isBusy) taken.push({ messageId, to, at: Date.now() });
        void pause(numberFrom({ random: input.random, to: slowMs })).then(() =>
          done(isBusy ? refusal(451, '4.3.2 Busy, try again later') : null),
        );
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    refused,
    be: (mood) => {
      state.mood = mood;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
};
