import { setImmediate } from 'node:timers/promises';

import type { Keyring } from '../../engine/access/keyring-port.ts';
import type { PlayPeople } from '../../engine/dry-runs/play-people.ts';
import { publishedFrom, type Stage, withoutRecurring } from '../../engine/dry-runs/stage.ts';
import { hashId } from '../../domain/hash.ts';
import type { PlayInput } from '../../domain/simulate/simulation.ts';
import type { Stores } from '../stores/stores.ts';
import { actOnRecord } from './act-on-record.ts';
import { type Actor, bringIn, createActor, finishTask, follow } from './actors.ts';
import { createMemoryEngine, type MemoryEngine } from './create-memory-engine.ts';
import { setTheScene } from './set-the-scene.ts';
import { tellPlay } from './tell-play.ts';

/** After so many things that happened to somebody their play is cut off: something in it goes on forever. */
const turnsMax = 10_000;
/** A step that was put off so often, with nothing to come that could change it, is put off forever. */
const putOffMax = 100;
/** Others in the process have their turn after so many things that happened. */
const breathEvery = 20;

/** Something that happens at an instant, and to whom. */
type Coming = {
  readonly at: number;
  readonly who: readonly Actor[];
  readonly happen: () => Promise<unknown>;
};

type Play = {
  readonly memory: MemoryEngine;
  readonly stage: Stage;
  readonly actors: ReadonlyMap<string, Actor>;
  /** Ids of the records that were made. */
  readonly made: Set<string>;
  /** When the next entry of many people is due; undefined until it is asked for. */
  many: { at: number | undefined } | undefined;
};

/** The play of somebody ends here: it goes on forever. */
const cut = ({ memory }: Play, actor: Actor): void => {
  actor.isCut = true;
  actor.events.length = 0;
  actor.tasks.length = 0;
  actor.acts.length = 0;
  const record = memory.recording.of(actor.profileId);
  record.recheckAt = undefined;
  for (const run of record.runs.keys()) memory.workflowStarter.drop(run);
};

const comingEvent = ({ memory, stage, actors }: Play): Coming | undefined => {
  let first: Actor | undefined;
  const atOf = (actor: Actor | undefined): number => actor?.events[0]?.receivedAt ?? Infinity;
  for (const actor of actors.values()) if (atOf(actor) < atOf(first)) first = actor;
  const event = first?.events[0];
  if (first === undefined || event === undefined) return undefined;
  const actor = first;
  return {
    at: event.receivedAt,
    who: [actor],
    happen: () => {
      actor.events.shift();
      return bringIn({ memory, actor, journey: stage.journey.definition.key, event });
    },
  };
};

const comingTask = ({ memory, stage, actors }: Play): Coming | undefined => {
  const all = [...actors.values()].flatMap((actor) => actor.tasks.map((task) => ({ actor, task })));
  const [first] = all.toSorted((a, b) => a.task.at - b.task.at);
  if (first === undefined) return undefined;
  const { actor, task } = first;
  return {
    at: task.at,
    who: [actor],
    happen: () => {
      actor.tasks.splice(actor.tasks.indexOf(task), 1);
      return finishTask({ memory, tenant: stage.settings.tenant, task });
    },
  };
};

/** What is done to a record next, by anyone who does it first. */
const comingAct = ({ memory, actors, made }: Play): Coming | undefined => {
  const [actor] = [...actors.values()]
    .filter(({ acts }) => acts.length > 0)
    .toSorted((a, b) => (a.acts[0]?.at ?? 0) - (b.acts[0]?.at ?? 0));
  const act = actor?.acts[0];
  if (actor === undefined || act === undefined) return undefined;
  return {
    at: act.at,
    who: [actor],
    happen: async () => {
      actor.acts.shift();
      const { changeRecords } = memory.engine;
      const live = await memory.workspaces.of('');
      const isNew = !made.has(act.id);
      made.add(act.id);
      await actOnRecord({ changeRecords, live, profileId: actor.profileId, act, isNew });
    },
  };
};

/** A run that only ever puts the same effect off, of somebody to whom nothing else is to happen. */
const isEndless = (input: { play: Play; actor: Actor; run: string }): boolean => {
  const { play, actor, run } = input;
  const waiting = play.memory.recording.of(actor.profileId).runs.get(run)?.state.waiting;
  const putOff = waiting?.kind === 'effect' ? (waiting.effect.turn ?? 0) : 0;
  const isOver = actor.events.length === 0 && actor.tasks.length === 0 && actor.acts.length === 0;
  return putOff >= putOffMax && isOver;
};

