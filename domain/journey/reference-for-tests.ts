import { bucketOf } from '../hash.ts';
import type { Command } from './reduce/commands.ts';
import type { JourneyDefinition } from './definition.ts';
import {
  type Answer,
  type Dates,
  type EventHappening,
  type Happening,
  type Over,
  profileId,
  type Told,
  type Wait,
  type Walk,
  walkAll,
  type World,
} from './reference-walk-for-tests.ts';

export {
  type Answer,
  effectLine,
  endOf,
  type Happening,
  profileId,
  taskIdOf,
  type Told,
  zone,
} from './reference-walk-for-tests.ts';

/** A run of the reference: where it waits, what it has not heard yet, and whether it stands still. */
type Run = {
  readonly world: World;
  walk: Walk;
  waits: Wait | undefined;
  outcome: string | null;
  frozenAt: number | null;
  /** It was told to move to a version while it stood still. */
  hasCrossed: boolean;
  taskDone: boolean;
  readonly unheard: EventHappening[];
};

const advance = (run: Run, over?: Over): void => {
  const next = over === undefined ? run.walk.next() : run.walk.next(over);
  run.waits = next.done === true ? undefined : next.value;
  if (next.done === true) {
    const left = next.value;
    run.outcome = left !== undefined && 'outcome' in left ? left.outcome : 'completed';
  }
};

/** Hears what has arrived: an exit ends it, an event it waits for takes it on; what came before its time does not count. */
const listen = (run: Run): void => {
  while (run.outcome === null && run.frozenAt === null) {
    const { waits, unheard, world } = run;
    const found = unheard.findIndex(
      ({ exit, branch, at }) =>
        exit || (waits?.kind === 'events' && branch < waits.events && at >= world.since),
    );
    const [event] = found === -1 ? [] : unheard.splice(found, 1);
    if (event === undefined) return;
    if (event.exit) run.outcome = 'left';
    else advance(run, { kind: 'event', branch: event.branch, at: event.at });
  }
};

/** Lets time pass up to an instant. */
const passTime = (run: Run, until: number): void => {
  for (;;) {
    listen(run);
    const due = run.waits?.until ?? null;
    if (run.outcome !== null || run.frozenAt !== null || due === null || due > until) break;
    run.world.now = Math.max(run.world.now, due);
    advance(run, { kind: 'time' });
  }
  run.world.now = Math.max(run.world.now, until);
};

const resume = (run: Run, policy: 'shift' | 'catch-up' | 'skip'): void => {
  const { world, waits, frozenAt } = run;
  if (frozenAt === null) return;
  run.frozenAt = null;
  const { hasCrossed } = run;
  run.hasCrossed = false;
  if (run.unheard.some(({ exit }) => exit)) {
    run.outcome = 'left';
    return;
  }
  world.skipping = false;
  if (waits !== undefined && waits.until !== null && policy === 'shift' && waits.past === undefined)
    waits.until += world.now - frozenAt;
  if (waits?.kind === 'task' && run.taskDone) {
    advance(run, { kind: 'task-done' });
    return;
  }
  const isOverdue = waits !== undefined && waits.until !== null && waits.until <= world.now;
  if (isOverdue && waits.past !== undefined && (policy !== 'skip' || hasCrossed)) {
    advance(run, { kind: 'past' });
    return;
  }
  if (policy !== 'skip' || !isOverdue) return;
  world.skipping = true;
  if (waits.kind === 'deferred') advance(run, { kind: 'overdue' });
};

const obey = (run: Run, command: Command): void => {
  const { world } = run;
  switch (command.kind) {
    case 'exit':
      run.outcome = command.outcome;
      return;
    case 'skip':
      run.frozenAt = null;
      run.hasCrossed = false;
      advance(run, { kind: 'skip' });
      return;
    case 'restart':
      run.frozenAt = null;
      run.hasCrossed = false;
      world.since = world.now;
      run.walk = walkAll(world, world.journey.steps);
      advance(run);
      return;
    case 'freeze':
      run.frozenAt ??= world.now;
      return;
    case 'resume':
      resume(run, command.policy);
      return;
    case 'migrate':
      if (command.when === 'now') run.hasCrossed = run.frozenAt !== null;
      return;
    default:
  }
};

const happen = (run: Run, happening: Happening): void => {
  if (happening.kind === 'event') run.unheard.push(happening);
  else if (happening.kind === 'command') obey(run, happening.command);
  else if (run.waits?.kind === 'task') {
    if (run.frozenAt === null) advance(run, { kind: 'task-done' });
    else run.taskDone = true;
  }
};

/** Tells what must come of a run that begins at `start` and to which this happens, in this order. */
export const refer = (input: {
  journey: JourneyDefinition;
  happenings: readonly Happening[];
  answer: Answer;
  start: number;
  end: number;
  /** Whose chances are drawn. */
  person?: string;
  dates?: Dates;
}): Told => {
  const { journey, happenings, answer, start, end, person = profileId, dates = {} } = input;
  const world: World = {
    now: start,
    since: start,
    skipping: false,
    visits: new Map(),
    effects: [],
    journey,
    answer,
    person,
    dates,
  };
  const walk = walkAll(world, journey.steps);
  const run: Run = {
    world,
    walk,
    waits: undefined,
    outcome: null,
    frozenAt: null,
    hasCrossed: false,
    taskDone: false,
    unheard: [],
  };
  const isHeldOut = bucketOf({ salt: `${journey.key}:holdout`, profileId: person }) * 100 < journey.holdout;
  if (isHeldOut) return { effects: [], outcome: 'held-out' };
  advance(run);
  for (const happening of happenings) {
    passTime(run, happening.at);
    if (run.outcome !== null) break;
    const before = run.waits;
    happen(run, happening);
    if (run.waits !== before) run.taskDone = false;
    listen(run);
  }
  passTime(run, end);
  return { effects: world.effects, outcome: run.outcome };
};
