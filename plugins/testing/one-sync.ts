import type { Plugin } from '../contract/plugin.ts';
import type { Cursor } from '../contract/inbound/poll.ts';
import type { SyncAsk } from '../contract/syncs/sync.ts';
import type { TokenSource } from '../runtime/auth/tokens.ts';
import { at, createHarness, testNow } from './harness.ts';

type Harness = ReturnType<typeof createHarness>;

/** Makes the calls of a sync through the real runtime, for tests of a connector against a fake or a vendor's own code. */
export const askSync = (input: {
  readonly plugin: Plugin;
  readonly config: () => unknown;
  readonly secrets: Readonly<Record<string, string>>;
  readonly object: string;
  /** What the clocks say: always `testNow` by default. */
  readonly now?: () => number;
  readonly tokens?: TokenSource;
  /** Is given everything that was logged. */
  readonly onLog?: (line: string) => void;
}) => {
  const { plugin, secrets, object, tokens } = input;
  const place = () => {
    const now = input.now?.() ?? testNow;
    return { ...at, object, now, systemTime: now };
  };
  const once = async <Answer>(
    call: (sync: Harness['runtime']['sync']) => Promise<Answer>,
  ): Promise<Answer> => {
    const harness = createHarness({
      plugin,
      config: input.config(),
      secrets,
      ...(tokens === undefined ? {} : { tokens }),
    });
    const [problem] = harness.runtime.problems;
    if (problem !== undefined) throw new Error(JSON.stringify(problem));
    try {
      return await call(harness.runtime.sync);
    } finally {
      for (const line of harness.logged) input.onLog?.(line);
      await harness.close();
    }
  };
  return {
    changed: (cursor: Cursor | undefined, fields: readonly string[]) =>
      once((sync) => sync.syncChanged({ ...place(), cursor, fields })),
    read: (ask: Extract<SyncAsk, { op: 'read' | 'find' }>) =>
      once((sync) => sync.syncRead({ ...place(), ask })),
    write: (ask: Extract<SyncAsk, { op: 'create' | 'update' | 'remove' }>) =>
      once((sync) => sync.syncWrite({ ...place(), ask })),
  };
};
