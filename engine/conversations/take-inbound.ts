import { hashId } from '../../domain/hash.ts';
import { addressField, normalAddress } from '../../domain/gate/reach.ts';
import { fitAttachments } from '../../domain/inbound/attachments.ts';
import { mailLimits } from '../../domain/inbound/read-mail.ts';
import { wholeText } from '../../domain/inbound/whole-text.ts';
import { headerText } from '../../domain/messages/header-text.ts';
import type { InboundMessage } from '../../plugins/contract/inbound/message.ts';
import type { Incoming } from './ports.ts';
import type { TakeMail } from './take-mail.ts';
import type { TakeMessage } from './take-message.ts';

/** Takes what a plugin says that somebody wrote; `ok: false` for what cannot be read, which nobody repeats. */
export type TakeInbound = (input: {
  tenant: string;
  instance: string;
  message: InboundMessage;
  /** When it arrived, on the tenant's clock. */
  at: number;
}) => Promise<
  { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string }
>;

type Given = Parameters<TakeInbound>[0];
type Written = Extract<InboundMessage, { type: 'message' }>;

const authenticationOf = ({ authenticated }: Written): Incoming['authentication'] =>
  authenticated === undefined ? 'unknown' : authenticated ? 'pass' : 'fail';

const incomingOf = (input: Given & { message: Written }): Incoming | undefined => {
  const { tenant, instance, message, at } = input;
  const { channel, from, to, thread } = message;
  const address = normalAddress({ channel, address: from.address });
  if (address === undefined) return undefined;
  const name = headerText(wholeText(from.name ?? '', 200));
  const text = wholeText(message.text, mailLimits.text).trim();
  const files = (message.attachments ?? []).map((one) => ({
    name: one.name,
    type: one.type,
    bytes: Buffer.from(one.base64, 'base64'),
  }));
  const { kept: attachments, leftOut } = fitAttachments(files);
  return {
    tenant,
    instance,
    id: `i${hashId('message', tenant, instance, channel, message.id)}`,
    channel,
    address,
    identity: `${addressField(channel)}:${address}`,
    ...(name === '' ? {} : { name }),
    ...(to === undefined || to === '' ? {} : { ours: to }),
    subject: headerText(wholeText(message.subject ?? '', mailLimits.subject)),
    text,
    reply: text,
    refs: [],
    ...(thread === undefined || thread === '' ? {} : { thread }),
    authentication: authenticationOf(message),
    ...(message.automatic === true ? { automatic: 'told' } : {}),
    ...(message.optOut === undefined ? {} : { optOut: message.optOut }),
    attachments,
    leftOut,
    at,
  };
};

/** Makes the intake of everything that plugins receive: raw mails, and messages of other channels. */
export const createTakeInbound = (use: { takeMail: TakeMail; takeMessage: TakeMessage }): TakeInbound => {
  return async (input) => {
    const { tenant, instance, message, at } = input;
    if (message.type === 'mail') {
      const { recipients, returnPath, authserv } = message;
      const raw = Buffer.from(message.base64, 'base64');
      return use.takeMail({ tenant, instance, raw, recipients, returnPath, authserv, at });
    }
    const incoming = incomingOf({ ...input, message });
    if (incoming === undefined) {
      const says = `\`from.address\` is no address of the channel ${message.channel}.`;
      return { ok: false, code: 'unreadable-message', message: says };
    }
    await use.takeMessage(incoming);
    return { ok: true };
  };
};
