import { type EventFact, type StoredEvent, toEventFact } from '../../events/event.ts';
import { ownNames } from '../../events/own-names.ts';
import type { Decider } from '../../rules/decide/decider.ts';
import type { FactSource } from '../../rules/facts.ts';
import { matchesRun } from './match-event.ts';
import type { ReadyJourney } from '../ready-journey.ts';
import type { RunState } from './run-state.ts';
import { exitPlace, nameOf } from '../definition.ts';
import { awaitedAt, type Node } from '../graph.ts';
import type { Match } from '../steps.ts';
import type { ReduceInput } from './transitions.ts';

type EventInput = Extract<ReduceInput, { kind: 'event' }>;

/** As much of a run as deciding what an event means to it needs. */
export type Listener = {
  readonly id: string;
  readonly entryKey: string;
  readonly entry: EventFact | null;
  readonly enteredAt: number;
  readonly state: RunState;
};

type Hearing = {
  readonly run: Listener;
  readonly journey: Pick<ReadyJourney, 'definition' | 'recordKind' | 'graph' | 'exits' | 'waits' | 'watched'>;
  readonly event: StoredEvent;
  /** The facts conditions about this event are decided by. */
  readonly facts: (event: EventFact) => FactSource;
};

/** Events that happened this long before the entry can still end a run they are tied to by a match. */
const matchedReach = 24 * 3_600_000;

/** Whether an event is about a run, and its conditions hold. */
export const isMeant = async (input: {
  run: Listener;
  journey: Pick<ReadyJourney, 'recordKind'>;
  event: EventFact;
  match: Match | undefined;
  where: Decider | undefined;
  facts: (event: EventFact) => FactSource;
}): Promise<boolean> => {
  const { run, event, match, where } = input;
  const { entryKey, entry } = run;
  const kind = input.journey.recordKind;
  if (!matchesRun({ match, event, entryKey, entry, steps: run.state.steps, kind })) return false;
  return where === undefined || (await where.decide({ facts: input.facts(event) })).matched === 0;
};

const entryTime = ({ entry, enteredAt }: Listener): number =>
  entry === null ? enteredAt : Date.parse(entry.timestamp);

/** Whether the engine says by an event that a condition of a run came to hold: the exit or the goal that stands at a place. */
export const isMet = (input: {
  run: Pick<Listener, 'id'>;
  journey: Pick<ReadyJourney, 'watched'>;
  event: Pick<StoredEvent, 'name' | 'trust' | 'properties'>;
  path: string;
}): boolean => {
  const { run, journey, event, path } = input;
  if (event.name !== ownNames.met || event.trust !== 'engine' || event.properties['run'] !== run.id)
    return false;
  return journey.watched.some((one) => one.path === path && one.key === event.properties['key']);
};

const exitOf = async (input: Hearing & { fact: EventFact }): Promise<number | null> => {
  const { run, journey, event, fact, facts } = input;
  for (const [index, exit] of journey.definition.exit.entries()) {
    if (!('on' in exit)) {
      if (isMet({ run, journey, event, path: exitPlace(index) })) return index;
      continue;
    }
    if (exit.on !== event.name) continue;
    const reach = exit.match === undefined ? 0 : matchedReach;
    if (event.timestamp < entryTime(run) - reach) continue;
    const where = journey.exits[index];
    if (await isMeant({ run, journey, event: fact, match: exit.match, where, facts })) return index;
  }
  return null;
};

const branchOf = async (input: Hearing & { fact: EventFact }): Promise<number | null> => {
  const { run, journey, event, fact, facts } = input;
  const { at, waiting, since } = run.state;
  if (at === null || waiting?.kind !== 'events' || event.receivedAt < since) return null;
  const deciders = journey.waits.get(at) ?? [];
  for (const [index, one] of awaitedAt({ graph: journey.graph, step: at }).entries()) {
    if (one.on !== event.name) continue;
    if (await isMeant({ run, journey, event: fact, match: one.match, where: deciders[index], facts }))
      return index;
  }
  return null;
};

/** What an event means to a run as it stands; undefined when it means nothing. */
export const hearEvent = async (input: Hearing): Promise<EventInput | undefined> => {
  const { run, event } = input;
  const { seen, frozen, outcome } = run.state;
  if (seen.includes(event.id) || frozen !== null || outcome !== null) return undefined;
  const fact = toEventFact(event);
  const exit = await exitOf({ ...input, fact });
  const branch = exit === null ? await branchOf({ ...input, fact }) : null;
  if (exit === null && branch === null) return undefined;
  const { id, messageId, name, receivedAt: at } = event;
  const because = name === ownNames.met ? event.properties['because'] : undefined;
  const why = because === undefined ? {} : { because };
  return { kind: 'event', id, messageId, name, at, exit, branch, ...why };
};

/** The events a run must hear of while it stands as it does. */
export const listensFor = (input: {
  journey: Pick<ReadyJourney, 'definition' | 'graph'>;
  state: RunState;
}): readonly string[] => {
  const { journey, state } = input;
  const awaited = awaitedAt({ graph: journey.graph, step: state.at });
  return [...new Set([...journey.definition.exit.map(nameOf), ...awaited.map(({ on }) => on)])];
};

/** From when on events that happened can mean something to a run. */
export const listensFrom = (run: Listener): number =>
  Math.min(entryTime(run), run.state.since) - matchedReach;

type Standing = { readonly journey: Pick<ReadyJourney, 'graph'>; readonly state: RunState };

/** The step a run waits at, for time to pass or for events. */
const waitAt = ({ journey, state }: Standing): Node | undefined => {
  const node = state.at === null ? undefined : journey.graph.nodes.get(state.at);
  return state.waiting?.kind === 'time' || state.waiting?.kind === 'events' ? node : undefined;
};

const waitReads = (input: Standing, root: string): boolean => {
  const node = waitAt(input);
  const read = node?.stepType.reads?.(node.step) ?? [];
  return read.some(({ text }) => text.startsWith(root));
};

/** Whether the wait at hand depends on a trait, so that a change of traits must time it again. */
export const hangsOnTraits = (input: Standing): boolean => waitReads(input, '$.profile.');

/** Whether the wait at hand depends on a date of the record of the run, so that a change of it must time it again. */
export const hangsOnRecord = (input: Standing): boolean => waitReads(input, '$.record.');

/**
 * Whether the wait at hand goes by the local time of the person (a date, a window, their hour, days of the
 * calendar), so that another time zone must time it again. Lengths of exact time do not.
 */
export const hangsOnZone = (input: Standing): boolean => {
  const node = waitAt(input);
  return node?.stepType.isLocal?.(node.step) === true;
};
