import { entryRequested } from '../../domain/events/entry-requested.ts';
import type { Stage } from '../../engine/dry-runs/stage.ts';
import type { TaskRow } from '../../engine/tasks/ports.ts';
import { chosenEvent } from '../../domain/simulate/choices.ts';
import { withResults } from '../../domain/simulate/story-names.ts';
import type { PlayInput, SimulatedEvent } from '../../domain/simulate/simulation.ts';
import type { RecordAct } from '../../domain/simulate/story-records.ts';
import { type AcceptedEvent, eventIdOf } from '../../domain/events/event.ts';
import { durationEnd } from '../../domain/journey/reduce/plan-wait.ts';
import { type Json, type JsonObject, isJsonObject, own } from '../../domain/json.ts';
import { textTrait } from '../../domain/profiles/profile.ts';
import { zoneOf } from '../../domain/time/zone.ts';
import type { MemoryEngine } from './create-memory-engine.ts';

/** Somebody in a play, and what is still to happen to them. */
export type Actor = {
  readonly play: PlayInput;
  readonly profileId: string;
  /** Nothing happens to them after this. */
  readonly horizon: number;
  /** In the order in which they come. */
  readonly events: SimulatedEvent[];
  readonly tasks: { readonly at: number; readonly id: string; readonly output: Json }[];
  /** What is still to be done to records, in the order in which it is. */
  readonly acts: RecordAct[];
  turns: number;
  /** The instant of the last thing that happened. */
  end: number;
  /** Something in their play goes on forever. */
  isCut: boolean;
};

const day = 86_400_000;

/** An event that the engine itself would bring in. */
export const engineEvent = (input: {
  profileId: string;
  messageId: string;
  name: string;
  properties: JsonObject;
  at: number;
}): AcceptedEvent => ({
  messageId: input.messageId,
  type: 'track',
  name: input.name,
  externalIds: [],
  properties: input.properties,
  traits: {},
  context: {},
  timestamp: input.at,
  source: 'ciclo',
  trust: 'engine',
  backfill: false,
  profileId: input.profileId,
});

/** The entries that are asked for; a journey that starts only when asked is, at the start. */
const requestsOf = (input: { stage: Stage; play: PlayInput }): readonly SimulatedEvent[] => {
  const { stage, play } = input;
  const { entry, key: journey } = stage.journey.definition;
  const { id: profileId } = play.profile;
  const isAskedFor = play.events.some((event) => event.name === entryRequested);
  const asked = play.enter ?? ('api' in entry && !isAskedFor ? [{ at: play.start }] : []);
  return asked.map(({ at, key, properties = {} }: NonNullable<PlayInput['enter']>[number], n) => {
    const messageId = `request-${profileId}-${n}`;
    const event = engineEvent({
      profileId,
      messageId,
      name: entryRequested,
      properties: { ...properties, journey, ...(key === undefined ? {} : { key }) },
      at,
    });
    const id = eventIdOf({ trust: 'engine', messageId });
    return { ...event, id, tenant: stage.settings.tenant, receivedAt: at };
  });
};

/** Puts somebody on a stage, with everything that is to happen to them. */
export const createActor = (input: { stage: Stage; play: PlayInput }): Actor => {
  const { stage, play } = input;
  const { entry } = stage.journey.definition;
  const isDate = 'date' in entry || ('record' in entry && entry.when === 'date');
  const recurs = isDate || 'schedule' in entry;
  const events = [...play.events, ...requestsOf(input)].toSorted((a, b) => a.receivedAt - b.receivedAt);
  return {
    play,
    profileId: play.profile.id,
    horizon: play.until ?? play.start + (recurs ? 366 : 3660) * day,
    events,
    tasks: [],
    acts: [...(play.acts ?? [])],
    turns: 0,
    end: play.start,
    isCut: false,
  };
};

