import { type Failure, readReply, withoutAddresses } from '../contract.ts';

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

const CONFIG_RETRY_MS = 60_000;

/** Whether a permanent reply says that the address is dead; what is said to MAIL FROM is about us. */
const saysDead = (failure: SmtpFailure, reply: number): boolean =>
  failure.command !== 'MAIL FROM' && readReply({ text: failure.message, reply }) === 'hard';

const badMessage: ReadonlySet<string> = new Set(['EFILEACCESS', 'EURLACCESS', 'EMAXRECIPIENTS', 'ESTREAM']);

const withoutReply = (failure: SmtpFailure, message: string): Failure => {
  if (failure.bodySent) return { kind: 'unknown', code: 'no-reply', message };
  if (failure.code === 'forbidden') {
    return { kind: 'retry', code: 'egress-refused', message, afterMs: CONFIG_RETRY_MS };
  }
  if (failure.code === 'EENVELOPE') return { kind: 'rejected', code: 'invalid-recipient', message };
  if (failure.code === 'EMESSAGE') return { kind: 'rejected', code: 'too-large', message };
  if (badMessage.has(failure.code)) return { kind: 'rejected', code: 'invalid-message', message };
  if (failure.code === 'EAUTH' || failure.code === 'ENOAUTH') {
    return { kind: 'retry', code: 'auth-failed', message, afterMs: CONFIG_RETRY_MS };
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
 * | the server is on a private network that the operator did not name | retry: the mail is sent once the configuration is corrected |
 * | wrong or missing credentials | retry: the mail is sent once the configuration is corrected |
 * | 5xx that says that the mailbox is dead (a code like 5.1.1, or words such as "user unknown") | rejected, recipient blocked |
 * | any other 5xx: policy, content, sender, size, quota, or it does not say | rejected |
 */
export const outcomeOf = (failure: SmtpFailure): Failure => {
  const message = withoutAddresses(failure.message);
  const reply = failure.responseCode;
  if (reply === undefined) return withoutReply(failure, message);
  const code = `smtp-${reply}`;
  if (failure.code === 'EAUTH' || reply === 530 || reply === 535) {
    return { kind: 'retry', code: 'auth-failed', message, afterMs: CONFIG_RETRY_MS };
  }
  const aboutMessage = ['MAIL FROM', 'RCPT TO', 'DATA'].includes(failure.command);
  if (reply < 500 || reply === 503 || !aboutMessage) return { kind: 'retry', code, message };
  return { kind: 'rejected', code, message, recipientBlocked: saysDead(failure, reply) };
};
