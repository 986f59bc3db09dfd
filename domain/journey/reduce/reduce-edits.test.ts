import { describe, expect, test } from 'vitest';

import { crossing } from '../crossing.ts';
import type { JourneyDefinition } from '../definition.ts';
import {
  type EditName,
  edits,
  expectedPath,
  original,
  passedAtOnce,
  passing,
  type Plan,
  plans,
  type Standing,
  standings,
  type StepType,
  subjects,
} from '../edits-for-tests.ts';
import type { Effect, EffectResult } from '../effects.ts';
import { toGraph } from '../graph.ts';
import { journeyOf, monday, type Play, play } from '../play-for-tests.ts';

const day = 24 * 3_600_000;

const isType = (type: string): type is StepType => type in subjects;
const isEdit = (name: string): name is EditName => name in edits;
const stepTypes = Object.keys(subjects).filter(isType);
const editNames = Object.keys(edits).filter(isEdit);

const answerTo = (effect: Effect, until: number): EffectResult => {
  switch (effect.kind) {
    case 'decide':
      return { kind: 'decided', case: null, because: [] };
    case 'send':
      return { kind: 'sent', messageId: `${effect.step}-${effect.visit}`, channel: 'email' };
    case 'task':
      return { kind: 'waits-for-task', taskId: `${effect.step}-${effect.visit}`, until };
    case 'expose':
      return { kind: 'done', output: { arm: effect.arm ?? '' } };
    default:
      return { kind: 'done', output: null };
  }
};

/** A run that is told everything it waits for; what it did, and where it stood. */
const walker = (input: { before: JourneyDefinition; after: JourneyDefinition }) => {
  const versions = [input.before, input.after] as const;
  const run: Play = play({ journey: input.before });
  const done: string[] = [];
  const passed: { readonly step: string; readonly at: number }[] = [];
  let version = 0;
  let read = 0;

  const note = (): void => {
    for (const row of run.decisions().slice(read)) {
      if (row.step !== null && passing.has(row.kind)) passed.push({ step: row.step, at: run.now() });
    }
    read = run.decisions().length;
    const { at } = run.state();
    // Never on a step that its version does not have.
    if (at !== null && run.next().kind !== 'switch') {
      expect([...toGraph(versions[version] ?? input.before).nodes.keys()]).toContain(at);
    }
  };

  const turn = (): boolean => {
    const next = run.next();
    if (next.kind === 'done') return false;
    if (next.kind === 'switch') {
      const graph = toGraph(input.after);
      const crossed = crossing({ to: next, state: run.state(), graph });
      if (crossed.kind === 'refused') run.tell(crossed.input);
      else {
        version = 1;
        run.cross(input.after);
      }
    } else if (next.kind === 'effect') {
      const { kind, step, visit } = next.effect;
      done.push(`${kind} ${step}#${visit}`);
      run.result(answerTo(next.effect, run.now() + 4 * day));
    } else {
      expect(next.until, 'waits without an end').not.toBeNull();
      run.at(Math.max(run.now(), next.until ?? 0));
    }
    note();
    return true;
  };

  return {
    run,
    note,
    /** Goes on until it stands where `there` says, or is done. */
    until: (there: () => boolean): void => {
      for (let turns = 0; turns < 100 && !there() && turn(); turns += 1);
    },
    done,
    passed,
    version: () => version + 1,
  };
};

const journeys = (type: StepType, edit: EditName) => ({
  before: journeyOf({ steps: original(subjects[type]) }),
  after: journeyOf({ steps: edits[edit].steps(subjects[type]) }),
});

/** Plays one cell of the matrix to its end. */
const live = (input: { type: StepType; edit: EditName; plan: Plan; standing: Standing }) => {
  const { type, edit, plan, standing } = input;
  const walk = walker(journeys(type, edit));
  const { run } = walk;
  run.start();
  walk.note();
  const stands = (): boolean => {
    const { at, waiting } = run.state();
    const isThere = at === 'subject' || (type === 'repeat' && at === 'inner');
    // Anyone who waits for a task stands on it once it was given.
    return standing === 'on it' && isThere && (type !== 'task' || waiting?.kind === 'task');
  };
  if (standing === 'on it') walk.until(stands);
  const began = run.state().waiting?.from ?? run.now();
  const isTimed = run.state().waiting?.kind !== 'effect';
  if (isTimed) run.clock(run.now() + (standing === 'on it' ? 2 : 1) * day);
  const told = run.now();
  if (plan !== 'finish') {
    run.command({ kind: 'migrate', version: 2, when: plan, map: { ...edits[edit].map } });
    walk.note();
  }
  walk.until(() => false);
  return { ...walk, began, told };
};

const cells = editNames.flatMap((edit) =>
  plans.flatMap((plan) => standings.map((standing) => ({ edit, plan, standing }))),
);

describe.each(stepTypes)('a %s that is edited under somebody', (type) => {
  test.each(cells.filter(({ standing }) => standing === 'before it' || !passedAtOnce.has(type)))(
    '$edit, $plan, who stands $standing',
    (cell) => {
      const { run, done, passed } = live({ type, ...cell });
      expect(passed.map(({ step }) => step)).toEqual(expectedPath({ type, ...cell }));
      expect(run.next()).toMatchObject({ kind: 'done' });
      expect(run.state().outcome).toBe(passed.at(-1)?.step === 'last' ? 'completed' : 'gone');
      expect(new Set(done).size, done.join(', ')).toBe(done.length);
    },
  );
});

const lengths: Partial<Record<EditName, number>> = { shorter: 1, longer: 9, renamed: 4, moved: 4 };
const timed = ['wait', 'wait-for', 'task', 'repeat'] satisfies readonly StepType[];

describe('a wait under way when it is edited', () => {
  test.each(
    timed.flatMap((type) =>
      Object.entries(lengths).flatMap(([edit, days]) => (isEdit(edit) ? [{ type, edit, days }] : [])),
    ),
  )('of a $type that is $edit now is timed again from when it began', ({ type, edit, days }) => {
    const { passed, began, told } = live({ type, edit, plan: 'now', standing: 'on it' });
    expect(passed[1]?.at).toBe(Math.max(told, began + days * day));
  });

  test.each(timed)('of a %s is over when it would have been, for who moves at the next step', (type) => {
    for (const edit of ['shorter', 'longer', 'renamed', 'removed', 'moved'] as const) {
      const { passed, began } = live({ type, edit, plan: 'next-step', standing: 'on it' });
      expect(passed[1]?.at, edit).toBe(began + 4 * day);
    }
  });
});

test('who cannot cross says so, and finishes on the version they are on', () => {
  const { run, version } = live({
    type: 'wait',
    edit: 'removed without a map',
    plan: 'now',
    standing: 'on it',
  });
  expect(version()).toBe(1);
  expect(run.state().outcome).toBe('completed');
});

test('a map to a step that does not exist loses nobody at the next step', () => {
  const { before, after } = journeys('wait', 'removed');
  const walk = walker({ before, after });
  walk.run.start().command({ kind: 'migrate', version: 2, when: 'next-step', map: { subject: 'nowhere' } });
  walk.until(() => false);
  expect(walk.passed.map(({ step }) => step)).toEqual(['before', 'subject', 'after', 'last']);
  expect(walk.run.now()).toBe(monday + 7 * day);
});
