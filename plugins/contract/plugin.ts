import type { z } from 'zod';
import type { Json } from '../../domain/json.ts';
import type { PostRules } from '../../domain/posts/post-rules.ts';
import type { Problem } from '../../domain/problem.ts';
import type { HashedPerson, PersonToHash } from './actions/audiences.ts';
import type { ActionInfo, ActionSpec, DefinedAction, Limit } from './actions/action.ts';
import type { Auth } from './sign-in/auth.ts';
import type { ActionContext, OpenContext, WebhookContext } from './context.ts';
import type { Cursor, Poll, PollContext } from './inbound/poll.ts';
import type { SyncAsk, SyncContext, SyncObject } from './syncs/sync.ts';
import type { Subscriptions } from './webhooks/subscriptions.ts';
import type { Webhook, WebhookRequest } from './webhooks/webhook.ts';

export type Health = { readonly ok: true } | { readonly ok: false; readonly message: string };

export type Open<Config extends z.ZodType, Resource> = (
  ctx: OpenContext<z.output<Config>>,
) => Resource | Promise<Resource>;

export type Close<Resource> = (resource: Resource) => void | Promise<void>;

/** A plugin as its author writes it: plain data and functions. */
export type PluginSpec<Config extends z.ZodType, Resource> = {
  /** Kebab-case; what `ciclo.json` names. */
  readonly id: string;
  /** Semantic version of the plugin. */
  readonly version: string;
  readonly name: string;
  /** The version of the contract it is written for; the present one by default. */
  readonly contract?: number;
  /** A `z.strictObject`; secrets are marked with `secret()` or `secrets()`. */
  readonly config: Config;
  /**
   * Hosts that `ctx.http` and `connect` may speak to: `api.example.com`, `*.example.com`, `host:port`, or `*` for any public
   * host. A secret goes to no others, and only where the operator named the host, or it is one of `ownHosts`.
   */
  readonly hosts?: readonly string[] | ((config: z.output<Config>) => readonly string[]);
  /** The hosts of the provider itself, whatever the config says; secrets that are named after the plugin may go there. `hosts` by default, when it is a list. */
  readonly ownHosts?: readonly string[];
  /**
   * Fields of the config (`dkim.privateKey`) whose secrets go nowhere: they sign, verify, or are an address and sent to nobody
   * else. All others count as sent.
   */
  readonly keptSecrets?: readonly string[];
  /** How `ctx.http` signs in; without it a plugin writes the headers itself. */
  readonly auth?: (config: z.output<Config>) => Auth | undefined;
  /** `(action) => ({ send: action({ ... }) })`: the helper types `ctx` and `input` from the schemas. */
  readonly actions?: (
    action: <Input extends z.ZodType, Output extends z.ZodType>(
      spec: ActionSpec<z.output<Config>, Resource, Input, Output>,
    ) => DefinedAction<z.output<Config>, Resource>,
  ) => Readonly<Record<string, DefinedAction<z.output<Config>, Resource>>>;
  /**
   * What of a post the network takes, for plugins that publish posts. They have the action `submitPost`, and where the network works so
   * `checkPost`, `finalizePost`, `findPost` and `commentOnPost`.
   */
  readonly posts?: (config: z.output<Config>) => PostRules;
  /**
   * What the service matches a person by, normalised and hashed as it asks for; for plugins with the action `put-audience`. It computes
   * and asks nobody, and the same person has the same hashes at all times.
   */
  readonly hashPerson?: (person: PersonToHash) => HashedPerson;
  readonly webhooks?: Readonly<Record<string, Webhook<z.output<Config>>>>;
  /** How webhooks are set up at the provider by API, by the name of the webhook. */
  readonly subscriptions?: Readonly<Record<string, Subscriptions<z.output<Config>, Resource>>>;
  /** Looks at a provider that tells nothing by itself, by name. */
  readonly polls?: Readonly<Record<string, Poll<z.output<Config>, Resource>>>;
  /** Kinds of records that can be kept the same on both sides, by name; a function where the config says which there are. */
  readonly syncs?:
    | Readonly<Record<string, SyncObject<z.output<Config>, Resource>>>
    | ((config: z.output<Config>) => Readonly<Record<string, SyncObject<z.output<Config>, Resource>>>);
  /** Looks whether the provider can be reached and the credentials work. */
  readonly health?: (ctx: ActionContext<z.output<Config>, Resource>) => Promise<Health>;
};

/** What a call adds to the instance's own: everything in the context but config and resource. */
export type CallContext = Omit<ActionContext<unknown, unknown>, 'config' | 'resource'>;

export type Call = (call: CallContext) => Promise<unknown>;

/** An input that an action took, or what is wrong with it. */
export type Prepared =
  | { readonly ok: true; readonly run: Call; readonly find?: Call }
  | { readonly ok: false; readonly error: z.ZodError };

/** An action of one configured instance. */
export type BoundAction = Omit<ActionInfo, 'earlier'> & {
  readonly earlier: readonly BoundAction[];
  readonly atOnce: number;
  readonly limits: readonly Limit[];
  readonly prepare: (input: unknown) => Prepared;
  /** The same of a plugin in a thread of its own, without standing still. */
  readonly prepareApart?: (input: unknown) => Promise<Prepared>;
};

/** What a request is looked at for: whether its key has to be fetched first; whether it is taken; what it says. */
export type WebhookWant = 'key' | 'verdict' | 'events';

