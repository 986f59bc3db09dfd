/**
 * What a provider reports of one message, whatever the channel and the provider.
 *
 * - `sent`: the provider has handed it on, or is about to.
 * - `delivered`: the other side has it. `deferred`: not yet, and the provider tries again.
 * - `bounced`: it will not arrive (`BounceKind` says why).
 * - `opened`, `clicked`, `complained`, `unsubscribed`: what its recipient did.
 */
export type ReportState =
  | 'sent'
  | 'delivered'
  | 'deferred'
  | 'bounced'
  | 'complained'
  | 'opened'
  | 'clicked'
  | 'unsubscribed';

const ofMail: Readonly<Record<ReportState, string>> = {
  sent: 'Email Sent',
  delivered: 'Email Delivered',
  deferred: 'Email Deferred',
  bounced: 'Email Bounced',
  complained: 'Email Marked as Spam',
  opened: 'Email Opened',
  clicked: 'Link Clicked',
  unsubscribed: 'Unsubscribed',
};

const ofOthers: Readonly<Record<ReportState, string>> = {
  sent: 'Message Sent',
  delivered: 'Message Delivered',
  deferred: 'Message Deferred',
  bounced: 'Message Bounced',
  complained: 'Unsubscribed',
  opened: 'Message Opened',
  clicked: 'Link Clicked',
  unsubscribed: 'Unsubscribed',
};

/** The name of the event that a report becomes: Segment's names for e-mail, names of the same form for other channels. */
export const reportName = (input: { state: ReportState; channel: string }): string =>
  (input.channel === 'email' ? ofMail : ofOthers)[input.state];
