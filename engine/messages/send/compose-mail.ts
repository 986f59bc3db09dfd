import type { CompiledMessage } from '../../../domain/messages/compiled-message.ts';
import { parseMailAddress } from '../../../domain/messages/mail-address.ts';
import { mailHeaders } from '../../../domain/messages/mail-headers.ts';
import { messageIdHeader } from '../../../domain/messages/message-id.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { TenantSettings } from '../../../domain/workspace/tenant-settings.ts';
import { displayName } from './reach.ts';

/** A mail as a plugin of the channel `email` takes it. */
export type Mail = {
  readonly to: string;
  readonly toName?: string;
  readonly from: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly date: string;
};

/** Makes the mail of a rendered message: sender, recipient and the headers that say what kind of mail it is. */
export const composeMail = (input: {
  message: Pick<CompiledMessage, 'from' | 'replyTo'>;
  settings: Partial<Pick<TenantSettings, 'from' | 'replyTo'>>;
  defaultFrom: string;
  rendered: { readonly subject: string; readonly html?: string; readonly text: string };
  to: { readonly address: string; readonly profile: Profile };
  messageId: string;
  class: 'marketing' | 'transactional';
  topic: string;
  /** The signed address of one-click unsubscribe. */
  unsubscribe: string;
  /** Milliseconds since 1970. */
  now: number;
}): Mail => {
  const { message, settings, rendered, to } = input;
  const from = message.from ?? settings.from ?? input.defaultFrom;
  const parsed = parseMailAddress(from);
  const domain = parsed.ok ? (parsed.address.email.split('@')[1] ?? 'localhost') : 'localhost';
  const replyTo = message.replyTo ?? settings.replyTo;
  const toName = displayName(to.profile);
  const { topic, unsubscribe } = input;
  return {
    to: to.address,
    from,
    subject: rendered.subject,
    html: rendered.html ?? `<pre>${rendered.text}</pre>`,
    text: rendered.text,
    messageId: messageIdHeader({ messageId: input.messageId, domain }),
    headers: mailHeaders({ class: input.class, topic, domain, unsubscribe }),
    date: new Date(input.now).toISOString(),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(toName === undefined ? {} : { toName }),
  };
};
