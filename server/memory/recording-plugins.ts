import { channelNames } from '../../domain/messages/channels.ts';
import type { Json } from '../../domain/json.ts';
import type { PluginRuntime } from '../../plugins/runtime/runtime.ts';
import { createSubscriptions } from '../../plugins/runtime/subscriptions.ts';
import { createSync } from '../../plugins/runtime/sync.ts';

type Request = Parameters<PluginRuntime['perform']>[0];

/** What stands in for every plugin: a call is kept and answered, and reaches nobody. */
export type RecordingPlugins = {
  readonly runtime: PluginRuntime;
  /** The input of the call under a key: the mail of a message. */
  readonly handed: (idempotencyKey: string) => unknown;
};

const instance = 'recorded';
const noWebhook = {
  kind: 'refused',
  status: 404,
  code: 'not-found',
  message: 'There is no such webhook.',
} as const;

const unread = { kind: 'failed', code: noWebhook.code, message: noWebhook.message } as const;

/**
 * Makes plugins that send and act on nothing. Every channel has one that accepts what it is given; an action is
 * answered with what `answer` says.
 */
export const createRecordingPlugins = (deps: {
  answer: (idempotencyKey: string) => Json | undefined;
}): RecordingPlugins => {
  const calls = new Map<string, unknown>();
  const perform = async (request: Request): ReturnType<PluginRuntime['perform']> => {
    if (request.begin !== undefined && !(await request.begin())) {
      return { kind: 'retry', code: 'stopped', message: 'It is not wanted any more.' };
    }
    calls.set(request.idempotencyKey, request.input);
    const outcome = { kind: 'done', output: deps.answer(request.idempotencyKey) ?? {} } as const;
    await request.end?.(outcome);
    return outcome;
  };
  return {
    handed: (key) => calls.get(key),
    runtime: {
      problems: [],
      polls: () => [],
      look: async () => ({ kind: 'failed', code: 'not-here', message: 'Plays look at no provider.' }),
      subscriptions: createSubscriptions({ find: () => undefined }),
      sync: createSync({ problems: [], find: () => undefined, live: () => [] }),
      perform,
      findWebhook: () => noWebhook,
      receive: () => noWebhook,
      take: async () => noWebhook,
      normalise: () => unread,
      read: async () => unread,
      instancesForChannel: ({ channel }) => [{ instance, action: channel }],
      channelsOf: () => channelNames,
      action: () => undefined,
      tokenPlace: () => undefined,
      hashPerson: () => undefined,
      postNetworks: () => [],
      describe: () => [],
      health: async () => [],
      close: async () => undefined,
    },
  };
};
