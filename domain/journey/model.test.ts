import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Command } from './reduce/commands.ts';
import { crossing } from './crossing.ts';
import type { Effect, EffectResult } from './effects.ts';
import { toGraph } from './graph.ts';
import { factsWith, monday } from './play-for-tests.ts';
import { reduce } from './reduce/reduce.ts';
import {
  effectLine,
  endOf,
  type Happening,
  profileId,
  refer,
  type Told,
  zone,
} from './reference-for-tests.ts';
import { newRunState, type RunState, withSeen } from './reduce/run-state.ts';
import { answersOf, type Crash, renewal, stories, type Story } from './stories-for-tests.ts';
import type { Next, ReduceInput } from './reduce/transitions.ts';

/** CICLO_MODEL_CASES=100000 plays as many; a failure prints the seed, CICLO_MODEL_SEED plays it again. */
const numRuns = Number(process.env['CICLO_MODEL_CASES'] ?? '1500');
const seed = process.env['CICLO_MODEL_SEED'];
const options = { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) };

const end = monday + 400 * 24 * 3_600_000;

const dates = { '$.profile.traits.renewal': renewal };

type Played = Told & {
  /** How often each effect was asked for. */
  readonly asked: ReadonlyMap<string, number>;
  readonly crashed: number;
  readonly state: RunState;
};

/** Plays a run by the reducer, as bursts do: from what was written, to rest, written again; crashes on the way. */
const live = (story: Story): Played => {
  const graph = toGraph(story.journey);
  const answer = answersOf(story.salt);
  const profile = { traits: { renewal: new Date(renewal).toISOString() } };
  const facts = factsWith({ zone, profileId, profile, durationEnd: ({ from, text }) => endOf(from, text) });
  const effects: string[] = [];
  const asked = new Map<string, number>();
  const arrived: Extract<Happening, { kind: 'event' }>[] = [];
  const crashes = [...story.crashes];
  let written = newRunState({ since: monday });
  let now = monday;
  let crashed = 0;

  const resultOf = (effect: Effect): EffectResult => {
    const step = graph.nodes.get(effect.step)?.step;
    if (step === undefined) throw new Error(`no step ${effect.step}`);
    const line = effectLine({ ...effect, turn: effect.turn ?? 0, now });
    if (!asked.has(line)) effects.push(line);
    asked.set(line, (asked.get(line) ?? 0) + 1);
    return answer({ ...effect, step, turn: effect.turn ?? 0, now });
  };

  const missedExit = (state: RunState): ReduceInput | undefined => {
    const exit = arrived.find((one) => one.exit && !state.seen.includes(one.id));
    if (exit === undefined || state.frozen === null) return undefined;
    const { id, at } = exit;
    return { kind: 'event', id, messageId: id, name: 'Account Closed', at, exit: 1, branch: null };
  };

  const heard = (state: RunState): ReduceInput | undefined => {
    if (state.frozen !== null || state.outcome !== null) return undefined;
    const step = graph.nodes.get(state.at ?? '')?.step;
    for (const { id, exit, branch, at } of arrived) {
      if (state.seen.includes(id)) continue;
      const isMeant =
        state.waiting?.kind === 'events' && step?.type === 'wait-for' && branch < step.events.length;
      if (exit)
        return { kind: 'event', id, messageId: id, name: 'Account Closed', at, exit: 1, branch: null };
      if (isMeant && at >= state.since)
        return { kind: 'event', id, messageId: id, name: 'Something', at, exit: null, branch };
    }
    return undefined;
  };

  /** One burst; false when it broke off before it was written. */
  const tryBurst = (input: ReduceInput, crash: Crash | null): boolean => {
    let state = written;
    let transitions = 0;
    let told: ReduceInput | undefined = input;
    while (told !== undefined) {
      const reduced = reduce({ definition: story.journey, graph, facts, now, state, input: told });
      ({ state } = reduced);
      transitions += 1;
      if (crash !== null && transitions > crash.after && !crash.isWritten) return false;
      told = answerTo(reduced.next, state);
    }
    written = state;
    return crash === null || !crash.isWritten;
  };

  const answerTo = (next: Next, state: RunState): ReduceInput | undefined => {
    if (next.kind === 'effect') return { kind: 'result', result: resultOf(next.effect) };
    if (next.kind === 'switch') return crossing({ to: next, state, graph }).input;
    return next.kind === 'wait' ? heard(state) : undefined;
  };

  /** Told again until it went through, as at-least-once delivery does. */
  const burst = (input: ReduceInput): void => {
    const crash = crashes.shift() ?? null;
    if (!tryBurst(input, crash)) {
      crashed += 1;
      tryBurst(input, null);
    }
  };

  const passTime = (until: number): void => {
    for (let turns = 0; turns < 5000; turns += 1) {
      const due = written.frozen === null ? (written.waiting?.until ?? null) : null;
      if (written.outcome !== null || due === null || due > until) break;
      now = Math.max(now, due);
      burst({ kind: 'time' });
    }
    now = Math.max(now, until);
  };

  /** An operator's command is taken once, by its id, as bursts take it. */
  const obey = (command: Command, id: string): void => {
    const crash = crashes.shift() ?? null;
    for (const one of crash === null ? [null] : [crash, null]) {
      if (written.seen.includes(id)) continue;
      const before = written;
      written = withSeen({ state: written, id });
      const missed = command.kind === 'resume' ? missedExit(written) : undefined;
      if (missed !== undefined) written = { ...written, frozen: null };
      if (!tryBurst(missed ?? { kind: 'command', command }, one)) {
        crashed += 1;
        if (one?.isWritten === false) written = before;
      }
    }
  };

  burst({ kind: 'start' });
  for (const [n, happening] of story.happenings.entries()) {
    passTime(happening.at);
    if (written.outcome !== null) break;
    if (happening.kind === 'command') obey(happening.command, `c:${n}`);
    else if (happening.kind === 'event') {
      arrived.push(happening);
      const input = heard(written);
      if (input !== undefined) burst(input);
    } else if (written.waiting?.kind === 'task') {
      burst({ kind: 'task-done', taskId: written.waiting.taskId, output: null });
    }
  }
  passTime(end);
  return { effects, outcome: written.outcome, asked, crashed, state: written };
};

test('a run does what the reference says, however it is stopped, moved, frozen, and broken off', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const { journey, happenings, salt } = story;
      const expected = refer({ journey, happenings, answer: answersOf(salt), start: monday, end, dates });
      const { effects, outcome, asked, crashed, state } = live(story);
      expect({ effects, outcome }).toEqual(expected);
      expect([...asked.values()].every((times) => times <= 1 + crashed)).toBe(true);
      expect(state.outcome !== null || state.waiting !== null || state.frozen !== null).toBe(true);
    }),
    options,
  );
});
