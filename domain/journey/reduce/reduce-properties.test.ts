import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Command } from './commands.ts';
import type { JourneyDefinition } from '../definition.ts';
import type { Effect, EffectResult } from '../effects.ts';
import { type Graph, toGraph } from '../graph.ts';
import { factsWith, journeyOf, monday } from '../play-for-tests.ts';
import { randomJourneys } from '../random-journeys-for-tests.ts';
import { reduce } from './reduce.ts';
import { newRunState, type RunState } from './run-state.ts';
import type { Reduced, ReduceFacts, ReduceInput } from './transitions.ts';

/** More than these were run once; they are many enough to notice what breaks. */
const runs = 60;
const hour = 3_600_000;
const day = 24 * hour;

const journeys = randomJourneys.map((json) => journeyOf({ steps: [], ...json }));

const results: fc.Arbitrary<EffectResult> = fc.oneof(
  fc.record({
    kind: fc.constant('decided' as const),
    case: fc.constantFrom(null, 0, 1, 7),
    because: fc.constant([]),
  }),
  fc.constantFrom<EffectResult>(
    { kind: 'sent', messageId: 'm1', channel: 'email' },
    { kind: 'skipped', reason: 'no-consent' },
    { kind: 'failed', reason: 'rejected' },
    { kind: 'exit', outcome: 'capped', reason: 'capped' },
    { kind: 'none', reason: 'budget-used-up' },
    { kind: 'done', output: { code: 'TEN' } },
    { kind: 'done', output: { arm: 'a' } },
    { kind: 'done', output: null },
  ),
);

/** Something that happens to a run, after some time. */
type Happening =
  | { readonly kind: 'told'; readonly input: ReduceInput }
  | { readonly kind: 'deferred'; readonly by: number; readonly reason: string }
  | { readonly kind: 'task'; readonly timeout: number | null }
  | { readonly kind: 'task-done' }
  | { readonly kind: 'event'; readonly id: number; readonly exit: boolean; readonly branch: number | null }
  | { readonly kind: 'move'; readonly to: number }
  | { readonly kind: 'migrate'; readonly when: 'now' | 'next-step'; readonly to: number };

const commands = fc.constantFrom<Command>(
  { kind: 'skip' },
  { kind: 'freeze' },
  { kind: 'freeze' },
  { kind: 'resume', policy: 'shift' },
  { kind: 'resume', policy: 'catch-up' },
  { kind: 'resume', policy: 'skip' },
  { kind: 'restart' },
  { kind: 'move', to: 'nowhere' },
);

const told = (input: ReduceInput): Happening => ({ kind: 'told', input });

const happenings: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: fc.constant(told({ kind: 'time' })) },
  { weight: 8, arbitrary: results.map((result) => told({ kind: 'result', result })) },
  { weight: 2, arbitrary: commands.map((command) => told({ kind: 'command', command })) },
  { weight: 1, arbitrary: fc.constantFrom(told({ kind: 'retime' }), told({ kind: 'start' })) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('deferred' as const),
      by: fc.integer({ min: 1, max: 2 * day }),
      reason: fc.constantFrom('quiet-hours', 'capped', 'pace'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('task' as const),
      timeout: fc.option(fc.integer({ min: 1, max: 9 * day })),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'task-done' }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      id: fc.integer({ min: 0, max: 30 }),
      exit: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
      branch: fc.constantFrom(null, 0, 1, 5),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), to: fc.nat(30) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('migrate' as const),
      when: fc.constantFrom('now' as const, 'next-step' as const),
      to: fc.nat(30),
    }),
  },
);

const histories = fc.array(
  fc.record({
    after: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 0, max: 3 * hour }),
      fc.integer({ min: 0, max: 9 * day }),
    ),
    what: happenings,
    zone: fc.constantFrom('Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe'),
    renewal: fc.constantFrom(undefined, '2026-06-03', '2026-07-01T10:00:00Z', '1990-02-28', 'no date'),
    profileId: fc.constant('p1'),
  }),
  { maxLength: 30 },
);

const frozenDeep = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) frozenDeep(item);
  }
  return value;
};

type Step = {
  readonly before: RunState;
  readonly input: ReduceInput;
  readonly reduced: Reduced;
  readonly again: () => Reduced;
  readonly graph: Graph;
  readonly now: number;
};

