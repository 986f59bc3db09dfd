import type { Connect } from './network/connect.ts';
import type { Failure } from './actions/outcome.ts';
import type { Http, HttpAnswer } from './network/http.ts';

type LogLine = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Structured logging. What a plugin is given removes every secret of the instance first. */
export type Log = {
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
};

/** What every function of a plugin knows: whose instance this is, and its config with the secrets filled in. */
export type InstanceContext<Config> = {
  readonly config: Config;
  readonly tenant: string;
  readonly instance: string;
  readonly log: Log;
};

/** What a plugin opens its resource with. */
export type OpenContext<Config> = InstanceContext<Config> & { readonly connect: Connect };

/** What an action runs with. */
export type ActionContext<Config, Resource> = InstanceContext<Config> & {
  /** What the plugin's `open` returned: a pool, a session. One per instance and process. */
  readonly resource: Resource;
  readonly http: Http;
  /** The outcome of an answer the action cannot use, by what the action declared about itself. */
  readonly failure: (answer: HttpAnswer) => Failure;
  /** The same for every attempt at the same step of the same run. Hand it to the provider where it takes one. */
  readonly idempotencyKey: string;
  /** This call's own; aborted when its time is up or the engine stops. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds on the caller's clock, which may be virtual. Never read the machine's clock. */
  readonly now: number;
  /** Epoch milliseconds on the real clock, for what other machines hold against theirs: signatures, tokens. */
  readonly systemTime: number;
};

/** What an inbound webhook is looked at with. */
export type WebhookContext<Config> = Omit<InstanceContext<Config>, 'log'> & {
  /** When the request arrived, epoch milliseconds. */
  readonly now: number;
  /** In `verify`: the text at the address that `keyUrl` gave. */
  readonly key?: string | undefined;
};
