import type { Command } from './reduce/commands.ts';
import { type JourneyDefinition, journeySchema } from './definition.ts';
import type { Decision } from './decisions.ts';
import type { Effect, EffectResult } from './effects.ts';
import { toGraph } from './graph.ts';
import { durationEnd } from './reduce/plan-wait.ts';
import { reduce } from './reduce/reduce.ts';
import { newRunState, type RunState } from './reduce/run-state.ts';
import type { Next, Reduced, ReduceFacts, ReduceInput } from './reduce/transitions.ts';

/** A journey from the JSON a user writes; what a test leaves out is filled in. */
export const journeyOf = (json: { readonly steps: unknown } & Record<string, unknown>): JourneyDefinition =>
  journeySchema.parse({
    key: 'test',
    name: 'Test',
    stage: 'retention',
    entry: { on: 'Checkout Started', key: '$.properties.checkout_id' },
    ...json,
  });

/** The monday on which tests begin, 10:00 in Madrid. */
export const monday = Date.parse('2026-06-01T08:00:00Z');

/** The facts of a person in Madrid of whom nothing is known. */
export const factsWith = (facts: Partial<ReduceFacts> = {}): ReduceFacts => {
  const zone = facts.zone ?? 'Europe/Madrid';
  return {
    profileId: 'p1',
    globalHoldout: false,
    zone,
    holidays: new Set(),
    profile: { traits: {} },
    entry: { properties: {} },
    bestHour: () => undefined,
    durationEnd: ({ from, text }) => durationEnd({ from, text, zone }),
    ...facts,
  };
};

/** A decision in one line: `waited think`, `skipped remind#2 (capped)`. */
export const lineOf = (decision: Decision): string => {
  const step = decision.step === null ? '' : ` ${decision.step}`;
  const visit = decision.visit > 1 ? `#${decision.visit}` : '';
  const reason = decision.reason === undefined ? '' : ` (${decision.reason})`;
  return `${decision.kind}${step}${visit}${reason}`;
};

/** A run at work in a test: tell it what happens, and look at what it says and wants. */
export type Play = {
  readonly tell: (input: ReduceInput) => Reduced;
  readonly start: () => Play;
  readonly result: (result: EffectResult) => Play;
  readonly hear: (event: { id: string; branch?: number | null; exit?: number | null; at?: number }) => Play;
  readonly command: (command: Command) => Play;
  /** Moves the clock to an instant and lets a due timer ring. */
  readonly at: (instant: number | string) => Play;
  readonly clock: (instant: number | string) => Play;
  readonly learn: (facts: Partial<ReduceFacts>) => Play;
  /** Follows a `switch` into another version. */
  readonly cross: (journey: JourneyDefinition) => Play;
  /** What was decided since the last look. */
  readonly said: () => readonly string[];
  readonly decisions: () => readonly Decision[];
  readonly next: () => Next;
  /** The effect asked for, as `send remind`; or what it waits for, as `until <instant>`. */
  readonly wants: () => string;
  readonly effect: () => Effect | undefined;
  readonly state: () => RunState;
  readonly now: () => number;
};

const instantOf = (instant: number | string): number =>
  typeof instant === 'number' ? instant : Date.parse(instant);

const wanted = (next: Next): string => {
  switch (next.kind) {
    case 'effect':
      return `${next.effect.kind} ${next.effect.step}`;
    case 'wait':
      return next.until === null ? 'waits' : `until ${new Date(next.until).toISOString()}`;
    case 'done':
      return `done ${next.outcome}`;
    default:
      return `${next.how} ${next.step ?? 'end'} of version ${next.version}`;
  }
};

type Driver = {
  readonly tell: (input: ReduceInput) => Reduced;
  readonly setClock: (instant: number | string) => void;
  readonly cross: (journey: JourneyDefinition) => void;
  readonly learn: (facts: Partial<ReduceFacts>) => void;
  readonly unread: () => readonly Decision[];
  readonly all: readonly Decision[];
  readonly next: () => Next;
  readonly state: () => RunState;
  readonly now: () => number;
};

type Started = {
  readonly journey: JourneyDefinition;
  readonly facts?: Partial<ReduceFacts>;
  readonly now?: number | string;
  readonly entryEvent?: string;
};

const drive = (input: Started): Driver => {
  let { journey } = input;
  let given = input.facts ?? {};
  let now = instantOf(input.now ?? monday);
  const entry = input.entryEvent === undefined ? {} : { seen: [input.entryEvent] };
  let state = newRunState({ since: now, ...entry });
  let next: Next = { kind: 'wait', until: null };
  let read = 0;
  const all: Decision[] = [];
  const tell = (told: ReduceInput): Reduced => {
    const graph = toGraph(journey);
    const facts = factsWith(given);
    const reduced = reduce({ definition: journey, graph, facts, now, state, input: told });
    ({ state, next } = reduced);
    all.push(...reduced.decisions);
    return reduced;
  };
  return {
    tell,
    setClock: (instant) => {
      now = instantOf(instant);
    },
    cross: (other) => {
      if (next.kind !== 'switch') throw new Error('The run does not cross here.');
      const { step, how } = next;
      journey = other;
      tell(how === 'adopt' ? { kind: 'adopt', step } : { kind: 'enter', step, since: state.since });
    },
    learn: (facts) => {
      given = { ...given, ...facts };
    },
    unread: () => {
      const rows = all.slice(read);
      read = all.length;
      return rows;
    },
    all,
    next: () => next,
    state: () => state,
    now: () => now,
  };
};

/** Plays a journey. */
export const play = (input: Started): Play => {
  const run = drive(input);
  const and = (told: ReduceInput): Play => {
    run.tell(told);
    return self;
  };
  const self: Play = {
    tell: run.tell,
    start: () => and({ kind: 'start' }),
    result: (result) => and({ kind: 'result', result }),
    hear: ({ id, branch = null, exit = null, at = run.now() }) =>
      and({ kind: 'event', id, messageId: id, name: 'Something', at, exit, branch }),
    command: (command) => and({ kind: 'command', command }),
    clock: (instant) => {
      run.setClock(instant);
      return self;
    },
    at: (instant) => {
      run.setClock(instant);
      return and({ kind: 'time' });
    },
    learn: (facts) => {
      run.learn(facts);
      return self;
    },
    cross: (journey) => {
      run.cross(journey);
      return self;
    },
    said: () => run.unread().map(lineOf),
    decisions: () => run.all,
    next: run.next,
    wants: () => wanted(run.next()),
    effect: () => {
      const next = run.next();
      return next.kind === 'effect' ? next.effect : undefined;
    },
    state: run.state,
    now: run.now,
  };
  return self;
};
