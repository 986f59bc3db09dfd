import * as fc from 'fast-check';

import { hashId } from '../hash.ts';
import type { Command } from './reduce/commands.ts';
import type { JourneyDefinition } from './definition.ts';
import { journeyOf, monday } from './play-for-tests.ts';
import { randomJourneys } from './random-journeys-for-tests.ts';
import { type Answer, endOf, type Happening, taskIdOf } from './reference-for-tests.ts';

const day = 24 * 3_600_000;

/** A date of the person, in the middle of what happens to them. */
export const renewal = monday + 9 * day + 3_600_000;

/** Waits of plain lengths, and those for events also until a date: what depends on windows is not shifted by a stop. */
const journeys = randomJourneys.map((json) => {
  const text = JSON.stringify(json, (name, value: unknown) => {
    const isWait = typeof value === 'object' && value !== null && 'type' in value && value.type === 'wait';
    if (isWait && 'id' in value && !('for' in value))
      return { id: value.id, type: 'wait', for: '3 calendar days' };
    return name === 'at' ? undefined : value;
  });
  const plain: Record<string, unknown> = JSON.parse(text.replaceAll('1 month', '3 weeks'));
  return journeyOf({ steps: [], ...plain });
});

const commands = fc.constantFrom<Command>(
  { kind: 'skip' },
  { kind: 'skip' },
  { kind: 'freeze' },
  { kind: 'freeze' },
  { kind: 'freeze' },
  { kind: 'resume', policy: 'shift' },
  { kind: 'resume', policy: 'catch-up' },
  { kind: 'resume', policy: 'skip' },
  { kind: 'restart' },
  { kind: 'exit', outcome: 'removed' },
  // To a version that is the same: nothing must come of it.
  { kind: 'migrate', version: 2, when: 'now', map: {} },
  { kind: 'migrate', version: 2, when: 'next-step', map: {} },
);

/** Where a burst breaks off: after so many transitions, before or after it was written; told again after. */
export type Crash = { readonly after: number; readonly isWritten: boolean };

/** A journey, what happens to somebody in it, and where the engine breaks off meanwhile. */
export type Story = {
  readonly journey: JourneyDefinition;
  readonly happenings: readonly Happening[];
  readonly crashes: readonly (Crash | null)[];
  readonly salt: number;
};

/** Stories by chance. */
export const stories: fc.Arbitrary<Story> = fc.record({
  journey: journeys,
  salt: fc.nat(1_000_000),
  crashes: fc.array(fc.option(fc.record({ after: fc.nat(6), isWritten: fc.boolean() }), { freq: 2 }), {
    maxLength: 12,
  }),
  happenings: fc
    .array(
      fc.record({
        // Never at the very instant at which something else is due.
        after: fc.integer({ min: 0, max: 12 * day }).map((ms) => ms - (ms % 1000) + 7),
        what: fc.oneof(
          { weight: 5, arbitrary: fc.record({ exit: fc.nat(14).map((n) => n === 0), branch: fc.nat(2) }) },
          { weight: 1, arbitrary: fc.constant('task-done' as const) },
          { weight: 4, arbitrary: commands },
        ),
      }),
      { maxLength: 14 },
    )
    .map((all) => {
      let at = monday;
      return all.map(({ after, what }, n): Happening => {
        at += after + n;
        if (what === 'task-done') return { kind: 'task-done', at };
        return 'kind' in what
          ? { kind: 'command', at, command: what }
          : { kind: 'event', at, id: `e${n}`, ...what };
      });
    }),
});

/** What comes of effects, by chance that is the same for the same passage. */
export const answersOf =
  (salt: number): Answer =>
  ({ kind, step, visit, turn, now, arm }) => {
    const drawn =
      Number.parseInt(
        Buffer.from(hashId(salt, kind, step.id, visit, turn))
          .toString('hex')
          .slice(0, 6),
        16,
      ) % 100;
    switch (kind) {
      case 'decide':
        return {
          kind: 'decided',
          case: drawn < 60 ? (step.type === 'branch' ? drawn % step.cases.length : 0) : null,
          because: [],
        };
      case 'send':
        if (drawn < 25 && turn < 3)
          return { kind: 'deferred', until: now + (drawn + 1) * 3_600_000, reason: 'capped' };
        if (drawn < 35) return { kind: 'failed', reason: 'rejected' };
        if (drawn < 45) return { kind: 'skipped', reason: 'no-consent' };
        if (drawn < 48) return { kind: 'exit', outcome: 'capped', reason: 'capped' };
        return { kind: 'sent', messageId: hashId(step.id, visit), channel: 'email' };
      case 'offer':
      case 'recommend':
        return drawn < 40 ? { kind: 'none', reason: 'none' } : { kind: 'done', output: {} };
      case 'action':
        return drawn < 40 ? { kind: 'failed', reason: 'rejected' } : { kind: 'done', output: {} };
      case 'expose':
        return { kind: 'done', output: { arm: arm ?? '' } };
      case 'task': {
        if (step.type !== 'task' || !step.wait) return { kind: 'done', output: null };
        const until = step.timeout === undefined ? null : endOf(now, step.timeout);
        return { kind: 'waits-for-task', taskId: taskIdOf(step.id, visit), until };
      }
      default:
        return { kind: 'done', output: null };
    }
  };
