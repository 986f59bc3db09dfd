import { hearEvent, listensFor, listensFrom } from '../../../domain/journey/reduce/hear-event.ts';
import type { ReduceInput } from '../../../domain/journey/reduce/transitions.ts';
import type { EventRow, EventStore } from '../../events/ports.ts';
import { factsOf, type Session } from './session.ts';

type EventInput = Extract<ReduceInput, { kind: 'event' }>;

/** What an event means to the run as it stands; undefined when it means nothing. */
export const hear = async (input: {
  session: Session;
  events: EventStore;
  row: EventRow;
}): Promise<EventInput | undefined> => {
  const { session, events, row } = input;
  const { run, journey } = session;
  return hearEvent({ run, journey, event: row, facts: (event) => factsOf({ session, events, event }) });
};

/** How many events a look-back reads at first, and at most when all of them mean nothing. */
const lookBackFirst = 100;
const lookBackMost = 6400;

/**
 * Looks for events that landed before the run was known to listen for them: the first that means something to
 * it. With the order "listen, then look back" here and "assign, then look who listens" in the dispatcher,
 * no event falls between.
 */
export const lookBack = async (input: {
  session: Session;
  events: EventStore;
  /** Only for one that ends it. */
  exitsOnly?: boolean;
}): Promise<EventInput | undefined> => {
  const { session, events, exitsOnly = false } = input;
  const { run, journey } = session;
  const names = listensFor({ journey, state: run.state });
  if (names.length === 0) return undefined;
  let looked = 0;
  for (let limit = lookBackFirst; limit <= lookBackMost; limit *= 4) {
    const rows = await events.since({
      tenant: session.tenant,
      profileId: run.profileId,
      names,
      happened: listensFrom(run),
      arrived: 0,
      limit,
    });
    for (const row of rows.slice(looked)) {
      const heard = await hear({ session, events, row });
      if (heard !== undefined && (!exitsOnly || heard.exit !== null)) return heard;
    }
    if (rows.length < limit) return undefined;
    looked = rows.length;
  }
  return undefined;
};
