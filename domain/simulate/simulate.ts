import { readPath } from '../rules/path.ts';
import { nextEntryDate } from '../time/entry-date.ts';
import { nextOccurrence } from '../time/schedule.ts';
import { burst } from './burst.ts';
import { dispatch, entryRequested } from './dispatch.ts';
import { ownEvent, updateSegments } from './person.ts';
import type {
  SimulatedEntry,
  SimulatedEvent,
  SimulatedRun,
  PlayInput,
  SimulateInput,
  Simulation,
} from './simulation.ts';
import { createStage, type Stage } from './stage.ts';
import { createWorld, type RunAtWork, type World, zoneIn } from './world.ts';

const year = 366 * 24 * 3_600_000;
/** After so many things that happened a simulation is cut off: something in it goes on forever. */
const turnsMax = 10_000;

/** A step that was put off so often, with nothing to come that could change it, is put off forever. */
const putOffMax = 100;

/** Something that happens at an instant. */
type Coming = {
  readonly at: number;
  readonly happen: () => Promise<unknown>;
  /** It will come again and again, and change nothing. */
  readonly isEndless?: boolean;
};

/** The plan of a story: what is still to come, and from when on entries recur. */
type Plan = { readonly world: World; readonly events: SimulatedEvent[]; entriesFrom: number };

const tellOwn = (input: {
  world: World;
  name: string;
  properties: Parameters<typeof ownEvent>[0]['properties'];
}) => dispatch({ world: input.world, event: ownEvent(input) });

const byArrival = (a: SimulatedEvent, b: SimulatedEvent): number => a.receivedAt - b.receivedAt;

const comingEvent = ({ world, events }: Plan): Coming | undefined => {
  const [event] = events;
  if (event === undefined) return undefined;
  return {
    at: event.receivedAt,
    happen: () => {
      events.shift();
      return dispatch({ world, event });
    },
  };
};

const comingTask = ({ world }: Plan): Coming | undefined => {
  const [task] = world.tasks.toSorted((a, b) => a.at - b.at);
  if (task === undefined) return undefined;
  const { at, run, taskId, output } = task;
  return {
    at,
    happen: () => {
      world.tasks.splice(world.tasks.indexOf(task), 1);
      return burst({ world, run, told: { kind: 'task-done', taskId, output } });
    },
  };
};

const wakeOf = (run: RunAtWork): number => run.state.waiting?.until ?? Infinity;

const comingWake = ({ world, events }: Plan): Coming | undefined => {
  const [run] = world.runs.filter((one) => wakeOf(one) < Infinity).toSorted((a, b) => wakeOf(a) - wakeOf(b));
  if (run === undefined) return undefined;
  const { waiting } = run.state;
  const putOff = waiting?.kind === 'effect' ? (waiting.effect.turn ?? 0) : 0;
  return {
    at: wakeOf(run),
    happen: () => burst({ world, run, told: { kind: 'time' } }),
    isEndless: putOff >= putOffMax && events.length === 0 && world.tasks.length === 0,
  };
};

const comingRecheck = ({ world }: Plan): Coming | undefined => {
  const { recheckAt } = world.profile;
  return recheckAt === undefined ? undefined : { at: recheckAt, happen: () => updateSegments({ world }) };
};

const nextDate = ({ world, entriesFrom: from }: Plan): number | undefined => {
  const { entry } = world.journey.definition;
  if (!('date' in entry)) return undefined;
  const value = readPath({ value: world.profile, path: entry.date });
  const { yearly, at, offset } = entry;
  return nextEntryDate({ value, rule: { yearly, at, offset }, zone: zoneIn(world), from })?.at;
};

/** The next entry by a date of the person, or by the schedule of the journey. */
const comingEntry = (plan: Plan): Coming | undefined => {
  const { world } = plan;
  const { entriesUntil = Infinity } = world.input;
  if (plan.entriesFrom > entriesUntil) return undefined;
  const { entry, key: journey } = world.journey.definition;
  const enterAs = (name: string) => (at: number) => {
    plan.entriesFrom = at + 1;
    return tellOwn({ world, name, properties: { journey } });
  };
  if ('schedule' in entry) {
    const { timezone: zone } = world.settings;
    const at = nextOccurrence({ after: plan.entriesFrom - 1, schedule: entry.schedule, zone });
    const happen = async (): Promise<void> => {
      plan.entriesFrom = at + 1;
      if (world.profile.segments.includes(entry.audience)) await enterAs('Schedule Reached')(at);
    };
    return at > entriesUntil ? undefined : { at, happen };
  }
  const at = nextDate(plan);
  return at === undefined || at > entriesUntil
    ? undefined
    : { at, happen: () => enterAs('Date Reached')(at) };
};

