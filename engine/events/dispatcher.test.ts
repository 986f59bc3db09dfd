import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { eventIdOf } from '../../domain/events/event.ts';
import { createTurns } from '../../platform/mongo/batching/turns.ts';
import { createEventStore } from './store/events.ts';
import { openTestStore } from '../../test/store/open-store.ts';
import { noon, sampleEvent } from '../../test/store/samples.ts';
import type { EventRow } from './ports.ts';
import { createAccept } from './accept.ts';
import { createDispatcher } from './dispatcher.ts';

const leaseMs = 1000;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('the events of one database, dispatched by two processes', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  /** Two processes, the first of which does one event at a time, and each of them when the test lets it. */
  const processes = () => {
    const time = { systemTime: noon };
    const clock = { systemTime: () => time.systemTime, now: () => time.systemTime };
    const did: string[] = [];
    const blocked: (() => void)[] = [];
    const make = (name: string, dispatch: (row: EventRow) => Promise<void>) => {
      const events = createEventStore({ collections: store.collections, turns: createTurns({ atOnce: 4 }) });
      const dispatcher = createDispatcher({
        events,
        clock,
        dispatch: async (rows) => {
          for (const row of rows.slice(0, 1)) {
            did.push(`${name} ${row.messageId}`);
            await dispatch(row);
            await events.finish({ tenant: row.tenant, id: row.id, state: 'done' });
          }
          return 1;
        },
        log,
        concurrency: 1,
        queueMax: 100,
        leaseMs,
        count: () => undefined,
      });
      const accept = createAccept({ events, clock, dispatch: dispatcher.push, leaseMs });
      return { dispatcher, accept };
    };
    const slow = make('slow', () => new Promise((resolve) => blocked.push(resolve)));
    const quick = make('quick', async () => undefined);
    const accept = async (names: readonly string[], userId?: string): Promise<void> => {
      const events = names.map((messageId) =>
        sampleEvent({ tenant: store.tenant, messageId, userId: userId ?? messageId }),
      );
      await slow.accept({ tenant: store.tenant, events });
    };
    const take = async (names: readonly string[]): Promise<void> => {
      await accept(names);
      await expect.poll(() => blocked.length).toBe(1);
    };
    const letGo = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n += 1) {
        await expect.poll(() => blocked.length).toBe(1);
        blocked.shift()?.();
      }
      await slow.dispatcher.idle();
    };
    return { time, did, accept, take, letGo, slow: slow.dispatcher, quick: quick.dispatcher };
  };

  it('are left to the process that renews their leases, also those that wait there, however long it takes', async () => {
    const { time, did, take, letGo, slow, quick } = processes();
    await take(['long', 'waiting']);
    for (let n = 0; n < 10; n += 1) {
      time.systemTime += leaseMs * 0.6;
      await slow.renew();
      expect(await quick.sweep()).toBe(0);
    }
    await letGo(2);
    time.systemTime += 10 * leaseMs;
    expect(await quick.sweep()).toBe(0);
    expect(did).toEqual(['slow long', 'slow waiting']);
  });

  it('are taken over when their process renews nothing, and what waited there is not begun there any more', async () => {
    const { time, did, take, letGo, quick } = processes();
    await take(['hangs', 'left']);
    time.systemTime += leaseMs;
    expect(await quick.sweep()).toBe(2);
    await quick.idle();
    await letGo(1);
    expect(did).toEqual(['slow hangs', 'quick hangs', 'quick left']);
  });

  it('are not renewed by anyone who lost them', async () => {
    const { time, did, take, letGo, slow, quick } = processes();
    await take(['lost']);
    time.systemTime += leaseMs;
    await slow.renew();
    expect(await quick.sweep()).toBe(1);
    await quick.idle();
    await letGo(1);
    expect(did).toEqual(['slow lost', 'quick lost']);
  });

  it('are dispatched by the process that lost one to the time and takes it again while it is at work on later ones', async () => {
    const { time, did, accept, take, letGo, slow } = processes();
    await take(['other']);
    await accept(['early'], 'ana');
    time.systemTime += leaseMs * 0.7;
    await accept(['late'], 'ana');
    time.systemTime += leaseMs * 0.5;
    const first = letGo(1);
    await expect.poll(() => did).toEqual(['slow other', 'slow late']);
    expect(await slow.sweep()).toBe(1);
    await letGo(2);
    await first;
    expect(did).toEqual(['slow other', 'slow late', 'slow early']);
  });

  it('fail alone: those of the person that come together with one that fails are dispatched', async () => {
    const events = createEventStore({ collections: store.collections, turns: createTurns({ atOnce: 4 }) });
    const clock = { systemTime: () => noon, now: () => noon };
    const groups: number[] = [];
    const dispatcher = createDispatcher({
      events,
      clock,
      dispatch: async (rows) => {
        groups.push(rows.length);
        if (rows.some(({ messageId }) => messageId === 'bad')) throw new Error('bad');
        for (const { tenant, id } of rows) await events.finish({ tenant, id, state: 'done' });
        return rows.length;
      },
      log,
      concurrency: 1,
      queueMax: 100,
      leaseMs,
      count: () => undefined,
    });
    const accept = createAccept({ events, clock, dispatch: dispatcher.push, leaseMs });
    const { tenant } = store;
    const together = ['good', 'bad', 'better'].map((messageId) =>
      sampleEvent({ tenant, messageId, userId: 'one-person' }),
    );
    await accept({ tenant, events: together });
    await dispatcher.idle();
    const rows = await events.many({ tenant, ids: together.map(eventIdOf) });
    const states = rows.map(({ messageId, state, attempts }) => [messageId, state, attempts]);
    expect(states.toSorted()).toEqual([
      ['bad', 'pending', 1],
      ['better', 'done', 0],
      ['good', 'done', 0],
    ]);
    expect(groups).toEqual([3, 1, 1, 1]);
  });
});
