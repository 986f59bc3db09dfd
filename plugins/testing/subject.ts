import type { Outcome } from '../contract/actions/outcome.ts';
import type { Plugin } from '../contract/plugin.ts';
import type { InboundEvent } from '../contract/inbound/event.ts';
import type { InboundMessage } from '../contract/inbound/message.ts';
import type { WebhookRequest } from '../contract/webhooks/webhook.ts';
import type { SubscriptionBook } from './subscription-book.ts';
import type { PollSubject } from './polls/poll-subject.ts';
import type { SyncSubject } from './syncs/sync-subject.ts';

/** The ways a provider behaves that every connector has to survive; `createHttpFake` plays all of them. */
export const scenarios = [
  'ok',
  'throttled-seconds',
  'throttled-date',
  'throttled',
  'server-error',
  'unavailable',
  'unauthorized',
  'refused',
  'lost',
  'cut',
  'hang',
  'huge',
  'garbage',
] as const;

export type Scenario = (typeof scenarios)[number];

/** A running stand-in for a provider. */
export type RunningProvider = {
  /** Where it listens. */
  readonly url: string;
  /** How it behaves from now on. */
  readonly play: (scenario: Scenario) => void;
  /** Answers so many requests more as it does now, and plays the scenario from then on. */
  readonly playAfter?: (requests: number, scenario: Scenario) => void;
  /** Settles when a request has come whole and is left without an answer; without it, so much is taken as done in 200 ms. */
  readonly silence?: () => Promise<void>;
  /** The webhooks that were set up there, for a plugin with `subscriptions`. */
  readonly subscriptions?: SubscriptionBook;
  /** How many times what the action asks for has really happened. */
  readonly effects: () => number;
  /** May be called again. */
  readonly close: () => Promise<void>;
};

/** A stand-in that can be started: one for each check. */
export type Provider = {
  readonly start: () => Promise<RunningProvider>;
  /** The scenarios it can play; the checks of others are left out. */
  readonly plays: readonly Scenario[];
  /** Outcomes that the protocol makes clearer than HTTP would. */
  readonly expects?: Partial<Record<Scenario, Outcome['kind']>>;
};

export type ActionExample = {
  readonly input: unknown;
  /** Inputs the action has to refuse. */
  readonly junk: readonly unknown[];
};

export type WebhookExample = {
  readonly name: string;
  /** A value that is sent as JSON; a text is sent as it is where the webhook's `body` is `text`. */
  readonly body: unknown;
  readonly topic?: string;
  /** What it has to become; fields that are not named here are not looked at. */
  readonly events: readonly Partial<InboundEvent>[];
  readonly messages?: readonly Partial<InboundMessage>[];
};

export type WebhookSubject = {
  /** Makes a request like the vendor's: signed, or with the secret where the vendor puts it. */
  readonly sign: (input: {
    body: Uint8Array;
    secret: string;
    now: number;
    id: string;
    topic: string | undefined;
  }) => WebhookRequest;
  /** Headers without which the request is refused; the one with the secret among them. */
  readonly required: readonly string[];
  /** Whether the vendor signs the time, so that an old request is refused. */
  readonly signsTime: boolean;
  /** The variables with the secrets in use: the current one and, where the vendor can rotate, the next. None where nothing is verified. */
  readonly secretNames: readonly string[];
  /** What is at the address that `keyUrl` gives. */
  readonly key?: string;
  readonly examples: readonly [WebhookExample, ...WebhookExample[]];
};

/** What the kit needs to know of a plugin to check it. */
export type Subject = {
  readonly plugin: Plugin;
  /** The config as `ciclo.json` has it, with every secret as `{ env }`; `url` is the provider's. */
  readonly config: (url: string) => unknown;
  /** A value for every variable in the config. Use values that can be searched for. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly provider?: Provider;
  /** By action; `send@1` for an earlier version of `send`. */
  readonly actions?: Readonly<Record<string, ActionExample>>;
  readonly webhooks?: Readonly<Record<string, WebhookSubject>>;
  /** Kinds of records to check; where the plugin has several of one make, one is enough. */
  readonly syncs?: Readonly<Record<string, SyncSubject>>;
  /** By the name of the poll. */
  readonly polls?: Readonly<Record<string, PollSubject>>;
};