/** What happens next; of several at one instant, events come first, and entries by dates last. */
const nextComing = (plan: Plan): Coming | undefined => {
  const coming = [comingEvent, comingTask, comingWake, comingRecheck, comingEntry].flatMap(
    (find) => find(plan) ?? [],
  );
  const at = Math.min(...coming.map((one) => one.at));
  return coming.find((one) => one.at === at);
};

/** The entries that are asked for; a journey that starts only when asked is, at the start. */
const requestsOf = ({ world }: { world: World }): readonly SimulatedEvent[] => {
  const { enter, events, start } = world.input;
  const { entry, key: journey } = world.journey.definition;
  const isAskedFor = events.some((event) => event.name === entryRequested);
  const asked = enter ?? ('api' in entry && !isAskedFor ? [{ at: start }] : []);
  return asked.map(({ at, key, properties = {} }: SimulatedEntry, index) => ({
    ...ownEvent({
      world,
      name: entryRequested,
      properties: { ...properties, journey, ...(key === undefined ? {} : { key }) },
    }),
    messageId: `request-${index}`,
    timestamp: at,
    receivedAt: at,
  }));
};

/** Makes the person what they are at the start, and enters those who are in the segment already. */
const setTheScene = async (world: World): Promise<SimulatedEvent[]> => {
  const { events, start } = world.input;
  const all = [...events, ...requestsOf({ world })].toSorted(byArrival);
  for (const event of all.filter((one) => one.receivedAt < start)) {
    world.now = event.receivedAt;
    await dispatch({ world, event });
  }
  world.now = start;
  await updateSegments({ world, isSilent: true });
  const { entry } = world.journey.definition;
  if ('segment' in entry && entry.present && world.profile.segments.includes(entry.segment)) {
    world.inbox.push(ownEvent({ world, name: 'Segment Joined', properties: { segment: entry.segment } }));
  }
  return all.filter((one) => one.receivedAt >= start);
};

const toRun = (run: RunAtWork): SimulatedRun => {
  const { id, entryKey, enteredAt, entry, timeline, state, convertedAt, value } = run;
  const { at, waiting, outcome, steps } = state;
  return {
    id,
    entryKey,
    enteredAt,
    entry,
    timeline,
    outcome,
    waiting: at === null || waiting === null ? null : { step: at, until: waiting.until },
    converted: convertedAt !== undefined,
    ...(convertedAt === undefined ? {} : { convertedAt }),
    ...(value === undefined ? {} : { value }),
    steps,
  };
};

const horizonOf = ({ journey, input }: World): number => {
  const { start, until } = input;
  if (until !== undefined) return until;
  const { entry } = journey.definition;
  const recurs = 'date' in entry || 'schedule' in entry;
  return start + (recurs ? year : 10 * year);
};

/** Lets everything happen, one thing after the other; false when it had to be cut off. */
const playOut = async (input: { plan: Plan; horizon: number }): Promise<boolean> => {
  const { plan, horizon } = input;
  const { world } = plan;
  for (let turns = 0; turns < turnsMax; turns += 1) {
    const own = world.inbox.shift();
    if (own !== undefined) {
      await dispatch({ world, event: own });
      continue;
    }
    const next = nextComing(plan);
    if (next === undefined || next.at > horizon) return true;
    if (next.isEndless === true) return false;
    world.now = Math.max(world.now, next.at);
    await next.happen();
  }
  return false;
};

/** Plays the journey of a stage for one person; the same as `simulate`, for many people one after another. */
export const play = async (input: { stage: Stage; play: PlayInput }): Promise<Simulation> => {
  const world = createWorld(input);
  const plan: Plan = { world, events: await setTheScene(world), entriesFrom: input.play.start };
  const isWhole = await playOut({ plan, horizon: horizonOf(world) });
  return {
    runs: world.runs.map(toRun),
    messages: world.sent,
    refused: world.refused,
    profile: world.profile,
    end: world.now,
    isCut: !isWhole,
  };
};

/**
 * Plays a journey for one person, at once, over as much time as it takes: the same reducer, deciders, gate and rules
 * as the engine, on a clock of its own. Nothing is sent and nothing is written. The same input always gives the
 * same story. Throws `invalid-input` for a choice that names what is not in the journey.
 */
export const simulate = async (input: SimulateInput): Promise<Simulation> => {
  const { journey: _journey, workspace: _workspace, ...person } = input;
  return play({ stage: createStage(input), play: person });
};
