import { eventLimits } from '../../domain/events/call-refusal.ts';
import { type ParsedCall, parseCall } from '../../domain/events/segment-call.ts';
import { toJson } from '../../domain/json.ts';
import type { Normalised } from '../../plugins/runtime/receive.ts';

type Made = Extract<Normalised, { kind: 'events' }>['events'][number];

/** A verified request may bring more than a client: an order of a wholesaler has hundreds of lines. */
const webhookLimits = { ...eventLimits, bytes: 512 * 1024 };

/** The event a plugin made, as the engine accepts it: read like any other, so one bad field never loses it. */
export const toAccepted = (input: { event: Made; source: string; receivedAt: number }): ParsedCall => {
  const { event, source, receivedAt } = input;
  const { type, messageId, ignored = [] } = event;
  const call = toJson(event);
  return parseCall({
    call,
    type,
    receivedAt,
    source,
    trust: 'webhook',
    idFrom: () => messageId,
    ignored,
    limits: webhookLimits,
  });
};
