import { z } from 'zod';

import { isObject, own } from '../../../domain/json.ts';
import type { PostRules } from '../../../domain/posts/post-rules.ts';
import type { Guest } from '../../../platform/plugin-code/guest.ts';
import type { HashedPerson } from '../../../plugins/contract/actions/audiences.ts';
import type { Log } from '../../../plugins/contract/context.ts';
import type {
  Bound,
  BoundAction,
  Call,
  CallContext,
  Health,
  Prepared,
} from '../../../plugins/contract/plugin.ts';
import { type About, type ActionAbout, type BoundAbout, parsedSchema } from './about.ts';
import { apartWebhook } from './apart-webhook.ts';
import type { BackQuestion, CallData, InstanceQuestion, Place } from './questions.ts';
import { shownSchema } from './remote-schema.ts';

type WithoutPlace<Q> = Q extends unknown ? Omit<Q, 'place'> : never;
type Asked = WithoutPlace<InstanceQuestion>;

/** What an instance asks: `host` computes at once, `guest` does what takes time. */
export type Ways = {
  readonly place: Place;
  readonly host: Pick<Guest, 'askAtOnce'>;
  readonly guest: Guest;
  /** How long pure functions may take, in milliseconds. */
  readonly computeMs: number;
};

/** What opens and closes. */
const openMs = 30_000;

const isBack = (value: unknown): value is BackQuestion => isObject(value) && 'about' in value;

/** Answers what a call asks back, by its own context. */
const answerBack =
  (call: Pick<CallContext, 'http' | 'failure'>) =>
  (about: unknown): unknown => {
    if (!isBack(about)) throw new Error('The engine does not know what is asked.');
    return about.about === 'http' ? call.http(about.request) : call.failure(about.answer);
  };

type AnyCall = Omit<CallContext, 'idempotencyKey'> & Partial<Pick<CallContext, 'idempotencyKey'>>;

const dataOf = ({ tenant, instance, idempotencyKey = '', now, systemTime }: AnyCall): CallData => ({
  tenant,
  instance,
  idempotencyKey,
  now,
  systemTime,
});

const createAsking = ({ place, host, guest, computeMs }: Ways) => ({
  atOnce: (asked: Asked): unknown => host.askAtOnce({ ...asked, place }),
  pure: (asked: Asked): Promise<unknown> => guest.ask({ question: { ...asked, place }, limitMs: computeMs }),
  open: (asked: Asked): Promise<unknown> => guest.ask({ question: { ...asked, place }, limitMs: openMs }),
  call: (asked: Asked, call: AnyCall): Promise<unknown> =>
    guest.ask({
      question: { ...asked, place },
      signal: call.signal,
      limitMs: openMs,
      onEvent: answerBack(call),
    }),
});

type AskInstance = ReturnType<typeof createAsking>;

const preparedSchema = z.object({ hasFind: z.boolean() });

/** What the thread said of an input, with the calls that go there. */
const readPrepared = (said: unknown, call: (op: 'run' | 'find') => Call): Prepared => {
  const read = parsedSchema.parse(said);
  if (!read.ok) return { ok: false, error: new z.ZodError(read.issues) };
  const { hasFind } = preparedSchema.parse(read.value);
  return { ok: true, run: call('run'), ...(hasFind ? { find: call('find') } : {}) };
};

const apartAction = (input: {
  readonly name: string;
  readonly about: ActionAbout;
  readonly bound: Pick<BoundAction, 'atOnce' | 'limits'>;
  readonly earlier: readonly BoundAction[];
  readonly ask: AskInstance;
}): BoundAction => {
  const { name: action, about, bound, earlier, ask } = input;
  const { version } = about;
  const calls =
    (given: unknown) =>
    (op: 'run' | 'find'): Call =>
    (call) =>
      ask.call({ op, action, version, input: given, call: dataOf(call) }, call);
  const prepare = (given: unknown) => ({ op: 'prepare', action, version, input: given }) as const;
  return {
    ...about,
    ...bound,
    earlier,
    input: shownSchema(about.input),
    // The thread has held it to its schema.
    output: shownSchema(about.output),
    prepare: (given) => readPrepared(ask.atOnce(prepare(given)), calls(given)),
    prepareApart: async (given) => readPrepared(await ask.pure(prepare(given)), calls(given)),
  };
};