const comingWake = (play: Play): Coming | undefined => {
  const { memory, actors } = play;
  const { workflowStarter, recording } = memory;
  for (;;) {
    const next = workflowStarter.next();
    if (next === undefined) return undefined;
    const { run, at } = next;
    const actor = actors.get(recording.ownerOf(run) ?? '');
    if (actor === undefined || at > actor.horizon) {
      workflowStarter.drop(run);
    } else if (isEndless({ play, actor, run })) {
      cut(play, actor);
    } else {
      return { at, who: [actor], happen: async () => workflowStarter.fire(run) };
    }
  }
};

const comingRecheck = ({ memory, stage, actors }: Play): Coming | undefined => {
  let at = Infinity;
  for (const [, { recheckAt }] of memory.recording.rechecks()) at = Math.min(at, recheckAt ?? Infinity);
  if (at === Infinity) return undefined;
  const who = [...memory.recording.rechecks()].flatMap(([id, { recheckAt }]) =>
    recheckAt === at ? (actors.get(id) ?? []) : [],
  );
  return { at, who, happen: () => memory.engine.recheck(stage.settings.tenant) };
};

/** Whether the journey takes in many at once: on a schedule, or those present in a segment. */
const takesMany = ({ stage }: Play): boolean => {
  const { entry } = stage.journey.definition;
  return 'schedule' in entry || ('segment' in entry && entry.present);
};

const comingMany = async (play: Play): Promise<Coming | undefined> => {
  const { memory, stage } = play;
  if (!takesMany(play)) return undefined;
  const { tenant } = stage.settings;
  const { enterMany } = memory.engine;
  play.many ??= { at: await enterMany.next(tenant) };
  const { at } = play.many;
  if (at === undefined) return undefined;
  return {
    at: Math.max(at, memory.clock.now()),
    who: [],
    happen: async () => {
      play.many = undefined;
      while ((await enterMany.turn(tenant)) === 'more');
    },
  };
};

/** Whether the journey starts at a date of a record. */
const startsAtDates = ({ stage }: Pick<Play, 'stage'>): boolean => {
  const { entry } = stage.journey.definition;
  return 'record' in entry && entry.when === 'date';
};

const comingDate = async (play: Play): Promise<Coming | undefined> => {
  const { memory, stage } = play;
  if (!startsAtDates(play)) return undefined;
  const { tenant } = stage.settings;
  const { recordDateTurns } = memory.engine;
  const at = await recordDateTurns.next(tenant);
  if (at === undefined) return undefined;
  return {
    at: Math.max(at, memory.clock.now()),
    who: [],
    happen: async () => {
      while ((await recordDateTurns.turn(tenant)) === 'more');
    },
  };
};

/** What comes first; of several at one instant, the one that stands first. */
const earliest = (all: readonly (Coming | undefined)[]): Coming | undefined => {
  const coming = all.filter((one) => one !== undefined);
  const at = Math.min(...coming.map((one) => one.at));
  return coming.find((one) => one.at === at);
};

/** What happens next; of several at one instant, events come first, and entries of many people last. */
const nextComing = async (play: Play): Promise<Coming | undefined> => {
  const found = [comingEvent(play), comingAct(play), comingTask(play), comingWake(play), comingRecheck(play)];
  return earliest([...found, await comingDate(play), await comingMany(play)]);
};

/** Does what is at hand at this instant, also what was chosen to come and what tasks were given. */
const comeToRest = async ({ memory, stage, actors }: Play, who: readonly Actor[]): Promise<void> => {
  for (;;) {
    await memory.rest();
    let isMore = false;
    for (const actor of who.length === 0 ? actors.values() : who) {
      isMore = (await follow({ memory, stage, actor })) || isMore;
    }
    if (!isMore) return;
  }
};

const happened = (play: Play, coming: Coming): void => {
  for (const actor of coming.who) {
    actor.turns += 1;
    actor.end = coming.at;
    if (actor.turns >= turnsMax) cut(play, actor);
  }
};

