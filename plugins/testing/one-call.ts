import type { Plugin } from '../contract/plugin.ts';
import type { WebhookRequest } from '../contract/webhooks/webhook.ts';
import { at, createHarness, testNow } from './harness.ts';

type Configured = {
  readonly plugin: Plugin;
  readonly config: unknown;
  readonly secrets: Readonly<Record<string, string>>;
};

const started = ({ plugin, config, secrets }: Configured, systemTime: number | undefined) => {
  const harness = createHarness({
    plugin,
    config,
    secrets,
    ...(systemTime === undefined ? {} : { systemTime }),
  });
  const [problem] = harness.runtime.problems;
  if (problem !== undefined) throw new Error(JSON.stringify(problem));
  return harness;
};

/** Calls an action once through the real runtime, for tests against a vendor's own code. */
export const callAction = async (
  input: Configured & {
    readonly action: string;
    readonly version?: number;
    readonly input: unknown;
    readonly idempotencyKey?: string;
    readonly systemTime?: number;
  },
) => {
  const harness = started(input, input.systemTime);
  const { action, version, idempotencyKey = 'step-1' } = input;
  const outcome = await harness.runtime.perform({
    ...at,
    action,
    version,
    input: input.input,
    idempotencyKey,
    now: testNow,
  });
  await harness.close();
  return outcome;
};

/** What the real runtime makes of one request: whether it is verified, and what it becomes. */
export const receiveWebhook = async (
  input: Configured & {
    readonly webhook?: string;
    readonly request: WebhookRequest;
    readonly now?: number;
  },
) => {
  const harness = started(input, undefined);
  const { webhook = 'main', request, now = testNow } = input;
  const received = harness.runtime.receive({ ...at, webhook, request, now });
  const made = harness.runtime.normalise({ ...at, webhook, request, now });
  await harness.close();
  return { received, made };
};

/** Sets the webhook of an instance up at its provider, or removes it there, once through the real runtime. */
export const setUpWebhook = async (
  input: Configured & { readonly url: string; readonly does: 'subscribe' | 'unsubscribe' },
) => {
  const harness = started(input, undefined);
  const { url, does } = input;
  const place = { ...at, webhook: 'main', url, now: testNow, systemTime: testNow, key: 'set-up' };
  const end = await harness.runtime.subscriptions[does](place);
  await harness.close();
  return end;
};
