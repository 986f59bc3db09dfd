import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const journey = (key: string, entry: object, steps: readonly unknown[]) => ({
  [`journeys/${key}.json`]: {
    key,
    name: key,
    stage: 'retention',
    entry: { on: 'Asked', ...entry },
    steps,
  },
});
const rest = { id: 'rest', type: 'wait', for: '1 hour' };
const tag = { id: 'tag', type: 'update', tags: { add: ['done'] } };

const files = {
  ...journey('never', {}, [tag]),
  ...journey('always', { again: 'always' }, [rest]),
  ...journey('after-exit', { again: 'after exit' }, [rest]),
  ...journey('after-days', { again: 'after 3 days' }, [rest]),
  ...journey('per-key', { key: '$.properties.cart' }, [rest]),
  ...journey('next', { on: 'Nothing', again: 'after exit' }, [rest]),
  ...journey('first', { on: 'Chain Wanted' }, [{ id: 'go', type: 'enrol', journey: 'next' }]),
};

describe('entering again', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files }) });
  });
  afterAll(async () => {
    await engine.close();
  });

  const entries = async (user: string): Promise<Readonly<Record<string, number>>> => {
    const profileId = await engine.profileId(user);
    const runs = await engine.opened.stores.runReads.runs({ tenant: engine.tenant, profileId, limit: 100 });
    const counts: Record<string, number> = {};
    for (const run of runs) counts[run.journey] = (counts[run.journey] ?? 0) + 1;
    return counts;
  };

  it('holds never, always, after exit, after a duration and once per key', async () => {
    await engine.track('ana', 'Asked', { cart: 'a' });
    await engine.track('ana', 'Asked', { cart: 'a' });
    expect(await entries('ana')).toEqual({
      never: 1,
      always: 2,
      'after-exit': 1,
      'after-days': 1,
      'per-key': 1,
    });
    await engine.days(0.1);
    await engine.track('ana', 'Asked', { cart: 'b' });
    expect(await entries('ana')).toEqual({
      never: 1,
      always: 3,
      'after-exit': 2,
      'after-days': 1,
      'per-key': 2,
    });
    await engine.days(3);
    await engine.track('ana', 'Asked', {});
    expect(await entries('ana')).toMatchObject({
      never: 1,
      'after-exit': 3,
      'after-days': 2,
      'per-key': 2,
    });
  });

  it('enters once when many ask at once, and once for an event that is told again after others', async () => {
    const { engine: parts, tenant, opened } = engine;
    const ids = await Promise.all(
      Array.from({ length: 12 }, (_one, n) => engine.track('many', 'Asked', { cart: `c-${n % 3}` })),
    );
    expect(await entries('many')).toMatchObject({ never: 1, always: 12, 'after-exit': 1, 'per-key': 3 });
    const [first = ''] = ids;
    const row = await opened.stores.events.get({ tenant, id: first });
    if (row === undefined) throw new Error('the event is gone');
    // What a process does that died between entering and noting the event as done.
    parts.dispatcher.push([{ ...row, state: 'pending' }]);
    await parts.dispatcher.idle();
    expect(await entries('many')).toMatchObject({ never: 1, always: 12, 'after-exit': 1, 'per-key': 3 });
  });

  it('is entered by another journey and by the API, under the same rules', async () => {
    await engine.track('gil', 'Chain Wanted');
    expect(await entries('gil')).toMatchObject({ first: 1, next: 1 });
    const enrol = async (): Promise<unknown> => {
      const response = await fetch(`${engine.url}/api/runs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${engine.keys.api}`, 'content-type': 'application/json' },
        body: JSON.stringify({ journey: 'next', profile: { userId: 'gil' } }),
      });
      return response.json();
    };
    expect(await enrol()).toMatchObject({ entered: false, reason: 'in-already' });
    await engine.days(0.1);
    expect(await enrol()).toMatchObject({ entered: true });
    expect(await entries('gil')).toMatchObject({ next: 2 });
  });
});