/** Lets everything happen, one thing after the other. */
const playOut = async (play: Play): Promise<void> => {
  const { memory, stage, actors } = play;
  const all = [...actors.values()];
  const horizon = Math.max(...all.map((actor) => actor.horizon));
  let entriesUntil = Math.max(...all.map((actor) => actor.play.entriesUntil ?? Infinity));
  for (let count = 1; ; count += 1) {
    const coming = await nextComing(play);
    if (coming === undefined || coming.at > horizon) return;
    if (coming.at > entriesUntil) {
      entriesUntil = Infinity;
      play.many = undefined;
      memory.workspaces.use(withoutRecurring({ stage, live: await memory.workspaces.of('') }));
      continue;
    }
    memory.clock.moveTo(coming.at);
    await coming.happen();
    await comeToRest(play, coming.who);
    happened(play, coming);
    if (count % breathEvery === 0) await setImmediate();
  }
};

/** Everybody as they are at the start: what came before made them so, and their segments are worked out. */
const begin = async (input: { play: Play; start: number; keyring: Keyring }): Promise<void> => {
  const { play, start, keyring } = input;
  const { memory, stage, actors } = play;
  const { tenant } = stage.settings;
  for (const actor of actors.values()) {
    await setTheScene({ stores: memory.stores, stage, play: actor.play, keyring });
  }
  const live = await memory.workspaces.of(tenant);
  // What is done to records before the start makes them what they are, and starts nothing.
  memory.workspaces.use({ ...live, entriesByEvent: new Map() });
  for (;;) {
    const coming = earliest([comingEvent(play), comingAct(play)]);
    if (coming === undefined || coming.at >= start) break;
    memory.clock.moveTo(coming.at);
    await coming.happen();
    await memory.rest();
  }
  // Nor do dates of records that came before.
  if (memory.clock.now() < start) {
    memory.clock.moveTo(start - 1);
    await (await comingDate(play))?.happen();
    await memory.rest();
  }
  memory.workspaces.use(live);
  memory.clock.moveTo(start);
  await Promise.all(
    [...actors.keys()].map((profileId) =>
      memory.engine.changeProfile({
        tenant,
        profileId,
        id: hashId('scene', profileId),
        now: start,
        apply: (profile) => profile,
        isSilent: true,
        onlyIfDifferent: true,
        datesSince: start,
      }),
    ),
  );
  await memory.rest();
};

const firstInstant = (people: readonly PlayInput[], start: number): number =>
  Math.min(
    start,
    ...people.flatMap((one) => one.events.map((event) => event.receivedAt)),
    ...people.flatMap((one) => (one.acts ?? []).map((act) => act.at)),
  );

/** Another seed draws somebody as it would draw another person. */
const drawn = (play: PlayInput): PlayInput =>
  play.seed === undefined
    ? play
    : { ...play, profile: { ...play.profile, id: hashId(play.profile.id, play.seed) } };

/**
 * Makes the play of a journey for people in memory: one engine for all of them, on stores of its own and a virtual
 * clock. The same input always comes out the same.
 */
export const createPlayPeople = (deps: { openStores: () => Stores; keyring: Keyring }): PlayPeople => {
  const shared = new WeakMap<object, Stores['places']>();

  /** Stores of their own; only the places are those of all who compete. */
  const storesFor = (together: object | undefined): Stores => {
    const stores = deps.openStores();
    if (together === undefined) return stores;
    const places = shared.get(together) ?? stores.places;
    shared.set(together, places);
    return { ...stores, places };
  };

  return async ({ stage, people: given, together, withProfiles = false }) => {
    const people = given.map(drawn);
    const [one] = people;
    if (one === undefined) return [];
    const { start } = one;
    const actors = new Map(people.map((play) => [play.profile.id, createActor({ stage, play })]));
    const memory = createMemoryEngine({
      stores: storesFor(together),
      // An occurrence at the very start is one of those to come.
      live: publishedFrom(stage, start - 1),
      start: firstInstant(people, start),
      keyring: deps.keyring,
      script: {
        choose: stage.choose,
        resultsOf: (profileId) => actors.get(profileId)?.play.results ?? {},
      },
      withProfiles,
    });
    const play: Play = { memory, stage, actors, made: new Set(), many: undefined };
    await begin({ play, start, keyring: deps.keyring });
    await playOut(play);
    return Promise.all(
      [...actors.values()].map(async (actor) => {
        const { tenant } = stage.settings;
        const found = await memory.stores.profiles.get({ tenant, profileId: actor.profileId });
        const { rev: _rev, ...profile } = found ?? { ...actor.play.profile, rev: 0 };
        return tellPlay({ memory, stage, actor, profile });
      }),
    );
  };
};
