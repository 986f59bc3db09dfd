import { bounceKind } from '../../../domain/feedback/bounce.ts';
import { reportName, type ReportState } from '../../../domain/feedback/report-name.ts';
import type { BounceKind } from '../../../domain/feedback/smtp-reply.ts';
import { addressField, normalAddress } from '../../../domain/gate/reach.ts';
import { channelType } from '../../../domain/messages/channels.ts';
import { readSaidTime } from '../../../domain/time/said-time.ts';
import type { InboundEvent } from '../inbound/event.ts';

/** What a provider reports of one message, in the words that all connectors share. */
export type DeliveryReport = {
  readonly state: ReportState;
  readonly channel: string;
  /** Where the message went, as the provider says it; of a letter, whose report is known by `messageId`, it is empty. */
  readonly address: string;
  /** The same whenever the provider tells of this: its own id of the report, or a text made from what happened. */
  readonly id: string;
  /** Our id of the message (`ctx.idempotencyKey` of the send), where the provider gives it back. */
  readonly messageId?: string | undefined;
  /** The provider's own id of the message. */
  readonly providerId?: string | undefined;
  /** When it happened, as the provider says it. */
  readonly at?: string | number | undefined;
  /** Of a bounce, where the provider's words say it plainly. */
  readonly kind?: BounceKind | undefined;
  /** Of a bounce, the provider's own fields about it: the kind is read from them (`bounceKind`). */
  readonly bounce?: Readonly<Record<string, unknown>> | undefined;
  /** The provider's words for why. */
  readonly reason?: string | undefined;
  /** The provider's own code: a reply of SMTP, a number of an error. */
  readonly code?: string | undefined;
  /** Of a click. */
  readonly url?: string | undefined;
  /** True when a program opened or clicked, such as Apple Mail Privacy Protection. */
  readonly machine?: boolean | undefined;
};

const reasonMax = 1_000;
const idMax = 200;

const withValues = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));

const kindOf = (report: DeliveryReport): BounceKind | undefined => {
  if (report.state !== 'bounced') return undefined;
  return report.kind ?? bounceKind({ ...report.bounce, reason: report.reason });
};

/** Whom a report is about: who has the address; of a letter, whose address is no identity, who was sent the message. */
const namedIn = (report: DeliveryReport): { readonly kind: string; readonly value: string } | undefined => {
  const { channel, messageId } = report;
  if (channelType(channel).composed !== undefined)
    return messageId === undefined ? undefined : { kind: 'message', value: messageId };
  const address = normalAddress({ channel, address: report.address });
  return address === undefined ? undefined : { kind: addressField(channel), value: address };
};

/**
 * The event of a delivery report; none when its address is none. Of a message on another channel than e-mail, only a dead
 * address is `Message Bounced`; what was lost for another reason is `Message Undelivered`.
 */
export const deliveryEvents = (report: DeliveryReport): readonly InboundEvent[] => {
  const { state, channel, id, at } = report;
  const who = namedIn(report);
  if (who === undefined) return [];
  const kind = kindOf(report);
  const time = readSaidTime(at);
  const isLost = kind !== undefined && kind !== 'hard' && channel !== 'email';
  return [
    {
      type: 'track',
      event: isLost ? 'Message Undelivered' : reportName({ state, channel }),
      messageId: id.slice(0, idMax),
      externalIds: [who],
      ...(time === undefined ? {} : { timestamp: new Date(time).toISOString() }),
      properties: withValues({
        channel,
        message_id: report.messageId,
        provider_id: report.providerId,
        kind,
        reason: report.reason?.slice(0, reasonMax),
        code: report.code,
        url: report.url,
        machine: report.machine === true ? true : undefined,
      }),
    },
  ];
};