const toInput = (input: { what: Happening; state: RunState; now: number; graph: Graph }): ReduceInput => {
  const { what, state, now } = input;
  const ids = [...input.graph.nodes.keys()];
  switch (what.kind) {
    case 'told':
      return what.input;
    case 'deferred':
      return { kind: 'result', result: { kind: 'deferred', until: now + what.by, reason: what.reason } };
    case 'task': {
      const step = input.graph.nodes.get(state.at ?? '')?.step;
      if (step?.type !== 'task' || !step.wait) return { kind: 'time' };
      const until = what.timeout === null ? null : now + what.timeout;
      return { kind: 'result', result: { kind: 'waits-for-task', taskId: 't1', until } };
    }
    case 'task-done':
      return { kind: 'task-done', taskId: 't1', output: { said: 'yes' } };
    case 'event':
      return {
        kind: 'event',
        id: `e${what.id}`,
        messageId: `e${what.id}`,
        name: 'Something',
        at: Math.max(state.since, now - hour),
        exit: what.exit ? 0 : null,
        branch: what.branch,
      };
    case 'move':
      return { kind: 'command', command: { kind: 'move', to: ids[what.to % ids.length] ?? '' } };
    default: {
      const to = ids[what.to % ids.length] ?? '';
      const map = state.at === null ? {} : { [state.at]: to };
      return { kind: 'command', command: { kind: 'migrate', version: 2, when: what.when, map } };
    }
  }
};

/** Tells a run what happens, one thing after the other; a run that crosses comes into the other version. */
const live = (input: {
  journey: JourneyDefinition;
  other: JourneyDefinition;
  history: readonly {
    after: number;
    what: Happening;
    zone: string;
    renewal: string | undefined;
    profileId: string;
  }[];
}): readonly Step[] => {
  const steps: Step[] = [];
  let definition = frozenDeep(input.journey);
  let now = monday;
  let state = newRunState({ since: now, seen: ['e0'] });
  const start = {
    after: 0,
    what: told({ kind: 'start' }),
    zone: 'Europe/Madrid',
    renewal: undefined,
    profileId: 'p1',
  };
  for (const { after, what, zone, renewal, profileId } of [start, ...input.history]) {
    now += after;
    const profile = { traits: renewal === undefined ? {} : { renewal } };
    const facts: ReduceFacts = factsWith({ zone, profileId, profile });
    let told: ReduceInput | undefined = toInput({ what, state, now, graph: toGraph(definition) });
    while (told !== undefined) {
      const context = { definition, graph: toGraph(definition), facts, now };
      const before = frozenDeep(state);
      const tell: ReduceInput = told;
      const reduced = reduce({ ...context, state: before, input: tell });
      steps.push({
        before,
        input: tell,
        reduced,
        again: () => reduce({ ...context, state: reduced.state, input: tell }),
        graph: context.graph,
        now,
      });
      ({ state } = reduced);
      told = undefined;
      if (reduced.next.kind === 'switch') {
        definition = frozenDeep(input.other);
        const { step, how } = reduced.next;
        told = how === 'adopt' ? { kind: 'adopt', step } : { kind: 'enter', step, since: state.since };
      }
    }
  }
  return steps;
};

const lives = fc
  .record({ journey: journeys, other: journeys, history: histories })
  .map((given) => ({ ...given, steps: live(given) }));

const holdsAlways = (check: (step: Step) => void, numRuns = runs): void => {
  fc.assert(
    fc.property(lives, ({ steps }) => {
      for (const step of steps) check(step);
    }),
    { numRuns },
  );
};

const asText = (effect: Effect): string => JSON.stringify([effect.kind, effect.step, effect.visit]);

