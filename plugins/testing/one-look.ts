import type { Cursor } from '../contract/inbound/poll.ts';
import type { Plugin } from '../contract/plugin.ts';
import { at, createHarness, testNow } from './harness.ts';

/** Looks at a provider once through the real runtime. */
export const lookOnce = async (input: {
  readonly plugin: Plugin;
  readonly config: unknown;
  readonly secrets: Readonly<Record<string, string>>;
  readonly poll: string;
  readonly cursor: Cursor | undefined;
}) => {
  const { plugin, config, secrets, poll, cursor } = input;
  const harness = createHarness({ plugin, config, secrets });
  const looked = await harness.runtime.look({ ...at, poll, cursor, now: testNow, systemTime: testNow });
  await harness.close();
  return looked;
};
