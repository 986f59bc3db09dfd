import { createGuardedHttp } from '../../platform/egress/http-guard.ts';
import { createGuardedConnect } from '../../platform/egress/tcp-guard.ts';
import type { Log } from '../contract/context.ts';
import type { TokenSource } from '../runtime/auth/tokens.ts';
import type { RateSlots } from '../runtime/rate-slots.ts';
import { createPluginRuntime } from '../runtime/runtime.ts';
import type { Plugin } from '../contract/plugin.ts';

/** A fixed instant for checks: nothing in a plugin may depend on the machine's clock. */
export const testNow = Date.parse('2026-03-01T12:00:00Z');

/** The name of the instance under test. */
export const at = { tenant: 'test', instance: 'under-test' } as const;

/** The token of an instance that signs in by OAuth 2. A value that can be searched for. */
export const testToken = 'canary-token-of-a-connection';

const connected: TokenSource = {
  get: async () => ({ kind: 'token', value: testToken }),
  renew: async () => ({ kind: 'token', value: testToken }),
};

/** A real runtime with one instance, HTTP to loopback allowed, and everything that was logged kept. */
export const createHarness = (input: {
  plugin: Plugin;
  config: unknown;
  secrets?: Readonly<Record<string, string>>;
  rateSlots?: RateSlots;
  graceMs?: number;
  /** False: private networks are closed to plain connections, as in production. */
  allowPrivate?: boolean;
  /** What the real clock says. */
  systemTime?: number;
  /** The tokens of an instance that signs in by OAuth 2: always `testToken` by default. */
  tokens?: TokenSource;
}) => {
  const logged: string[] = [];
  const line = (fields: Readonly<Record<string, unknown>>, message: string) => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const log: Log = { debug: line, info: line, warn: line, error: line };
  const guard = createGuardedHttp({ allowPrivate: true });
  const runtime = createPluginRuntime({
    registry: [input.plugin],
    instances: [{ ...at, plugin: input.plugin.id, config: input.config }],
    secrets: (name) => input.secrets?.[name],
    http: guard.forHosts,
    connect: createGuardedConnect({ allowPrivate: input.allowPrivate ?? true }),
    log,
    clock: { now: () => input.systemTime ?? testNow },
    tokens: input.tokens ?? connected,
    graceMs: input.graceMs ?? 500,
    ...(input.rateSlots === undefined ? {} : { rateSlots: input.rateSlots }),
  });
  return {
    runtime,
    logged,
    close: async () => {
      await runtime.close();
      await guard.close();
    },
  };
};

export type Harness = ReturnType<typeof createHarness>;