/** The event with the id of the message it is about, and with what steps gave. */
const tied = (input: {
  memory: MemoryEngine;
  profileId: string;
  journey: string;
  event: SimulatedEvent;
}): JsonObject => {
  const { memory, profileId, journey, event } = input;
  const { about } = event;
  const runs = [...memory.recording.of(profileId).runs.values()].filter((run) => run.journey === journey);
  const given = runs.toSorted((a, b) => a.enteredAt - b.enteredAt).map(({ state }) => state.steps);
  const properties = event.names === true ? withResults({ ...event, runs: given }) : event.properties;
  if (about === undefined || 'message_id' in properties) return properties;
  const messages = [...memory.recording.of(profileId).messages.values()];
  const message = messages.findLast((one) => one.step === about);
  return message === undefined ? properties : { message_id: message.id, ...properties };
};

/** Brings an event of an actor in now. What came before the play is only recorded. */
export const bringIn = async (input: {
  memory: MemoryEngine;
  actor: Actor;
  /** The journey that is played. */
  journey: string;
  event: SimulatedEvent;
}): Promise<void> => {
  const { memory, actor, journey, event } = input;
  const { about: _about, names: _names, id: _id, tenant, receivedAt, ...accepted } = event;
  const { profileId, play } = actor;
  const isBefore = receivedAt < play.start;
  await memory.engine.accept({
    tenant,
    events: [
      {
        ...accepted,
        profileId,
        properties: tied({ memory, profileId, journey, event }),
        ...(isBefore ? { backfill: true } : {}),
      },
    ],
  });
};

/** Plans what the actor does of the tasks that were given about them. */
const planTask = (input: { stage: Stage; actor: Actor; task: TaskRow; now: number }): void => {
  const { stage, actor, task, now } = input;
  const step = task.step ?? '';
  const node = stage.journey.graph.nodes.get(step)?.step;
  if (task.journey !== stage.journey.definition.key || node?.type !== 'task' || !node.wait) return;
  const chosen = own(stage.choose, step);
  const planned = own(actor.play.tasks, step);
  const output = planned?.output ?? { outcome: 'done' };
  if (chosen === 'done') actor.tasks.push({ at: now, id: task.id, output });
  if (chosen !== undefined || planned === undefined) return;
  const profile = textTrait(actor.play.profile, 'timezone');
  const zone = zoneOf({ profile, tenant: stage.settings.timezone });
  const at = durationEnd({ from: now, text: planned.after, zone });
  actor.tasks.push({ at, id: task.id, output });
};

/** The outcome of a task as the person who does it says it. */
export const finishTask = async (input: {
  memory: MemoryEngine;
  tenant: string;
  task: Actor['tasks'][number];
}): Promise<void> => {
  const { memory, tenant, task } = input;
  const { id, output } = task;
  const said = isJsonObject(output) ? output : { outcome: String(output) };
  const outcome = typeof said['outcome'] === 'string' ? said['outcome'] : 'done';
  const { note, by } = said;
  await memory.engine.finishTask({
    tenant,
    id,
    output: {
      outcome,
      ...(typeof note === 'string' ? { note } : {}),
      ...(typeof by === 'string' ? { by } : {}),
    },
  });
};

/**
 * Looks at what the runs of an actor have come to: plans the tasks they were given, and brings in events that were chosen
 * to come as soon as they are waited for. Whether it brought in any.
 */
export const follow = async (input: {
  memory: MemoryEngine;
  stage: Stage;
  actor: Actor;
}): Promise<boolean> => {
  const { memory, stage, actor } = input;
  const { profileId } = actor;
  const record = memory.recording.of(profileId);
  const now = memory.clock.now();
  for (const task of record.tasks.splice(0)) planTask({ stage, actor, task, now });
  if (Object.keys(stage.choose).length === 0) return false;
  let isAny = false;
  for (const run of record.runs.values()) {
    const { at, waiting, visit } = run.state;
    if (run.journey !== stage.journey.definition.key || at === null || waiting?.kind !== 'events') continue;
    const messageId = `chosen-${run.id}-${at}-${visit}`;
    const isChosen = own(stage.choose, at)?.startsWith('event-') === true;
    if (!isChosen || run.state.seen.includes(eventIdOf({ trust: 'engine', messageId }))) continue;
    const name = chosenEvent(at);
    const event = engineEvent({ profileId, messageId, name, properties: {}, at: now });
    await memory.engine.accept({ tenant: stage.settings.tenant, events: [event] });
    isAny = true;
  }
  return isAny;
};
