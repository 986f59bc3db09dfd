import type { ActionContext } from '../context.ts';
import type { Failure } from '../actions/outcome.ts';

/** What the vendor sends somewhere. */
export type Subscription = {
  readonly id: string;
  /** Where to. */
  readonly url: string;
  readonly topics: readonly string[];
  /** False for one that the vendor has stopped. */
  readonly isActive: boolean;
};

/** What a list of subscriptions comes to. */
export type SubscriptionList =
  | { readonly kind: 'done'; readonly subscriptions: readonly Subscription[] }
  | Failure;

/** `secret`: the one that the vendor made for it, and says only now. */
export type SubscriptionMade = { readonly kind: 'done'; readonly secret?: string | undefined } | Failure;

export type SubscriptionRemoved = { readonly kind: 'done' } | Failure;

/**
 * How a webhook is set up at its vendor by API. The functions do one thing each: the runtime looks first, makes what is missing, leaves what goes
 * elsewhere alone, and may be asked again at any time. `failure` of the context counts every call as one that may be repeated.
 */
export type Subscriptions<Config, Resource> = {
  /** What is to be sent. */
  readonly topics: (config: Config) => readonly string[];
  /** Whether the vendor keeps a subscription for each topic, or one for all of them. */
  readonly holds: 'one-topic' | 'all-topics';
  /** The vendor sends to one address only: a new one takes its place. */
  readonly single?: boolean;
  /** The vendor makes a secret for each, and says it once. */
  readonly makesSecret?: boolean;
  /** Fields of `keptSecrets` that it hands to the vendor all the same: they may go there only where the operator said so. */
  readonly sends?: readonly string[];
  /** What the config lacks for it, as a sentence; undefined when nothing. */
  readonly missing?: (config: Config) => string | undefined;
  /** All there are, wherever they go to. */
  readonly list: (ctx: ActionContext<Config, Resource>) => Promise<SubscriptionList>;
  /** With one topic, or all of them, as `holds` says. */
  readonly create: (
    ctx: ActionContext<Config, Resource>,
    input: { readonly url: string; readonly topics: readonly string[] },
  ) => Promise<SubscriptionMade>;
  /** What is gone already counts as done. */
  readonly remove: (
    ctx: ActionContext<Config, Resource>,
    input: { readonly id: string },
  ) => Promise<SubscriptionRemoved>;
};
