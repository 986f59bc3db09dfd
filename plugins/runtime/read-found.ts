import { createHash } from 'node:crypto';

import { type InboundEvent, inboundEventSchema } from '../contract/inbound/event.ts';
import { type InboundMessage, inboundMessageSchema } from '../contract/inbound/message.ts';
import { type InboundProduct, inboundProductSchema } from '../contract/inbound/product.ts';
import type { LiveInstance } from './instances.ts';

type EventWithId = InboundEvent & { readonly messageId: string };

/** What a plugin found, held to the contract. */
export type ReadFound =
  | {
      readonly kind: 'events';
      readonly events: readonly EventWithId[];
      /** What somebody wrote. */
      readonly messages: readonly InboundMessage[];
      /** Products of the shop as they now are. */
      readonly products: readonly InboundProduct[];
    }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

const MESSAGE_ID_MAX = 100;

/** Message ids have a bound; a longer one is replaced by its hash. */
const messageIdOf = (instance: string, id: string): string =>
  instance.length + id.length + 1 <= MESSAGE_ID_MAX
    ? `${instance}:${id}`
    : `${instance}:${createHash('sha256').update(id).digest('hex')}`;

/**
 * Holds what a plugin found to the contract. An event without an id of its own gets one of `unnamed` and its place; where there
 * is none, it is refused, since it could not be told from a repeat.
 */
export const readFound = (input: {
  live: Pick<LiveInstance, 'instance' | 'plugin' | 'redactor'>;
  found: readonly { readonly type: string }[];
  unnamed: string | undefined;
}): ReadFound => {
  const { live, unnamed } = input;
  const events: EventWithId[] = [];
  const messages: InboundMessage[] = [];
  const products: InboundProduct[] = [];
  const refuse = (what: string): ReadFound => {
    const message = live.redactor.text(`Plugin "${live.plugin.id}" made ${what}`);
    return { kind: 'failed', code: 'plugin-misbehaved', message };
  };
  for (const [index, one] of input.found.entries()) {
    if (one.type === 'message' || one.type === 'mail') {
      const message = inboundMessageSchema.safeParse(one);
      if (!message.success) return refuse(`a message the engine does not take: ${message.error.message}`);
      messages.push(message.data);
      continue;
    }
    if (one.type === 'product') {
      const product = inboundProductSchema.safeParse(one);
      if (!product.success) return refuse(`a product the engine does not take: ${product.error.message}`);
      products.push(product.data);
      continue;
    }
    const event = inboundEventSchema.safeParse(one);
    if (!event.success) return refuse(`an event the engine does not take: ${event.error.message}`);
    const id = event.data.messageId ?? (unnamed === undefined ? undefined : `${unnamed}:${index}`);
    if (id === undefined) return refuse('an event without a messageId.');
    events.push({ ...event.data, messageId: messageIdOf(live.instance, id) });
  }
  return { kind: 'events', events, messages, products };
};
