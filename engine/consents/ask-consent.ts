import { CicloError } from '../../domain/errors.ts';
import { askedExpiry, type Contact, withAsked, withAskSent } from '../../domain/gate/contact.ts';
import { normalAddress } from '../../domain/gate/reach.ts';
import { hashId } from '../../domain/hash.ts';
import { own } from '../../domain/json.ts';
import { confirmMail } from '../../domain/messages/confirm-mail.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import { localeChain } from '../../domain/messages/locales.ts';
import { mailboxKey, parseMailAddress } from '../../domain/messages/mail-address.ts';
import { messageIdHeader } from '../../domain/messages/message-id.ts';
import { readSubscription, type Subscription } from '../../domain/profiles/subscription.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { ContactStore } from './ports.ts';
import type { EventRow } from '../events/ports.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { HashedAddress, SuppressionStore } from '../messages/ports.ts';
import { addressHashes } from '../messages/send/reach.ts';
import { confirmationKey, renderConfirmation } from './render-confirmation.ts';

type Deps = {
  readonly contacts: ContactStore;
  readonly suppressions: SuppressionStore;
  readonly plugins: Plugins;
  readonly links: Links;
  readonly keyring: Keyring;
  readonly defaultFrom: string;
};

type Asking = {
  readonly deps: Deps;
  readonly row: EventRow;
  readonly live: LiveWorkspace;
  readonly now: number;
};

const triesMax = 50;

/** Changes what is kept of the address; false when there is nothing to change it to. */
const change = async (
  input: Asking & { hashed: HashedAddress; to: (contact: Contact) => Contact | undefined },
): Promise<boolean> => {
  const { deps, hashed, now, to } = input;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const { rev, ...before } = await deps.contacts.get(hashed);
    const contact = to(before);
    if (contact === undefined) return false;
    if (contact === before) return true;
    const expiresAt = askedExpiry({ contact, now });
    const expiry = expiresAt === undefined ? {} : { expiresAt };
    if ((await deps.contacts.save({ address: hashed, contact, rev, ...expiry })) === 'saved') return true;
  }
  throw new CicloError({ code: 'unavailable', message: 'The address is being changed by too many at once.' });
};

/**
 * What the mails are counted by: anybody can write `ana+1@`, `ana+2@` and `a.na@` into a form, and all of it reaches Ana. One
 * who is known by several of these gets her next mail a day later.
 */
const mailboxHashes = (input: {
  deps: Deps;
  tenant: string;
  channel: string;
  address: string;
}): HashedAddress['addressHashes'] => {
  const { deps, tenant, channel, address } = input;
  const mailbox = channel === 'email' ? mailboxKey(address) : undefined;
  return addressHashes({ keyring: deps.keyring, tenant, channel, address: mailbox ?? address });
};

const localised = (text: string | Readonly<Record<string, string>>, locale: string): string =>
  typeof text === 'string' ? text : (own(text, locale) ?? Object.values(text)[0] ?? '');

const written = (input: Asking & { asked: Subscription; url: string }) => {
  const { live, asked, url } = input;
  const { settings } = live.published;
  const locales = localeChain({ preferred: [asked.locale], fallback: settings.defaultLocale });
  const locale = locales.find((one) => one.startsWith('es') || one.startsWith('en'))?.startsWith('es')
    ? 'es'
    : 'en';
  const named = own(settings.topics, asked.topic)?.name;
  const topic = named === undefined ? settings.name : localised(named, locale);
  const message = live.messages.get(confirmationKey);
  const rendered =
    message === undefined ? undefined : renderConfirmation({ message, settings, locales, topic, url });
  if (rendered?.kind === 'rendered') return { ...rendered, html: rendered.html ?? rendered.text };
  return confirmMail({ locale, business: settings, topic, url });
};

const handOver = async (input: Asking & { asked: Subscription; id: string }): Promise<void> => {
  const { deps, row, live, now, asked, id } = input;
  const { tenant } = row;
  const { topic, channel } = asked;
  const at = Math.floor(now / 1000);
  const url = deps.links.confirm({ tenant, messageId: row.id, profileId: '', at, topic, channel });
  const { settings } = live.published;
  const from = settings.from ?? deps.defaultFrom;
  const sender = parseMailAddress(from);
  const domain = sender.ok ? (sender.address.email.split('@')[1] ?? 'localhost') : 'localhost';
  const { subject, html, text } = written({ ...input, url });
  const outcome = await deps.plugins.send({
    live,
    channel,
    input: {
      to: asked.address,
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
 * Makes the part of the dispatch that asks the owner of an address whether a subscription that somebody asked for is
 * meant: one mail with a signed link, at most two a day for each mailbox, none to a suppressed one. The yes is
 * noted when they confirm it; until then nothing else is sent there.
 */
export const createAskConsent = (deps: Deps) => {
  return async (input: { row: EventRow; live: LiveWorkspace; now: number }): Promise<void> => {
    const { row, live } = input;
    const asked = readSubscription(row);
    if (asked === undefined) return;
    const { settings } = live.published;
    if (asked.topic !== '*' && !Object.hasOwn(settings.topics, asked.topic)) return;
    const { tenant } = row;
    const { channel } = asked;
    const address = normalAddress({ channel, address: asked.address });
    if (address === undefined) return;
    const hashes = addressHashes({ keyring: deps.keyring, tenant, channel, address });
    const hashed: HashedAddress = { tenant, channel, addressHashes: hashes };
    if ((await deps.suppressions.find(hashed)) !== undefined) return;
    const id = hashId('confirm', tenant, row.id);
    const asking = {
      deps,
      ...input,
      hashed: { ...hashed, addressHashes: mailboxHashes({ deps, tenant, channel, address }) },
    };
    if (!(await change({ ...asking, to: (contact) => withAsked({ contact, id, now: input.now }) }))) return;
    await handOver({ ...asking, asked: { ...asked, address }, id });
    await change({ ...asking, to: (contact) => withAskSent({ contact, id }) });
  };
};
