import type { AcceptedEvent } from '../../domain/events/event.ts';
import { type ReportState, reportName } from '../../domain/feedback/report-name.ts';
import { hashId } from '../../domain/hash.ts';
import type { MailReport } from '../../domain/inbound/mail-report.ts';
import { type MailToRead, type ReadMail, readMail } from '../../domain/inbound/read-mail.ts';
import { normaliseEmail } from '../../domain/messages/mail-address.ts';
import { teamAddresses } from '../../domain/workspace/conversation-settings.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { Accept } from '../events/accept.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { MessageRow, MessageStore } from '../messages/ports.ts';
import { addressHashes } from '../messages/send/reach.ts';
import type { ConversationMessageStore, Incoming } from './ports.ts';
import type { TakeMessage } from './take-message.ts';

/** A raw mail that arrived. */
export type ArrivedMail = MailToRead & {
  readonly tenant: string;
  readonly instance: string;
  /** When it arrived, on the tenant's clock. */
  readonly at: number;
};

export type TakeMail = (
  mail: ArrivedMail,
) => Promise<{ readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string }>;

type Needs = {
  readonly live: LiveWorkspaces;
  readonly messages: Pick<MessageStore, 'get'>;
  readonly conversationMessages: Pick<ConversationMessageStore, 'get' | 'noteAttempt'>;
  readonly accept: Accept;
  readonly keyring: Pick<Keyring, 'macs'>;
  readonly takeMessage: TakeMessage;
};

/** Whether a report is about the address a mail went to; one that names no recipient is, since it knows the id of the mail. */
const isAbout = (input: {
  keyring: Pick<Keyring, 'macs'>;
  tenant: string;
  recipient: string | undefined;
  addressHash: string | undefined;
}): boolean => {
  const { keyring, tenant, recipient, addressHash } = input;
  if (recipient === undefined || addressHash === undefined) return true;
  const address = normaliseEmail(recipient);
  return (
    address !== undefined &&
    addressHashes({ keyring, tenant, channel: 'email', address }).includes(addressHash)
  );
};

/** What a report says became of the mail; undefined for good news. */
const stateOf = (report: MailReport): ReportState | undefined => {
  if (report.kind === 'complaint') return 'complained';
  if (report.action === 'delayed') return 'deferred';
  return report.action === 'failed' ? 'bounced' : undefined;
};

const eventOf = (input: {
  report: MailReport;
  state: ReportState;
  message: string;
  profileId: string;
  recipient: string | undefined;
  at: number;
}): AcceptedEvent => {
  const { report, state, message, profileId, recipient, at } = input;
  const isBounce = report.kind === 'bounce';
  return {
    messageId: `mail-report:${hashId(state === 'deferred' ? state : report.kind, message)}`,
    type: 'track',
    name: reportName({ state, channel: 'email' }),
    profileId,
    externalIds: [],
    properties: {
      message_id: message,
      ...(recipient === undefined ? {} : { email: recipient }),
      ...(isBounce && report.status !== undefined ? { status: report.status } : {}),
      ...(isBounce && report.diagnostic !== undefined ? { diagnosticCode: report.diagnostic } : {}),
    },
    traits: {},
    context: {},
    timestamp: at,
    source: 'ciclo',
    trust: 'engine',
    backfill: false,
  };
};

/** The id of a mail: by its Message-ID and its author, so that nobody can take the place of another's mail. */
const incomingId = (input: { mail: ReadMail; raw: Uint8Array; tenant: string }): string => {
  const { mail, raw, tenant } = input;
  const what = mail.id ?? hashId(Buffer.from(raw).toString('base64'));
  return `i${hashId('mail', tenant, what, mail.from.address)}`;
};

/** A mail of somebody as a message that arrived. */
const incomingOf = async (input: { use: Needs; mail: ReadMail; arrived: ArrivedMail }): Promise<Incoming> => {
  const { use, mail, arrived } = input;
  const { tenant, instance, raw, at } = arrived;
  const ours = teamAddresses((await use.live.of(tenant)).published.settings);
  const { address, name } = mail.from;
  const to = mail.to.find((one) => ours.has(one));
  // What we sent and got back is nobody's word, whatever its headers say.
  const automatic = ours.has(address) ? 'own-address' : mail.automatic;
  return {
    tenant,
    instance,
    id: incomingId({ mail, raw, tenant }),
    channel: 'email',
    address,
    identity: `email:${address}`,
    ...(name === undefined ? {} : { name }),
    ...(to === undefined ? {} : { ours: to }),
    subject: mail.subject,
    text: mail.text,
    reply: mail.reply,
    ...(mail.id === undefined ? {} : { header: mail.id }),
    refs: mail.refs,
    authentication: mail.authentication,
    ...(automatic === undefined ? {} : { automatic }),
    attachments: mail.attachments,
    leftOut: mail.leftOut,
    at,
  };
};

/**
 * Makes the intake of raw mails, no matter who received them. A report of a mail of ours becomes `Email Bounced`, `Email Deferred` or `Email Marked as Spam`,
 * if it knows the id of the mail and where that went, which keeps a stranger from having addresses suppressed; everything else
 * becomes a message of a conversation.
 */
export const createTakeMail = (use: Needs): TakeMail => {
  const noteReport = async (input: { report: MailReport; mail: ArrivedMail }): Promise<void> => {
    const { report, mail } = input;
    const { tenant, at } = mail;
    const { recipient } = report;
    const state = stateOf(report);
    if (state === undefined) return;
    for (const id of report.ids) {
      const row: MessageRow | undefined = await use.messages.get({ tenant, id });
      if (row !== undefined) {
        if (!isAbout({ keyring: use.keyring, tenant, recipient, addressHash: row.addressHash })) continue;
        const { profileId } = row;
        await use.accept({
          tenant,
          events: [eventOf({ report, state, message: id, profileId, recipient, at })],
        });
        return;
      }
      const answer = await use.conversationMessages.get({ tenant, id });
      if (answer?.direction !== 'out') continue;
      const to = answer.address.slice(answer.address.indexOf(':') + 1);
      if (recipient !== undefined && normaliseEmail(recipient) !== to) continue;
      const reason = report.kind === 'bounce' ? (report.status ?? 'bounced') : 'complaint';
      // What is only late may still arrive.
      if (state !== 'deferred')
        await use.conversationMessages.noteAttempt({ tenant, id, status: 'bounced', reason });
      const { profileId } = answer;
      if (profileId === undefined) return;
      const events = [eventOf({ report, state, message: id, profileId, recipient: to, at })];
      await use.accept({ tenant, events });
      return;
    }
  };

  return async (arrived) => {
    const read = await readMail(arrived);
    if (!read.ok) return { ok: false, code: 'unreadable-mail', message: read.message };
    const { mail } = read;
    if (mail.report === undefined) await use.takeMessage(await incomingOf({ use, mail, arrived }));
    else await noteReport({ report: mail.report, mail: arrived });
    return { ok: true };
  };
};
