import { z } from 'zod';

import { eventsPut, eventsRefused } from '../../plugins/contract/actions/events.ts';
import type { Outcome } from '../../plugins/contract/actions/outcome.ts';
import type { FeedRow } from './kinds/feed-kind.ts';
import type { RefusedEvent, RefusedEventStore } from './ports.ts';

/** A feed of which so many events were refused stops until somebody has looked: the reason is hardly in the events. */
export const refusedMax = 1000;

const named = z.object({ event: z.string(), profileId: z.string().optional() });

/** Of so many events that are all refused, the reason is hardly in the events. */
const fewEvents = 10;

/** Why events are refused, by their message ids. Undefined where the call failed for another reason, or all of many were refused. */
const reasonsIn = (input: {
  rows: readonly FeedRow[];
  outcome: Outcome;
}): ReadonlyMap<string, string> | undefined => {
  const { rows, outcome } = input;
  if (outcome.kind === 'done') {
    const refused = eventsPut.safeParse(outcome.output).data?.refused ?? [];
    return new Map(refused.map(({ messageId, reason }) => [messageId, reason]));
  }
  const ids = rows.flatMap(({ event }) => event?.messageId ?? []);
  if (outcome.kind !== 'rejected' || outcome.code !== eventsRefused || ids.length >= fewEvents)
    return undefined;
  return new Map(ids.map((id) => [id, outcome.message]));
};

/**
 * The events among rows that a connector does not take, by how `put-events` ended. Undefined where the call failed for a reason that concerns
 * all events: they are to be handed over again.
 */
export const refusedOf = (input: {
  feed: string;
  rows: readonly FeedRow[];
  outcome: Outcome;
  now: number;
}): readonly RefusedEvent[] | undefined => {
  const { feed, rows, now } = input;
  const reasons = reasonsIn(input);
  if (reasons === undefined) return undefined;
  return rows.flatMap(({ event, key, object }): RefusedEvent[] => {
    const reason = reasons.get(event?.messageId ?? '');
    if (event === undefined || reason === undefined) return [];
    const { event: name = '', profileId } = named.safeParse(object).data ?? {};
    return [{ feed, event: key, name, ...(profileId === undefined ? {} : { profileId }), reason, at: now }];
  });
};

/** Why a feed waits for somebody; undefined while few of its events were refused. */
export const tooManyRefused = async (input: {
  refusedEvents: Pick<RefusedEventStore, 'count'>;
  tenant: string;
  feed: string;
}): Promise<string | undefined> => {
  const { refusedEvents, tenant, feed } = input;
  if ((await refusedEvents.count({ tenant, feed })) < refusedMax) return undefined;
  return `too-many-refused: ${refusedMax} events were refused. Look at them, then send them again or discard them.`;
};