type Arrival = Omit<WebhookContext<unknown>, 'config'>;
type Bind<F> = F extends (ctx: infer _Context, ...rest: infer Rest) => infer Result
  ? (arrival: Arrival, ...rest: Rest) => Result
  : never;

/** An inbound webhook of one configured instance. */
export type BoundWebhook = Pick<
  Webhook<unknown>,
  'title' | 'verification' | 'body' | 'maxBytes' | 'dedupeKey' | 'topic'
> & {
  readonly verify: Bind<Webhook<unknown>['verify']>;
  readonly normalise: Bind<Webhook<unknown>['normalise']>;
  readonly handshake: Bind<NonNullable<Webhook<unknown>['handshake']>>;
  readonly keyUrl: Bind<NonNullable<Webhook<unknown>['keyUrl']>>;
  readonly confirmUrl: Bind<NonNullable<Webhook<unknown>['confirmUrl']>>;
  /**
   * Of a plugin in a thread of its own: has all that `want` needs of a request computed there, without standing still. What it gives has the
   * answers for this request.
   */
  readonly ahead?: (arrival: Arrival, request: WebhookRequest, want: WebhookWant) => Promise<BoundWebhook>;
};

type BoundAsk<F> = F extends (ctx: infer _Context, ...rest: infer Rest) => unknown
  ? (call: CallContext, ...rest: Rest) => Promise<unknown>
  : never;
type AnySubscriptions = Subscriptions<unknown, unknown>;

/** How a webhook of one configured instance is set up at the provider. */
export type BoundSubscriptions = Pick<AnySubscriptions, 'holds' | 'single' | 'makesSecret' | 'sends'> & {
  readonly topics: readonly string[];
  /** What the config lacks for it. */
  readonly missing: string | undefined;
  readonly list: BoundAsk<AnySubscriptions['list']>;
  readonly create: BoundAsk<AnySubscriptions['create']>;
  readonly remove: BoundAsk<AnySubscriptions['remove']>;
};

/** A poll of one configured instance. */
export type BoundPoll = {
  readonly everyMs: number;
  readonly timeoutMs: number;
  readonly run: (
    call: Omit<PollContext<unknown, unknown>, 'config' | 'resource'>,
    cursor: Cursor | undefined,
  ) => Promise<unknown>;
};

/** A kind of records of one configured instance. */
export type BoundSync = {
  readonly title: string;
  readonly batch: number;
  readonly timeoutMs: number;
  readonly run: (
    call: Omit<SyncContext<unknown, unknown>, 'config' | 'resource'>,
    ask: SyncAsk,
  ) => Promise<unknown>;
};

/** One configured instance of a plugin. Nothing is opened until it is first used. */
export type Bound = {
  readonly hosts: readonly string[];
  readonly auth: Auth | undefined;
  readonly actions: ReadonlyMap<string, BoundAction>;
  /** Of an instance that publishes posts. */
  readonly posts: PostRules | undefined;
  /** Of an instance that keeps audiences. */
  readonly hashPerson: ((person: PersonToHash) => HashedPerson) | undefined;
  readonly webhooks: ReadonlyMap<string, BoundWebhook>;
  readonly subscriptions: ReadonlyMap<string, BoundSubscriptions>;
  readonly polls: ReadonlyMap<string, BoundPoll>;
  readonly syncs: ReadonlyMap<string, BoundSync>;
  /** Opens the resource if it is not open. Calls do this too; it lets the runtime tell this failure apart. */
  readonly ready: () => Promise<unknown>;
  readonly health: (call: CallContext) => Promise<Health>;
  readonly close: () => Promise<void>;
  /** Of a plugin in a thread of its own: why it is not asked any more, in one sentence. */
  readonly off?: () => string | undefined;
};

/** Where the plain connections of an instance may go to: `trusted` are `host:port` that the operator named. */
export type Reach = { readonly trusted: ReadonlySet<string>; readonly hosts: readonly string[] };

/** What is known of a webhook without a request. */
export type WebhookInfo = Pick<Webhook<unknown>, 'title' | 'body' | 'maxBytes' | 'verification'>;

/** A plugin as the registry holds it: its own types are closed over, so every plugin has this one. */
export type Plugin = {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly contract: number;
  readonly config: z.ZodType;
  readonly ownHosts: readonly string[];
  readonly keptSecrets: readonly string[];
  /** The hosts an instance with this config speaks to; undefined for a config that cannot be read. */
  readonly hostsOf: (config: unknown) => readonly string[] | undefined;
  readonly actions: Readonly<Record<string, ActionInfo>>;
  readonly webhooks: Readonly<Record<string, WebhookInfo>>;
  /** The webhooks that can be set up by API. */
  readonly subscriptions: Readonly<Record<string, { readonly single: boolean }>>;
  readonly polls: Readonly<Record<string, Pick<Poll<unknown, unknown>, 'title'>>>;
  /** What of an instance with this config can be kept the same on both sides; undefined where the config says which there are and cannot be read. */
  readonly syncsOf: (config: unknown) => readonly string[] | undefined;
  /** Of a plugin in a thread of its own: what is wrong with an input as a step writes it, looked at there. */
  readonly checkInput?: (input: {
    readonly action: string;
    readonly version?: number | undefined;
    readonly input: Json;
  }) => readonly Problem[];
  /** Reads a config whose secrets are filled in, and binds the plugin to it. */
  readonly bind: (
    instance: OpenContext<unknown> & { readonly reach?: Reach },
  ) => { readonly ok: true; readonly bound: Bound } | { readonly ok: false; readonly error: z.ZodError };
};
