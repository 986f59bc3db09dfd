import type { AcceptedEvent } from '../../domain/events/event.ts';
import type { OutboxItem } from '../../domain/profiles/profile.ts';

/** An event of the engine's own about a known person. */
export const ownEvent = (input: { item: OutboxItem; profileId: string }): AcceptedEvent => ({
  messageId: input.item.id,
  type: 'track',
  name: input.item.name,
  externalIds: [],
  properties: input.item.properties,
  traits: {},
  context: {},
  timestamp: input.item.at,
  source: 'ciclo',
  trust: 'engine',
  backfill: false,
  profileId: input.profileId,
});
