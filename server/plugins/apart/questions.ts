import { isObject, type Json } from '../../../domain/json.ts';
import type { PostRules } from '../../../domain/posts/post-rules.ts';
import type { PersonToHash } from '../../../plugins/contract/actions/audiences.ts';
import type { ActionContext, WebhookContext } from '../../../plugins/contract/context.ts';
import type { Cursor } from '../../../plugins/contract/inbound/poll.ts';
import type { HttpAnswer, HttpRequest } from '../../../plugins/contract/network/http.ts';
import type { SyncAsk } from '../../../plugins/contract/syncs/sync.ts';
import type { WebhookRequest } from '../../../plugins/contract/webhooks/webhook.ts';
import type { WebhookWant } from '../../../plugins/contract/plugin.ts';
import type { PackedConfig } from './packed-config.ts';

/** The instance a question is about. */
export type Place = {
  /** Another one for each time an instance is bound. */
  readonly key: number;
  readonly tenant: string;
  readonly instance: string;
  readonly config: PackedConfig;
  readonly reach: { readonly trusted: readonly string[]; readonly hosts: readonly string[] };
  readonly allowPrivate: boolean;
};

/** Of the context of a call what is plain data. */
export type CallData = Pick<
  ActionContext<unknown, unknown>,
  'tenant' | 'instance' | 'idempotencyKey' | 'now' | 'systemTime'
>;

type ActionCall = { readonly action: string; readonly version: number; readonly input: unknown };

/** What is asked of a plugin whatever instance it is of. */
type PluginQuestion =
  | { readonly op: 'config' | 'hosts' | 'syncs'; readonly config: PackedConfig }
  | { readonly op: 'input'; readonly action: string; readonly version: number; readonly value: unknown }
  | {
      readonly op: 'check-input';
      readonly action: string;
      readonly version?: number | undefined;
      readonly input: Json;
    };

/** What is to be done with the subscriptions of a webhook. */
type SubscriptionGiven =
  | { readonly verb: 'list' }
  | { readonly verb: 'create'; readonly wanted: { readonly url: string; readonly topics: readonly string[] } }
  | { readonly verb: 'remove'; readonly named: { readonly id: string } };

/** What is asked of an instance. */
export type InstanceQuestion = { readonly place: Place } & (
  | { readonly op: 'bind' | 'ready' | 'close' }
  | { readonly op: 'length'; readonly post: Parameters<PostRules['lengthOf']>[0] }
  | { readonly op: 'hash'; readonly person: PersonToHash }
  | ({ readonly op: 'prepare' } & ActionCall)
  | ({ readonly op: 'run' | 'find'; readonly call: CallData } & ActionCall)
  | {
      readonly op: 'webhook';
      readonly webhook: string;
      readonly arrival: Omit<WebhookContext<unknown>, 'config'>;
      readonly request: WebhookRequest;
      readonly want: WebhookWant;
    }
  | {
      readonly op: 'subscription';
      readonly webhook: string;
      readonly given: SubscriptionGiven;
      readonly call: CallData;
    }
  | {
      readonly op: 'poll';
      readonly poll: string;
      readonly cursor: Cursor | undefined;
      readonly call: CallData;
    }
  | { readonly op: 'sync'; readonly object: string; readonly ask: SyncAsk; readonly call: CallData }
  | { readonly op: 'health'; readonly call: CallData }
);

/** What the engine asks the thread of a plugin. */
export type ApartQuestion = PluginQuestion | InstanceQuestion;

/** What the thread asks the engine while it works on a call. */
export type BackQuestion =
  | { readonly about: 'http'; readonly request: HttpRequest }
  | { readonly about: 'failure'; readonly answer: HttpAnswer };

/** A line of the log of an instance. */
export type LogSaid = {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
};

/** Whether a thread said a line of the log. */
export const isLogSaid = (value: unknown): value is LogSaid =>
  isObject(value) &&
  (value['level'] === 'debug' ||
    value['level'] === 'info' ||
    value['level'] === 'warn' ||
    value['level'] === 'error') &&
  isObject(value['fields']) &&
  typeof value['message'] === 'string';