describe('whatever happens to a run', () => {
  test('it wants an effect, waits, crosses, or is done; never throws, and changes nothing it was given', () => {
    holdsAlways(({ reduced }) => {
      expect(['effect', 'wait', 'switch', 'done']).toContain(reduced.next.kind);
    });
  });

  test('the same again gives the same', () => {
    fc.assert(
      fc.property(fc.record({ journey: journeys, other: journeys, history: histories }), (given) => {
        expect(live(given).map((step) => step.reduced)).toEqual(live(given).map((step) => step.reduced));
      }),
      { numRuns: 40 },
    );
  });

  test('its state is plain JSON', () => {
    holdsAlways(({ reduced }) => {
      expect(JSON.parse(JSON.stringify(reduced))).toEqual(reduced);
    });
  });

  test('what it wants is what its state says', () => {
    holdsAlways(({ reduced: { state, next } }) => {
      if (state.outcome !== null) expect(next).toEqual({ kind: 'done', outcome: state.outcome });
      else if (next.kind === 'effect') {
        expect(state.frozen).toBeNull();
        expect(state.waiting).toMatchObject({ kind: 'effect', until: null, effect: next.effect });
      } else if (next.kind === 'wait') {
        expect(next.until).toBe(state.frozen === null ? (state.waiting?.until ?? null) : null);
      } else expect(next.kind).toBe('switch');
    });
  });

  test('it stands on a step of its version that can wait as it waits', () => {
    holdsAlways(({ reduced: { state, next }, graph }) => {
      if (state.at === null || next.kind === 'switch' || state.frozen?.crossed === true) return;
      const type = graph.nodes.get(state.at)?.step.type ?? 'none';
      const kinds: Record<string, string> = { time: 'wait', events: 'wait-for', task: 'task' };
      expect(type).not.toBe('none');
      if (state.waiting?.kind === 'effect') {
        expect(state.waiting.effect).toMatchObject({ step: state.at, visit: state.visit });
      } else expect(kinds[state.waiting?.kind ?? '']).toBe(type);
      expect(state.visits[state.at]).toBe(state.visit);
    });
  });

  test('it never waits without having said for what and until when', () => {
    holdsAlways(({ before, reduced: { state, decisions, next } }) => {
      if (next.kind !== 'wait' || state.frozen !== null || state.outcome !== null || state.at === null)
        return;
      const isNew =
        state.at !== before.at ||
        state.visit !== before.visit ||
        before.waiting?.kind !== state.waiting?.kind;
      const isMoved = before.waiting?.until !== state.waiting?.until;
      if (!isNew && !isMoved) return;
      const told = decisions.filter((one) => ['waiting', 'deferred', 'resumed'].includes(one.kind));
      expect(told.at(-1)).toMatchObject({ step: state.at, visit: state.visit });
      expect(told.at(-1)?.reason).toBeTruthy();
    });
  });

  test('every end has a reason', () => {
    holdsAlways(({ before, reduced: { state, decisions } }) => {
      if (before.outcome !== null || state.outcome === null) return;
      const last = decisions.at(-1);
      expect(['completed', 'exited', 'held-out']).toContain(last?.kind);
      expect(last?.kind === 'completed' || last?.reason !== undefined).toBe(true);
    });
  });

  test('once ended it never changes', () => {
    holdsAlways(({ before, reduced }) => {
      if (before.outcome === null) return;
      expect(reduced).toEqual({
        state: before,
        decisions: [],
        next: { kind: 'done', outcome: before.outcome },
      });
    });
  });

  test('the same event, timer or change of traits a second time changes nothing', () => {
    holdsAlways(({ input, reduced, again }) => {
      if (!['event', 'time', 'retime', 'start', 'task-done'].includes(input.kind)) return;
      if (reduced.next.kind === 'switch') return;
      const second = again();
      expect(second.decisions).toEqual([]);
      expect(second.state).toEqual(reduced.state);
      expect(second.next).toEqual(reduced.next);
    });
  });

  test('visits only count up, and the past never counts again', () => {
    holdsAlways(({ before, reduced: { state } }) => {
      for (const [step, visits] of Object.entries(before.visits)) {
        expect(state.visits[step]).toBeGreaterThanOrEqual(visits);
      }
      expect(state.since).toBeGreaterThanOrEqual(before.since);
      expect(state.seen.length).toBeLessThanOrEqual(50);
    });
  });

  test('an effect of a visit that has ended is never asked for again', () => {
    fc.assert(
      fc.property(lives, ({ steps }) => {
        const ended = new Set<string>();
        let current: string | undefined;
        for (const { reduced } of steps) {
          const { waiting } = reduced.state;
          const wanted = waiting?.kind === 'effect' ? asText(waiting.effect) : undefined;
          if (wanted !== current && current !== undefined) ended.add(current);
          if (wanted !== undefined) expect(ended.has(wanted)).toBe(false);
          current = wanted;
        }
      }),
      { numRuns: runs },
    );
  });

  test('while frozen nothing is done, whatever it is told, except that an operator ends or moves it', () => {
    holdsAlways(({ before, input, reduced }) => {
      if (before.frozen === null || before.outcome !== null || input.kind === 'command') return;
      if (reduced.state.outcome === 'lost-step') return;
      expect(reduced.next).toEqual({ kind: 'wait', until: null });
      expect(reduced.state.frozen).not.toBeNull();
      expect(reduced.decisions).toEqual([]);
    });
  });
});
