import { type EventFact, type StoredEvent, toEventFact } from '../events/event.ts';
import { hashId } from '../hash.ts';
import { textAt } from '../journey/match-event.ts';
import { newRunState } from '../journey/run-state.ts';
import { readPath } from '../rules/path.ts';
import { begin } from './burst.ts';
import type { TraitChange } from './person.ts';
import type { EarlierRun, RefusedEntry } from './simulation.ts';
import { endIn, personFactsIn, type RunAtWork, type World } from './world.ts';

type Reason = RefusedEntry['reason'];

const refuse = (
  input: { world: World; event: StoredEvent } & Pick<RefusedEntry, 'reason' | 'because'>,
): void => {
  const { world, event, reason, because } = input;
  world.refused.push({
    at: world.now,
    event: event.name,
    reason,
    ...(because === undefined ? {} : { because }),
  });
};

/** Whether the same person may enter again for the same key. */
const againRefusal = (input: { world: World; latest: EarlierRun }): Reason | undefined => {
  const { world, latest } = input;
  const { again } = world.journey.definition.entry;
  if (again === 'never') return 'once-only';
  if (again === 'always') return undefined;
  if (latest.isActive) return 'in-already';
  if (again === 'after exit') return undefined;
  const from = endIn({ world, from: latest.enteredAt, text: again.replace(/^after /, '') });
  return from > world.now ? 'too-soon' : undefined;
};

/** Enters the journey, if the key and the runs before allow it. */
export const enter = async (input: {
  world: World;
  event: StoredEvent;
  /** Instead of the one in the event. */
  key?: string;
  /** What asks for the entry; the same cause enters once. */
  cause?: string;
}): Promise<void> => {
  const { world, event } = input;
  const cause = input.cause ?? event.messageId;
  const { definition } = world.journey;
  const { entry } = definition;
  const fact: EventFact = toEventFact(event);
  const path = 'key' in entry ? entry.key : undefined;
  const entryKey = input.key ?? (path === undefined ? '' : textAt({ value: fact, path }));
  if (entryKey === undefined) return refuse({ world, event, reason: 'no-key' });
  const latest = world.runs.findLast((run) => run.entryKey === entryKey);
  if (latest?.cause === cause) return undefined;
  const before = world.input.earlier?.find((run) => run.entryKey === entryKey);
  const known = latest === undefined ? before : { ...latest, isActive: latest.state.outcome === null };
  const reason = known === undefined ? undefined : againRefusal({ world, latest: known });
  if (reason !== undefined) return refuse({ world, event, reason });
  const occasion = (latest?.occasion ?? 0) + 1;
  const { goal } = definition;
  const run: RunAtWork = {
    id: hashId(world.settings.tenant, definition.key, world.profile.id, entryKey, occasion),
    entryKey,
    occasion,
    cause,
    entry: fact,
    enteredAt: world.now,
    goalUntil: goal === undefined ? undefined : endIn({ world, from: world.now, text: goal.within }),
    state: newRunState({ since: event.receivedAt, entryEvent: event.messageId }),
    timeline: [],
    convertedAt: undefined,
    value: undefined,
  };
  world.runs.push(run);
  return begin({ world, run });
};

/** The name of the event that starts the journey; undefined when it is only asked for. */
export const entryEventOf = (world: World): string | undefined => {
  const { entry } = world.journey.definition;
  if ('on' in entry) return entry.on;
  if ('segment' in entry) return entry.when === 'joins' ? 'Segment Joined' : 'Segment Left';
  if ('date' in entry) return 'Date Reached';
  return 'schedule' in entry ? 'Schedule Reached' : undefined;
};

/** Whether the attribute the entry names was changed from and to what it asks. */
const attributeFits = (input: { world: World; changed: readonly TraitChange[] }): boolean => {
  const { entry } = input.world.journey.definition;
  if (!('attribute' in entry)) return false;
  const name = /^\$\.traits\.([\w-]+)/.exec(entry.attribute)?.[1];
  const change = input.changed.find((one) => one.name === name);
  if (change === undefined || name === undefined) return false;
  const at = (value: unknown): unknown =>
    readPath({ value: { traits: { [name]: value } }, path: entry.attribute }) ?? null;
  const [from, to] = [at(change.from), at(change.to)];
  if (from === to) return false;
  return (entry.from === undefined || entry.from === from) && (entry.to === undefined || entry.to === to);
};

const isStart = (input: { world: World; event: StoredEvent; changed: readonly TraitChange[] }): boolean => {
  const { world, event } = input;
  const { entry } = world.journey.definition;
  if ('attribute' in entry) return attributeFits(input);
  if (event.name !== entryEventOf(world)) return false;
  return !('segment' in entry) || event.properties['segment'] === entry.segment;
};

/** Enters the journey if the event starts it and the conditions of the entry hold. */
export const enterByEvent = async (input: {
  world: World;
  event: StoredEvent;
  changed: readonly TraitChange[];
}): Promise<void> => {
  const { world, event } = input;
  if (!isStart(input)) return;
  const fact = toEventFact(event);
  const facts = { ...personFactsIn(world), event: fact, entry: fact };
  const decided = await world.journey.entryWhere?.decide({ facts });
  if (decided?.matched === null) {
    refuse({ world, event, reason: 'where', because: decided.because });
    return;
  }
  await enter({ world, event });
};
