import { expect, test } from 'vitest';
import { z } from 'zod';
import { definePlugin, type Plugin } from '../contract.ts';
import { at, createHarness, testNow } from '../testing/harness.ts';
import { pluginCatalogOf } from './catalog.ts';

const parcel = (versions: readonly number[]): Plugin =>
  definePlugin({
    id: 'parcel',
    version: '2.0.0',
    name: 'Parcel',
    config: z.strictObject({}),
    actions: (action) => {
      const of = (version: number) => ({
        title: 'Send a parcel',
        version,
        input: z.strictObject({ [`to${version}`]: z.string() }),
        output: z.object({ version: z.number() }),
        effect: 'read' as const,
        run: async () => ({ kind: 'done' as const, output: { version } }),
      });
      const [newest = 1, ...earlier] = versions;
      return { send: action({ ...of(newest), earlier: earlier.map((version) => action(of(version))) }) };
    },
  });

const call = async (plugin: Plugin, asked: { version?: number; input: unknown; action?: string }) => {
  const harness = createHarness({ plugin, config: {} });
  const named = { ...at, action: 'send', idempotencyKey: 'k', now: testNow };
  const outcome = await harness.runtime.perform({ ...named, ...asked });
  await harness.close();
  return outcome;
};

test('each version takes its own input and does its own work; without one the newest is called', async () => {
  const plugin = parcel([3, 1]);
  expect(await call(plugin, { version: 1, input: { to1: 'ana' } })).toMatchObject({ output: { version: 1 } });
  expect(await call(plugin, { version: 3, input: { to3: 'ana' } })).toMatchObject({ output: { version: 3 } });
  expect(await call(plugin, { input: { to3: 'ana' } })).toMatchObject({ output: { version: 3 } });
  expect(await call(plugin, { version: 1, input: { to3: 'ana' } })).toMatchObject({ code: 'invalid-input' });
});

test('a call of a version or an action that is not there any more waits, and says what is there', async () => {
  const message = 'Version 2 of "send" is needed, and plugin "parcel" 2.0.0 keeps 3, 1.';
  const gone = { kind: 'retry', code: 'action-version-gone', afterMs: 60_000 };
  expect(await call(parcel([3, 1]), { version: 2, input: {} })).toEqual({ ...gone, message });
  expect(await call(parcel([3]), { version: 1, input: {}, action: 'cancel' })).toMatchObject(gone);
  const unpinned = await call(parcel([3]), { input: {}, action: 'cancel' });
  expect(unpinned).toMatchObject({ kind: 'rejected', code: 'unknown-action' });
});

test.each([[[1, 2]], [[2, 2]], [[2, 0]], [[2, 1.5]]])('versions %j cannot be told apart', (versions) => {
  expect(() => parcel(versions)).toThrow('each has a number of its own');
});

test('a workspace knows the versions, newest first, and holds an input to the one it is for', () => {
  const entry = pluginCatalogOf([parcel([3, 1, 2])]).get('parcel');
  expect(entry?.versionsOf?.('send')).toEqual([3, 2, 1]);
  expect(entry?.versionsOf?.('constructor')).toEqual([]);
  const wrong = (version?: number) =>
    entry?.checkInput?.({ action: 'send', version, input: { to1: 'ana' } }).length;
  expect([wrong(1), wrong(2), wrong()]).toEqual(
    [0, 1, 1].map((count) => (count === 0 ? 0 : expect.any(Number))),
  );
  expect(wrong()).toBeGreaterThan(0);
});
