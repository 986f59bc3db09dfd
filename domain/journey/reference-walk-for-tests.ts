import { bucketOf, hashId, pickByWeight } from '../hash.ts';
import type { Command } from './reduce/commands.ts';
import type { JourneyDefinition } from './definition.ts';
import type { Effect, EffectResult } from './effects.ts';
import { durationEnd } from './reduce/plan-wait.ts';
import { innerLists, walkSteps } from './graph.ts';
import type { Step } from './steps.ts';

/*
 * What a journey means, told once more in the simplest way: the tree of steps walked from top to bottom, one run,
 * nothing stored, nothing that could break. The reducer must do the same, however often it is stopped.
 */

/** Something that happens to a run from outside, at an instant. */
export type Happening =
  | {
      readonly kind: 'event';
      readonly at: number;
      readonly id: string;
      readonly exit: boolean;
      readonly branch: number;
    }
  | { readonly kind: 'task-done'; readonly at: number }
  | { readonly kind: 'command'; readonly at: number; readonly command: Command };

export type EventHappening = Extract<Happening, { kind: 'event' }>;

/** What comes of an effect, always the same for the same passage. */
export type Answer = (input: {
  readonly kind: Effect['kind'];
  readonly step: Step;
  readonly visit: number;
  readonly turn: number;
  readonly now: number;
  readonly arm?: string | undefined;
}) => EffectResult;

export const zone = 'UTC';
export const profileId = 'p1';
export const endOf = (from: number, text: string): number => durationEnd({ from, text, zone });
export const taskIdOf = (step: string, visit: number): string => hashId('task', step, visit);

/** The instants that stand at paths such as `$.profile.traits.renewal`. */
export type Dates = Readonly<Record<string, number>>;

/** What a run did: each effect with its instant, then its outcome, or null while it goes on. */
export type Told = { readonly effects: readonly string[]; readonly outcome: string | null };

/** One effect as both tell of it. */
export const effectLine = (
  input: Pick<Effect, 'kind' | 'step' | 'visit'> & { turn: number; now: number },
): string => `${new Date(input.now).toISOString()} ${input.kind} ${input.step}#${input.visit}.${input.turn}`;

/** What a walk waits for. */
export type Wait = {
  readonly kind: 'time' | 'events' | 'task' | 'deferred';
  until: number | null;
  readonly events: number;
  /** It ends at a date, which no stop moves; what follows when a stop lasted longer. */
  readonly past?: 'otherwise' | 'exit';
};

/** What ends a wait. */
export type Over =
  | { readonly kind: 'time' }
  | { readonly kind: 'event'; readonly branch: number; readonly at: number }
  | { readonly kind: 'task-done' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'overdue' }
  /** The date had passed when it went on after a stop. */
  | { readonly kind: 'past' };

/** A person on their way, and what they see. */
export type World = {
  now: number;
  /** What arrived since may count. */
  since: number;
  skipping: boolean;
  readonly visits: Map<string, number>;
  readonly effects: string[];
  readonly journey: JourneyDefinition;
  readonly answer: Answer;
  readonly person: string;
  readonly dates: Dates;
};

/** How a list is left before its end: the run is over, or goes on with a step by its name. */
type Left = { readonly outcome: string } | { readonly to: string };

/** A run on its way through the steps. */
export type Walk = Generator<Wait, Left | undefined, Over>;

const bump = (world: World, step: Step): number => {
  const visit = (world.visits.get(step.id) ?? 0) + 1;
  world.visits.set(step.id, visit);
  return visit;
};

const act = (input: {
  world: World;
  step: Step;
  kind: Effect['kind'];
  visit: number;
  turn?: number;
  arm?: string;
}): EffectResult => {
  const { world, step, kind, visit, turn = 0, arm } = input;
  const { now } = world;
  world.effects.push(effectLine({ kind, step: step.id, visit, turn, now }));
  return world.answer({ kind, step, visit, turn, now, arm });
};

const holds = (steps: readonly Step[], id: string): boolean =>
  [...walkSteps({ steps })].some(({ step }) => step.id === id);

/** Walks a list, from the step of an id on when one is given, which may stand in a branch of one of them. */
export function* walkAll(world: World, steps: readonly Step[] = [], from?: string): Walk {
  let to = from;
  let index = 0;
  for (;;) {
    if (to !== undefined) index = steps.findIndex((step) => holds([step], to ?? ''));
    const step = steps[index];
    if (step === undefined) return to === undefined ? undefined : { to };
    const left: Left | undefined = yield* to === undefined || to === step.id
      ? walkOne(world, step)
      : walkInside(world, step, to);
    to = left !== undefined && 'to' in left ? left.to : undefined;
    if (left !== undefined && to === undefined) return left;
    index += 1;
  }
}

/** Goes on with a step inside a branch of a step. */
function* walkInside(world: World, step: Step, to: string): Walk {
  const list = innerLists(step).find(({ steps }) => holds(steps, to));
  return yield* walkAll(world, list?.steps, to);
}

const wait = (world: World, given: Omit<Wait, 'events'> & { events?: number }): Wait => {
  world.skipping = false;
  return { events: 0, ...given };
};

/** From when on what arrived counts for the next step. */
const sinceOf = (world: World, over: Over, until: number | null): number => {
  if (over.kind === 'event') return over.at;
  return over.kind === 'time' ? (until ?? world.now) : world.now;
};

