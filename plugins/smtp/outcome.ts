import type { Failure } from '../contract.ts';

/** What went wrong, as nodemailer says it, and how far the message got. */
export type SmtpFailure = {
  readonly code: string;
  /** The command that was answered: `RCPT TO`, `DATA`; `CONN` for the connection itself. */
  readonly command: string;
  readonly responseCode: number | undefined;
  readonly message: string;
  /** The whole message, with its final dot, was given to the socket. */
  readonly bodySent: boolean;
};

const AUTH_RETRY_MS = 60_000;

/** Mail servers repeat addresses in their replies; outcomes are kept where no personal data belongs. */
const withoutAddresses = (text: string): string =>
  text.replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;]+/g, '[address]');

const enhancedCode = (message: string): string => /\b[245]\.(\d{1,3}\.\d{1,3})\b/.exec(message)?.[1] ?? '';

/** RFC 3463 details that say this mailbox takes no mail, now or later; 4.1 is how Exchange names an unknown one. */
const deadMailbox = /^(?:1\.(?:0|1|2|3|4|6|10)|2\.1|4\.1)$/;

/** Replies to RCPT without an enhanced code that say nothing about the mailbox. */
const notAboutMailbox: ReadonlySet<number> = new Set([500, 502, 504, 530, 535, 538, 552]);

/** Whether a permanent reply says that the address is dead, rather than that this message or sender is unwelcome. */
const saysDead = (failure: SmtpFailure, reply: number): boolean => {
  const enhanced = enhancedCode(failure.message);
  if (enhanced !== '') return deadMailbox.test(enhanced);
  return failure.command === 'RCPT TO' && !notAboutMailbox.has(reply);
};

const badMessage: ReadonlySet<string> = new Set(['EFILEACCESS', 'EURLACCESS', 'EMAXRECIPIENTS', 'ESTREAM']);

const withoutReply = (failure: SmtpFailure, message: string): Failure => {
  if (failure.bodySent) return { kind: 'unknown', code: 'no-reply', message };
  if (failure.code === 'EENVELOPE') return { kind: 'rejected', code: 'invalid-recipient', message };
  if (failure.code === 'EMESSAGE') return { kind: 'rejected', code: 'too-large', message };
  if (badMessage.has(failure.code)) return { kind: 'rejected', code: 'invalid-message', message };
  if (failure.code === 'EAUTH' || failure.code === 'ENOAUTH') {
    return { kind: 'retry', code: 'auth-failed', message, afterMs: AUTH_RETRY_MS };
  }
  return { kind: 'retry', code: 'not-connected', message };
};

/**
 * The outcome of a failed send.
 *
 * | what happened | outcome |
 * |---|---|
 * | connection lost after the message was sent, before the reply | unknown |
 * | not connected, lost earlier, TLS, timeouts, greeting, 421, any 4xx, 503 | retry |
 * | wrong or missing credentials | retry: mending the configuration sends the mail |
 * | 5xx about the mailbox (RCPT, or a code like 5.1.1) | rejected, recipient blocked |
 * | any other 5xx: policy, content, sender, size | rejected |
 */
export const outcomeOf = (failure: SmtpFailure): Failure => {
  const message = withoutAddresses(failure.message);
  const reply = failure.responseCode;
  if (reply === undefined) return withoutReply(failure, message);
  const code = `smtp-${reply}`;
  if (failure.code === 'EAUTH' || reply === 530 || reply === 535) {
    return { kind: 'retry', code: 'auth-failed', message, afterMs: AUTH_RETRY_MS };
  }
  const aboutMessage = ['MAIL FROM', 'RCPT TO', 'DATA'].includes(failure.command);
  if (reply < 500 || reply === 503 || !aboutMessage) return { kind: 'retry', code, message };
  return { kind: 'rejected', code, message, recipientBlocked: saysDead(failure, reply) };
};
