import type { AcceptedEvent } from '../../domain/events/event.ts';
import type { MessageStore } from './ports.ts';

/** Finds whom the events of a connected system are about where they name nobody but a message of ours. */
export type AboutMessages = (input: {
  tenant: string;
  events: readonly AcceptedEvent[];
}) => Promise<readonly AcceptedEvent[]>;

const isOfMessage = ({ userId, anonymousId, externalIds }: AcceptedEvent): boolean =>
  userId === undefined &&
  anonymousId === undefined &&
  externalIds.length > 0 &&
  externalIds.every(({ kind }) => kind === 'message');

/**
 * Makes the function that finds who was sent the message of a report whose address is no identity, as of a letter. An event of a message
 * that there is not, or not any more, is left out; every other event stays as it is.
 */
export const createAboutMessages = (deps: { messages: Pick<MessageStore, 'get'> }): AboutMessages => {
  return async ({ tenant, events }) => {
    if (!events.some(isOfMessage)) return events;
    const found: AcceptedEvent[] = [];
    for (const event of events) {
      const [named] = event.externalIds;
      if (named === undefined || !isOfMessage(event)) {
        found.push(event);
        continue;
      }
      const row = await deps.messages.get({ tenant, id: named.value });
      if (row !== undefined) found.push({ ...event, externalIds: [], profileId: row.profileId });
    }
    return found;
  };
};
