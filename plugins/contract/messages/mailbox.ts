import { parseMailAddress } from '../../../domain/messages/mail-address.ts';
import type { Failure } from '../actions/outcome.ts';

export { formatMailAddress } from '../../../domain/messages/mail-address.ts';

/** A sender or recipient: a plain address, and the name beside it. */
export type Mailbox = { readonly email: string; readonly name?: string };

const mailboxIn = (text: string): Mailbox | undefined => {
  const parsed = parseMailAddress(text);
  if (!parsed.ok) return undefined;
  const { email, name } = parsed.address;
  return { email, ...(name === undefined ? {} : { name }) };
};

/** The mailboxes of an e-mail for services that take names and addresses apart; a failure when From or Reply-To is not one address. */
export const mailboxesOf = (mail: {
  readonly to: string;
  readonly toName?: string | undefined;
  readonly from: string;
  readonly replyTo?: string | undefined;
}):
  | { readonly ok: true; readonly from: Mailbox; readonly to: Mailbox; readonly replyTo?: Mailbox }
  | { readonly ok: false; readonly failure: Failure } => {
  const from = mailboxIn(mail.from);
  const replyTo = mail.replyTo === undefined ? undefined : mailboxIn(mail.replyTo);
  if (from === undefined || (mail.replyTo !== undefined && replyTo === undefined)) {
    const message = 'From and Reply-To have to be one address each.';
    return { ok: false, failure: { kind: 'rejected', code: 'invalid-sender', message } };
  }
  const { to: email, toName: name } = mail;
  const to = { email, ...(name === undefined || name === '' ? {} : { name }) };
  return { ok: true, from, to, ...(replyTo === undefined ? {} : { replyTo }) };
};
