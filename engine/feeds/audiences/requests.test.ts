import { describe, expect, it } from 'vitest';

import { noRequests, problemIn, type Requests, withAnswer, withTaken } from './requests.ts';

const hour = 3_600_000;
const of = (does: 'add' | 'remove', receipt = 'r') => ({ does, receipt, people: 3 });
type Said = Parameters<typeof withAnswer>[0]['said'];
const ended = (state: 'done' | 'partly' | 'failed'): Said => ({ state, people: 3, failed: 1, reasons: [] });
/** What is known after a request was taken and the service answered, each an hour later. */
const after = (requests: Requests, does: 'add' | 'remove', said: Said): Requests => {
  const taken = withTaken(requests, [of(does)], 0);
  const [open] = taken.open;
  return open === undefined ? taken : withAnswer({ requests: taken, open, said, now: hour });
};

describe('requests that a service works on later', () => {
  it('are asked for after half an hour, with growing pauses, for two days', () => {
    let requests = withTaken(noRequests, [of('add')], 0);
    const asked: number[] = [];
    for (let [open] = requests.open; open !== undefined; [open] = requests.open) {
      asked.push(open.due / hour);
      requests = withAnswer({ requests, open, said: { state: 'pending' }, now: open.due });
    }
    expect(asked).toEqual([0.5, 1.5, 3, 6, 12, 24, 48]);
    expect(requests.last).toMatchObject({ state: 'unknown', people: 3 });
    expect(problemIn(requests)).toBeUndefined();
  });

  it('are asked for again where the service could not be asked', () => {
    expect(after(noRequests, 'add', undefined).open).toMatchObject([{ receipt: 'r', due: 2 * hour }]);
  });

  it('are at most 500, the newest', () => {
    const many = Array.from({ length: 600 }, (_one, n) => of('add', `r-${n}`));
    const { open } = withTaken(noRequests, many, 0);
    expect([open.length, open[0]?.receipt]).toEqual([500, 'r-100']);
  });

  it('that fail whole are a problem; those who were not added are sent again, and in order once that is done', () => {
    const failed = after(noRequests, 'add', ended('failed'));
    expect(failed.resends).toBe(true);
    expect(problemIn(failed)).toContain('did not add 1 of 3 people');
    expect(problemIn(after(failed, 'add', ended('done')))).toBeUndefined();
  });

  it('that fail in part are a problem when that happens twice in a row', () => {
    const once = after(noRequests, 'remove', ended('partly'));
    expect(problemIn(once)).toBeUndefined();
    const twice = after(once, 'remove', ended('partly'));
    expect(problemIn(twice)).toContain('did not remove 1 of 3 people');
    expect(problemIn(after(twice, 'add', ended('done')))).toBeDefined();
    expect(problemIn(after(twice, 'remove', ended('done')))).toBeUndefined();
  });

  it('that removed nobody stay a problem, whatever comes later', () => {
    let requests = after(noRequests, 'remove', ended('failed'));
    for (const state of ['done', 'partly', 'failed'] as const)
      for (const does of ['add', 'remove'] as const) requests = after(requests, does, ended(state));
    expect(problemIn(requests)).toMatch(/^audience-request-failed: .*did not remove/);
  });
});
