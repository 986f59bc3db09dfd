import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createShutdown, stopOnSignals } from './shutdown.ts';

const never = new Promise<never>(() => undefined);

describe('shutdown', () => {
  test('stops in reverse order of starting, each after the other', async () => {
    const order: string[] = [];
    const shutdown = createShutdown({ onProblem: () => undefined });
    for (const name of ['store', 'worker', 'http']) {
      shutdown.add({
        name,
        boundMs: 1000,
        stop: async () => {
          await Promise.resolve();
          order.push(name);
        },
      });
    }
    await expect(shutdown.run()).resolves.toEqual({ problems: [] });
    expect(order).toEqual(['http', 'worker', 'store']);
  });

  test('a part that hangs or fails does not keep the others from stopping', async () => {
    const stopped: string[] = [];
    const told: string[] = [];
    const shutdown = createShutdown({ onProblem: (problem) => told.push(problem) });
    shutdown.add({ name: 'store', boundMs: 1000, stop: () => stopped.push('store') });
    shutdown.add({ name: 'stuck', boundMs: 10, stop: async () => never });
    shutdown.add({
      name: 'broken',
      boundMs: 1000,
      stop: () => {
        throw new Error('no');
      },
    });
    const { problems } = await shutdown.run();
    expect(stopped).toEqual(['store']);
    expect(problems).toEqual(['broken failed to stop: no', 'stuck did not stop within 10 ms']);
    expect(told).toEqual(problems);
  });

  test('the first signal drains, the second one ends at once', async () => {
    const source = new EventEmitter();
    const codes: number[] = [];
    const shutdown = createShutdown({ onProblem: () => undefined });
    shutdown.add({ name: 'stuck', boundMs: 60_000, stop: async () => never });
    const forget = stopOnSignals({ shutdown, source, exit: (code) => codes.push(code) });
    source.emit('SIGINT');
    expect(codes).toEqual([]);
    source.emit('SIGTERM');
    expect(codes).toEqual([130]);
    forget();
    expect(source.listenerCount('SIGINT')).toBe(0);
  });

  test('a clean drain exits with 0', async () => {
    const source = new EventEmitter();
    const code = new Promise((resolve) => {
      stopOnSignals({ shutdown: createShutdown({ onProblem: () => undefined }), source, exit: resolve });
    });
    source.emit('SIGTERM');
    await expect(code).resolves.toBe(0);
  });
});
