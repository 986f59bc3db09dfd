import { type EventFact, toEventFact } from '../../domain/events/event.ts';
import type { Match } from '../../domain/journey/steps.ts';
import { matchesRun } from '../../domain/journey/match-event.ts';
import type { ReduceInput } from '../../domain/journey/transitions.ts';
import type { Decider } from '../../domain/rules/decider.ts';
import type { EventRow, EventStore } from '../ports/events.ts';
import { factsOf, type Session } from './session.ts';

type EventInput = Extract<ReduceInput, { kind: 'event' }>;

/** Events that happened this long before the entry can still end a run they are tied to by a match. */
const matchedReach = 24 * 3_600_000;

const holds = async (input: {
  session: Session;
  events: EventStore;
  event: EventFact;
  match: Match | undefined;
  where: Decider | undefined;
}): Promise<boolean> => {
  const { session, event } = input;
  const { run } = session;
  const isTied = matchesRun({
    match: input.match,
    event,
    entryKey: run.entryKey,
    entry: run.entry,
    steps: run.state.steps,
  });
  if (!isTied) return false;
  if (input.where === undefined) return true;
  const facts = factsOf({ session, events: input.events, event });
  return (await input.where.decide({ facts })).matched === 0;
};

const entryTime = (session: Session): number => {
  const { entry, enteredAt } = session.run;
  return entry === null ? enteredAt : Date.parse(entry.timestamp);
};

const exitOf = async (input: {
  session: Session;
  events: EventStore;
  row: EventRow;
  event: EventFact;
}): Promise<number | null> => {
  const { session, row } = input;
  const { definition, exits } = session.journey;
  for (const [index, exit] of definition.exit.entries()) {
    if (exit.on !== row.name) continue;
    const reach = exit.match === undefined ? 0 : matchedReach;
    if (row.timestamp < entryTime(session) - reach) continue;
    if (await holds({ ...input, match: exit.match, where: exits[index] })) return index;
  }
  return null;
};

const branchOf = async (input: {
  session: Session;
  events: EventStore;
  row: EventRow;
  event: EventFact;
}): Promise<number | null> => {
  const { session, row } = input;
  const { state } = session.run;
  const step = state.at === null ? undefined : session.journey.graph.nodes.get(state.at)?.step;
  if (step?.type !== 'wait-for' || state.waiting?.kind !== 'events' || row.receivedAt < state.since)
    return null;
  const deciders = session.journey.waits.get(step.id) ?? [];
  for (const [index, one] of step.events.entries()) {
    if (one.on !== row.name) continue;
    if (await holds({ ...input, match: one.match, where: deciders[index] })) return index;
  }
  return null;
};

/** What an event means to the run as it stands; undefined when it means nothing. */
export const hear = async (input: {
  session: Session;
  events: EventStore;
  row: EventRow;
}): Promise<EventInput | undefined> => {
  const { session, row } = input;
  const { state } = session.run;
  if (state.seen.includes(row.messageId) || state.frozen !== null || state.outcome !== null) return undefined;
  const event = toEventFact(row);
  const exit = await exitOf({ ...input, event });
  const branch = exit === null ? await branchOf({ ...input, event }) : null;
  if (exit === null && branch === null) return undefined;
  return { kind: 'event', messageId: row.messageId, name: row.name, at: row.receivedAt, exit, branch };
};

/** The events the run must hear of while it stands as it does. */
export const listensFor = (session: Session): readonly string[] => {
  const { definition, graph } = session.journey;
  const { state } = session.run;
  const step = state.at === null ? undefined : graph.nodes.get(state.at)?.step;
  const names = definition.exit.map((exit) => exit.on);
  if (step?.type === 'wait-for') names.push(...step.events.map((event) => event.on));
  return [...new Set(names)];
};

/** How many events a look-back reads at first, and at the most when all of them mean nothing. */
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
  const names = listensFor(session);
  if (names.length === 0) return undefined;
  let looked = 0;
  for (let limit = lookBackFirst; limit <= lookBackMost; limit *= 4) {
    const rows = await events.since({
      tenant: session.tenant,
      profileId: session.run.profileId,
      names,
      happened: Math.min(entryTime(session), session.run.state.since) - matchedReach,
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
