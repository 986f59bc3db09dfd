import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  type Approval,
  type ApprovalActor,
  type ApprovalEvent,
  approvalStates,
  newApproval,
  reduceApproval,
  type SentFile,
  standingOf,
} from './approval.ts';

const author: ApprovalActor = { kind: 'user', id: 'ana' };
const reviewer: ApprovalActor = { kind: 'user', id: 'ben' };
const file: SentFile = { path: 'journeys/welcome.json', hash: 'h1', base: 'h0' };
const sent = newApproval({ tenant: 't', id: 'a', author, files: [file], note: 'Shorter', at: 1 });

const after = (approval: Approval, ...events: readonly ApprovalEvent[]): Approval =>
  events.reduce((standing, event) => {
    const outcome = reduceApproval(standing, event);
    if (outcome.kind === 'refused') throw new Error(`${event.act}: ${outcome.because}`);
    return outcome.approval;
  }, approval);

const approve: ApprovalEvent = { act: 'approve', by: reviewer, at: 2, round: 1, fourEyes: true };
const schedule: ApprovalEvent = { act: 'schedule', by: reviewer, at: 3, schedule: { at: 9, plan: {} } };

test('a draft is sent, approved and published, and says who did it', () => {
  const live = after(sent, approve, { act: 'publish', by: reviewer, at: 3, revision: 7 });
  expect(live).toMatchObject({ state: 'live', revision: 7, since: 3 });
  expect(live.acts.map(({ act, by }) => [act, by.id])).toEqual([
    ['send', 'ana'],
    ['approve', 'ben'],
    ['publish', 'ben'],
  ]);
});

test('one that is returned goes to its author, who sends it again for another look', () => {
  const returned = after(sent, { act: 'return', by: reviewer, at: 2, round: 1, note: 'Too short' });
  expect(returned).toMatchObject({ state: 'draft', acts: [{}, { note: 'Too short' }] });
  const files = [{ ...file, hash: 'h2' }];
  const again = after(returned, { act: 'send', by: author, at: 3, files, note: 'Longer' });
  expect(again).toMatchObject({ state: 'review', round: 2, files, note: 'Longer', since: 3 });
  expect(reduceApproval(again, approve)).toEqual({ kind: 'refused', because: 'round' });
});

test('with four eyes the author never approves; without them the author may', () => {
  const own: ApprovalEvent = { act: 'approve', by: author, at: 2, round: 1, fourEyes: true };
  expect(reduceApproval(sent, own)).toEqual({ kind: 'refused', because: 'own' });
  expect(reduceApproval(sent, { ...own, fourEyes: false })).toMatchObject({ kind: 'done' });
  const other: ApprovalEvent = { act: 'send', by: reviewer, at: 2, files: [file], note: 'Mine' };
  expect(reduceApproval(sent, other)).toEqual({ kind: 'refused', because: 'author' });
});

test('a change after approval takes the approval and its time back', () => {
  const changed = after(sent, approve, schedule, { act: 'change', by: author, at: 4 });
  expect(changed).toMatchObject({ state: 'draft', since: 4 });
  expect(changed).not.toHaveProperty('schedule');
});

test('a publication that failed goes back to the author, unless nothing is wrong with what was approved', () => {
  const failed = { act: 'fail', by: { kind: 'engine', id: 'approvals' }, at: 9, note: 'Stale' } as const;
  const ready = after(sent, approve, schedule);
  expect(after(ready, { ...failed, isApproved: false })).toMatchObject({ state: 'draft' });
  const kept = after(ready, { ...failed, isApproved: true });
  expect(kept.state).toBe('approved');
  expect(kept).not.toHaveProperty('schedule');
});

const actor = fc.constantFrom(author, reviewer);
const files = fc.constantFrom([file], [{ ...file, hash: 'h2' }], [file, { ...file, path: 'rules/a.json' }]);
const round = fc.integer({ min: 1, max: 4 });
const note = fc.constantFrom('One', 'Two');
const eventOf = fc.oneof(
  fc.record({ act: fc.constant('send' as const), by: actor, files, note }),
  fc.record({ act: fc.constant('approve' as const), by: actor, round, fourEyes: fc.boolean() }),
  fc.record({ act: fc.constant('return' as const), by: actor, round, note }),
  fc.record({
    act: fc.constantFrom('change' as const, 'unschedule' as const, 'withdraw' as const),
    by: actor,
  }),
  fc.record({
    act: fc.constant('schedule' as const),
    by: actor,
    schedule: fc.record({ at: fc.nat(), plan: fc.constant({}) }),
  }),
  fc.record({ act: fc.constant('publish' as const), by: actor, revision: fc.nat() }),
  fc.record({ act: fc.constant('fail' as const), by: actor, note, isApproved: fc.boolean() }),
);

test('whatever happens, only what was approved in this round is approved, and what is over stays over', () => {
  fc.assert(
    fc.property(fc.array(eventOf, { maxLength: 30 }), (happened) => {
      let standing = sent;
      for (const [index, one] of happened.entries()) {
        const event: ApprovalEvent = { ...one, at: index + 2 };
        const outcome = reduceApproval(standing, event);
        if (outcome.kind === 'refused') continue;
        const { approval: next } = outcome;
        expect(['live', 'withdrawn']).not.toContain(standing.state);
        expect(approvalStates).toContain(next.state);
        expect(next.acts.at(-1)).toMatchObject({ act: event.act, by: event.by });
        expect(next.round).toBe(standing.round + (event.act === 'send' ? 1 : 0));
        if (next.schedule !== undefined) expect(next.state).toBe('approved');
        if (next.state === 'approved' && standing.state !== 'approved') {
          expect(event).toMatchObject({ act: 'approve', round: standing.round });
          expect(next.files).toBe(standing.files);
        }
        if (next.files !== standing.files) expect(next.state).toBe('review');
        standing = next;
      }
    }),
  );
});

test('an approval stands as it was sent only while every draft says what was sent, on the same published text', () => {
  const hashes = fc.constantFrom('h0', 'h1', 'h2');
  const states = fc.constantFrom('draft' as const, 'review' as const, 'approved' as const);
  const drafts = fc.option(fc.record({ hash: fc.option(hashes), base: fc.option(hashes) }));
  fc.assert(
    fc.property(states, drafts, fc.option(hashes), (state, draft, live) => {
      const found = standingOf({
        approval: { files: [file], state },
        drafts: new Map(draft === null ? [] : [[file.path, draft]]),
        published: () => live ?? undefined,
      });
      if (live === file.hash) expect(found).toBe('live');
      else if (draft === null) expect(found).toBe('gone');
      else if (state === 'draft') expect(found).toBe('same');
      else expect(found).toBe(draft.hash === file.hash && draft.base === file.base ? 'same' : 'changed');
    }),
  );
});
