import { CicloError } from '../../domain/errors.ts';
import { askedExpiry, type Contact, withAsked, withAskSent } from '../../domain/gate/contact.ts';
import { mailboxKey, parseMailAddress } from '../../domain/messages/mail-address.ts';
import { messageIdHeader } from '../../domain/messages/message-id.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { HashedAddress, SuppressionStore } from '../messages/ports.ts';
import { addressHashes } from '../messages/send/reach.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { ContactStore } from './ports.ts';

/** What the asking by mail is handed. */
export type AskDeps = {
  readonly contacts: ContactStore;
  readonly suppressions: SuppressionStore;
  readonly plugins: Plugins;
  readonly keyring: Keyring;
  readonly defaultFrom: string;
};

type Asking = {
  readonly tenant: string;
  readonly live: LiveWorkspace;
  readonly now: number;
  readonly channel: 'email';
  /** In its normal form. */
  readonly address: string;
  /** Of the mail, the same whenever the same is asked. */
  readonly id: string;
  /** It opens self-service: such mails count apart, and more of them may go out in a day. */
  readonly opens?: boolean;
  readonly write: () => { readonly subject: string; readonly html: string; readonly text: string };
};

const triesMax = 50;

/** Changes what is kept of the address; false when there is nothing to change it to. */
const change = async (
  input: Pick<Asking, 'now'> & {
    contacts: ContactStore;
    hashed: HashedAddress;
    to: (contact: Contact) => Contact | undefined;
  },
): Promise<boolean> => {
  const { contacts, hashed, now, to } = input;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const { rev, ...before } = await contacts.get(hashed);
    const contact = to(before);
    if (contact === undefined) return false;
    if (contact === before) return true;
    const expiresAt = askedExpiry({ contact, now });
    const expiry = expiresAt === undefined ? {} : { expiresAt };
    if ((await contacts.save({ address: hashed, contact, rev, ...expiry })) === 'saved') return true;
  }
  throw new CicloError({ code: 'unavailable', message: 'The address is being changed by too many at once.' });
};

const handOver = async (input: Asking & { deps: AskDeps }): Promise<void> => {
  const { deps, live, now, channel, address, id } = input;
  const from = live.published.settings.from ?? deps.defaultFrom;
  const sender = parseMailAddress(from);
  const domain = sender.ok ? (sender.address.email.split('@')[1] ?? 'localhost') : 'localhost';
  const { subject, html, text } = input.write();
  const outcome = await deps.plugins.send({
    live,
    channel,
    input: {
      to: address,
      from,
      subject,
      html,
      text,
      messageId: messageIdHeader({ messageId: id, domain }),
      headers: { 'Auto-Submitted': 'auto-generated' },
      date: new Date(now).toISOString(),
    },
    idempotencyKey: id,
    now,
    slotAt: undefined,
  });
  if (outcome.kind === 'retry') {
    throw new CicloError({
      code: 'unavailable',
      message: `The confirmation could not be sent: ${outcome.code}.`,
    });
  }
};

/**
 * Sends one mail that asks the owner of an address whether something is meant: at most two a day (eight that open self-service) for each mailbox, since anybody
 * can write `ana+1@`, `ana+2@` and `a.na@` into a form, and all of it reaches Ana; none to a suppressed address. Who is
 * known by several of these gets the next mail a day later. The same asked again is no second mail.
 */
export const askByMail = async (input: Asking & { deps: AskDeps }): Promise<void> => {
  const { deps, tenant, channel, address, id, now, opens = false } = input;
  const { contacts, keyring } = deps;
  const hashesOf = (text: string) => addressHashes({ keyring, tenant, channel, address: text });
  const hashed = { tenant, channel, addressHashes: hashesOf(address) };
  if ((await deps.suppressions.find(hashed)) !== undefined) return;
  const mailbox: HashedAddress = { ...hashed, addressHashes: hashesOf(mailboxKey(address) ?? address) };
  const asking = { contacts, hashed: mailbox, now };
  if (!(await change({ ...asking, to: (contact) => withAsked({ contact, id, now, opens }) }))) return;
  await handOver(input);
  await change({ ...asking, to: (contact) => withAskSent({ contact, id }) });
};