const apartActions = (input: { about: About; bound: BoundAbout; ask: AskInstance }) =>
  new Map(
    Object.entries(input.bound.actions).flatMap(([name, bound]): [string, BoundAction][] => {
      const about = own(input.about.actions, name);
      if (about === undefined) return [];
      const earlier = about.earlier.flatMap((one, index) => {
        const boundOne = bound.earlier[index];
        const given = { name, about: one, earlier: [], ask: input.ask };
        return boundOne === undefined ? [] : [apartAction({ ...given, bound: boundOne })];
      });
      return [[name, apartAction({ name, about, bound, earlier, ask: input.ask })]];
    }),
  );

const mapOf = <T, U>(values: Readonly<Record<string, T>>, made: (name: string, value: T) => U) =>
  new Map(Object.entries(values).map(([name, value]): [string, U] => [name, made(name, value)]));

const apartWebhooks = (input: { about: About; bound: BoundAbout; ask: AskInstance }) => {
  const { about, bound, ask } = input;
  return new Map(
    Object.entries(bound.webhooks).flatMap(([name, { hasTopic }]) => {
      const info = own(about.webhooks, name);
      if (info === undefined) return [];
      const webhook = apartWebhook({
        name,
        about: { ...info, hasTopic },
        askAtOnce: ask.atOnce,
        ask: ask.pure,
      });
      return [[name, webhook] as const];
    }),
  );
};

const isHealth = (value: unknown): value is Health => isObject(value) && typeof value['ok'] === 'boolean';
const isHashed = (value: unknown): value is HashedPerson => isObject(value) && 'identifiers' in value;

const healthOf = async (ask: AskInstance, call: CallContext): Promise<Health> => {
  const health = await ask.call({ op: 'health', call: dataOf(call) }, call);
  return isHealth(health) ? health : { ok: false, message: 'The plugin did not say how it is.' };
};

const hashOf = (ask: AskInstance, person: Parameters<NonNullable<Bound['hashPerson']>>[0]): HashedPerson => {
  const hashed = ask.atOnce({ op: 'hash', person });
  if (isHashed(hashed)) return hashed;
  throw new Error('The plugin did not hash the person.');
};

const rulesOf = (ask: AskInstance, rules: Omit<PostRules, 'lengthOf'>): PostRules => ({
  ...rules,
  lengthOf: ({ text, link }) =>
    Number(ask.atOnce({ op: 'length', post: { text, ...(link === undefined ? {} : { link }) } })),
});

/** Opens the resource, and asks no more while the thread lives that has it. */
const createReady = ({ guest }: Ways, ask: AskInstance) => {
  let openIn: number | undefined;
  return async (): Promise<void> => {
    if (openIn !== undefined && openIn === guest.running()) return;
    await ask.open({ op: 'ready' });
    openIn = guest.running();
  };
};

/** An instance of a plugin whose code runs in a thread of its own. */
export const apartInstance = (input: { about: About; bound: BoundAbout; ways: Ways; log: Log }): Bound => {
  const { bound, ways } = input;
  const ask = createAsking(ways);
  const given = { ...input, ask };
  return {
    hosts: bound.hosts,
    auth: bound.auth,
    posts: bound.posts === undefined ? undefined : rulesOf(ask, bound.posts),
    hashPerson: bound.hashes ? (person) => hashOf(ask, person) : undefined,
    actions: apartActions(given),
    webhooks: apartWebhooks(given),
    subscriptions: mapOf(bound.subscriptions, (webhook, one) => {
      const asked = { op: 'subscription', webhook } as const;
      return {
        ...one,
        missing: one.missing,
        list: (call) => ask.call({ ...asked, given: { verb: 'list' }, call: dataOf(call) }, call),
        create: (call, wanted) =>
          ask.call({ ...asked, given: { verb: 'create', wanted }, call: dataOf(call) }, call),
        remove: (call, named) =>
          ask.call({ ...asked, given: { verb: 'remove', named }, call: dataOf(call) }, call),
      };
    }),
    polls: mapOf(bound.polls, (poll, one) => ({
      ...one,
      run: (call, cursor) => ask.call({ op: 'poll', poll, cursor, call: dataOf(call) }, call),
    })),
    syncs: mapOf(bound.syncs, (object, one) => ({
      ...one,
      run: (call, asked) => ask.call({ op: 'sync', object, ask: asked, call: dataOf(call) }, call),
    })),
    ready: createReady(ways, ask),
    health: (call) => healthOf(ask, call),
    close: async () => {
      if (ways.guest.running() !== undefined) await ask.open({ op: 'close' });
      await ways.guest.end();
    },
    off: ways.guest.off,
  };
};
