import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../test/store/open-store.ts';
import { createCircuitBreakers } from './circuit-breakers.ts';

const guard = { rate: 50, of: 10, within: '1 minute', coolDown: '30 seconds' };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('the circuit of a plugin instance, seen by two processes', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const processes = (instance: string) => {
    const clock = { at: 1_700_000_000_000 };
    const named = { tenant: store.tenant, instance };
    const states: boolean[] = [];
    const make = () =>
      createCircuitBreakers({
        circuits: store.stores.circuitStore,
        systemTime: () => clock.at,
        log,
        tell: ({ isOpen }) => states.push(isOpen),
      }).with(guard);
    const [one, two] = [make(), make()];
    const fail = async (breaker: typeof one, times: number): Promise<void> => {
      for (let n = 0; n < times; n += 1) {
        await breaker.note({ ...named, probe: false, failed: true, why: 'smtp-451: later' });
      }
    };
    const ok = async (breaker: typeof one, times: number): Promise<void> => {
      for (let n = 0; n < times; n += 1) {
        await breaker.note({ ...named, probe: false, failed: false, why: '' });
      }
    };
    return { clock, named, one, two, fail, ok, states };
  };

  it('stays closed below the least volume, and among enough that work', async () => {
    const { named, one, fail, ok, clock } = processes('sporadic');
    await fail(one, 9);
    expect(await one.admit(named)).toEqual({ kind: 'go' });
    clock.at += 120_000;
    await ok(one, 1000);
    await fail(one, 5);
    expect(await one.admit(named)).toEqual({ kind: 'go' });
  });

  it('opens for both when one finds out, lets one of both try, and closes for both when that works', async () => {
    const { clock, named, one, two, fail, states } = processes('outage');
    await two.admit(named);
    await fail(one, 10);
    expect(await one.admit(named)).toMatchObject({ kind: 'held', afterMs: 30_000 });
    clock.at += 1000;
    expect(await two.admit(named)).toMatchObject({
      kind: 'held',
      why: '10 of 10 calls within 1 minute failed; the last: smtp-451: later',
    });
    clock.at += 29_000;
    expect([await one.admit(named), await two.admit(named)]).toEqual([{ kind: 'probe' }, { kind: 'probe' }]);
    const took = await Promise.all([one, two].map((each) => each.takeProbe({ ...named, forMs: 5000 })));
    expect(took.toSorted()).toEqual([false, true]);

    // In vain: twice as long.
    await one.note({ ...named, probe: true, failed: true, why: 'smtp-451: still later' });
    clock.at += 59_000;
    expect((await two.admit(named)).kind).toBe('held');
    clock.at += 1000;
    expect(await two.takeProbe({ ...named, forMs: 5000 })).toBe(true);
    await two.note({ ...named, probe: true, failed: false, why: '' });
    clock.at += 1000;
    expect([await one.admit(named), await two.admit(named)]).toEqual([{ kind: 'go' }, { kind: 'go' }]);
    expect(states.at(-1)).toBe(false);
    expect((await store.stores.circuitStore.all()).filter(({ instance }) => instance === 'outage')).toEqual(
      [],
    );
    // What failed before no longer counts.
    await fail(one, 9);
    expect(await one.admit(named)).toEqual({ kind: 'go' });
  });

  it('lets another try when the process that tried is gone', async () => {
    const { clock, named, one, two, fail } = processes('lost');
    await fail(one, 10);
    clock.at += 30_000;
    expect(await one.takeProbe({ ...named, forMs: 5000 })).toBe(true);
    clock.at += 4999;
    expect(await two.takeProbe({ ...named, forMs: 5000 })).toBe(false);
    clock.at += 1;
    expect(await two.takeProbe({ ...named, forMs: 5000 })).toBe(true);
  });
});