function* walkSend(world: World, step: Extract<Step, { type: 'send' }>, visit: number): Walk {
  if (world.skipping) return undefined;
  for (let turn = 0; ; turn += 1) {
    const result = act({ world, step, kind: 'send', visit, turn });
    if (result.kind === 'failed') return yield* walkAll(world, step.onFailure);
    if (result.kind === 'exit') return { outcome: result.outcome };
    if (result.kind !== 'deferred') return undefined;
    const over = yield wait(world, { kind: 'deferred', until: result.until });
    if (over.kind === 'skip') world.since = world.now;
    if (over.kind === 'skip' || over.kind === 'overdue') return undefined;
  }
}

/** A date so far back has passed; one nearer has just come. */
const justComeMs = 60_000;

const left = (policy: 'otherwise' | 'exit'): Left | undefined =>
  policy === 'exit' ? { outcome: 'exited' } : undefined;

const dateOf = (world: World, until: NonNullable<WaitFor['until']>): number | undefined => {
  const date = world.dates[until.date];
  const [, length = '', way] = /^(.*) (before|after)$/.exec(until.offset ?? '') ?? [];
  if (date === undefined || way === undefined) return date;
  return date + (endOf(date, length) - date) * (way === 'before' ? -1 : 1);
};

type WaitFor = Extract<Step, { type: 'wait-for' }>;

function* walkWaitFor(world: World, step: WaitFor): Walk {
  const { until } = step;
  const date = until === undefined ? undefined : dateOf(world, until);
  if (until !== undefined && (date === undefined || date <= world.now)) {
    const hasJustCome = date !== undefined && world.now - date < justComeMs;
    const policy = date === undefined ? until.missing : hasJustCome ? 'otherwise' : until.past;
    return left(policy) ?? (yield* walkAll(world, step.otherwise));
  }
  for (;;) {
    const waits = wait(world, {
      kind: 'events',
      until: date ?? endOf(world.now, step.timeout ?? ''),
      events: step.events.length,
      ...(until === undefined ? {} : { past: until.past }),
    });
    const over = yield waits;
    if (over.kind === 'past') {
      const hasJustCome = world.now - (waits.until ?? 0) < justComeMs;
      return (
        (hasJustCome ? undefined : left(waits.past ?? 'otherwise')) ?? (yield* walkAll(world, step.otherwise))
      );
    }
    if (over.kind === 'event' && step.resets === true) {
      world.since = Math.max(world.since, over.at);
      continue;
    }
    world.since = sinceOf(world, over, waits.until);
    return yield* walkAll(world, over.kind === 'event' ? step.events[over.branch]?.then : step.otherwise);
  }
}

function* walkRepeat(world: World, step: Extract<Step, { type: 'repeat' }>): Walk {
  for (let round = 0; ; round += 1) {
    const visit = round === 0 ? (world.visits.get(step.id) ?? 0) : bump(world, step);
    if (round >= step.atMost) return undefined;
    if (step.while !== undefined) {
      const result = act({ world, step, kind: 'decide', visit });
      if (result.kind === 'decided' && result.case === null) return undefined;
    }
    const left = yield* walkAll(world, step.steps);
    if (left !== undefined) return left;
  }
}

function* walkTask(world: World, step: Extract<Step, { type: 'task' }>, visit: number): Walk {
  const result = act({ world, step, kind: 'task', visit });
  if (result.kind !== 'waits-for-task') return undefined;
  const waits = wait(world, { kind: 'task', until: result.until });
  const over = yield waits;
  world.since = sinceOf(world, over, waits.until);
  return undefined;
}

const armOf = <T extends { name: string; weight: number }>(world: World, id: string, arms: readonly T[]) =>
  pickByWeight({
    items: arms,
    bucket: bucketOf({ salt: `${world.journey.key}:${id}`, profileId: world.person }),
  });

function* walkOne(world: World, step: Step): Walk {
  if (step.type === 'go-to') return { to: step.to };
  const visit = bump(world, step);
  switch (step.type) {
    case 'wait': {
      const waits = wait(world, { kind: 'time', until: endOf(world.now, step.for ?? '') });
      world.since = sinceOf(world, yield waits, waits.until);
      return undefined;
    }
    case 'wait-for':
      return yield* walkWaitFor(world, step);
    case 'send':
      return yield* walkSend(world, step, visit);
    case 'branch': {
      const result = act({ world, step, kind: 'decide', visit });
      const hit = result.kind === 'decided' ? result.case : null;
      return yield* walkAll(world, hit === null ? step.otherwise : step.cases[hit]?.then);
    }
    case 'split':
      return yield* walkAll(world, armOf(world, step.id, step.arms)?.then);
    case 'experiment': {
      const arm = armOf(world, step.id, step.arms);
      act({ world, step, kind: 'expose', visit, arm: arm?.name ?? '' });
      return yield* walkAll(world, arm?.then);
    }
    case 'offer':
    case 'recommend': {
      const result = act({ world, step, kind: step.type, visit });
      return result.kind === 'none' ? yield* walkAll(world, step.otherwise) : undefined;
    }
    case 'action': {
      const result = act({ world, step, kind: 'action', visit });
      return result.kind === 'failed' ? yield* walkAll(world, step.onFailure) : undefined;
    }
    case 'task':
      return yield* walkTask(world, step, visit);
    case 'repeat':
      return yield* walkRepeat(world, step);
    case 'exit':
      return { outcome: step.outcome };
    default:
      act({ world, step, kind: step.type, visit });
      return undefined;
  }
}
