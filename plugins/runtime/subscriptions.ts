import { z } from 'zod';

import { messageOf } from '../../domain/errors.ts';
import type { CallContext, BoundSubscriptions } from '../contract/plugin.ts';
import type { Subscription } from '../contract/webhooks/subscriptions.ts';
import { failureIn } from './auth/failure-in.ts';
import { createSignedHttp } from './auth/signed-http.ts';
import type { Instances, LiveInstance } from './instances.ts';
import { withinTime } from './within-time.ts';

type Named = { readonly tenant: string; readonly instance: string };

/** A webhook of an instance, and where it is to be sent to. */
export type SubscriptionPlace = Named & {
  readonly webhook: string;
  /** Our own address of the webhook. */
  readonly url: string;
  readonly now: number;
  readonly systemTime: number;
  /** Another one for each time somebody asks. */
  readonly key: string;
};

/** What setting a webhook up, or removing it, came to. `secret`: what the vendor made, and says only now. */
export type SubscriptionEnd =
  | {
      readonly kind: 'done';
      readonly created: number;
      readonly removed: number;
      /** What the provider does not send, and why. */
      readonly refused: readonly { readonly topic: string; readonly message: string }[];
      readonly secret?: string | undefined;
    }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

const TIMEOUT_MS = 30_000;
const GRACE_MS = 2_000;
const MESSAGE_MAX = 2_000;

const failures = [
  z.object({ kind: z.literal('rejected'), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('retry'), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('unknown'), code: z.string(), message: z.string() }),
] as const;
const subscription = z.object({
  id: z.string(),
  url: z.string(),
  topics: z.array(z.string()),
  isActive: z.boolean(),
});
const listed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), subscriptions: z.array(subscription).max(10_000) }),
  ...failures,
]);
const made = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), secret: z.string().max(1_000).optional() }),
  ...failures,
]);

type Failed = Extract<SubscriptionEnd, { kind: 'failed' }>;
type Job = {
  readonly live: LiveInstance;
  readonly bound: BoundSubscriptions;
  readonly place: SubscriptionPlace;
};

const failed = (live: LiveInstance, code: string, message: string): Failed => ({
  kind: 'failed',
  code,
  message: live.redactor.text(message).slice(0, MESSAGE_MAX),
});

/** One question to the vendor, in time, whatever the plugin does. */
const ask = async <Answer extends { readonly kind: string }>(input: {
  job: Job;
  key: string;
  schema: z.ZodType<Answer>;
  call: (ctx: CallContext) => Promise<unknown>;
}): Promise<Answer | Failed> => {
  const { job, key, schema, call } = input;
  const { live, place } = job;
  const { tenant, instance, log, send, authorization } = live;
  const { now, systemTime } = place;
  const end = await withinTime({
    run: (signal) =>
      call({
        tenant,
        instance,
        log,
        signal,
        now,
        systemTime,
        idempotencyKey: `${place.key}:${key}`,
        http: createSignedHttp({ send, signal, authorization, mayRepeat: false }),
        failure: (answer) => failureIn({ live, answer, effect: { effect: 'read' }, now: systemTime }),
      }),
    timeoutMs: TIMEOUT_MS,
    graceMs: GRACE_MS,
  });
  if (end.kind === 'overdue') return failed(live, 'timeout', 'The provider did not answer in time.');
  if (end.kind === 'threw') return failed(live, 'plugin-misbehaved', messageOf(end.thrown));
  const read = schema.safeParse(end.value);
  return read.success
    ? read.data
    : failed(live, 'plugin-misbehaved', `The plugin answered what it must not: ${read.error.message}`);
};

const readFailure = (live: LiveInstance, answer: { readonly kind: string }): Failed => {
  const { code, message } = z
    .object({ code: z.string(), message: z.string() })
    .catch({ code: 'plugin-misbehaved', message: 'The plugin said nothing.' })
    .parse(answer);
  return failed(live, code, message);
};

const list = async (job: Job, key: string): Promise<readonly Subscription[] | Failed> => {
  const answer = await ask({ job, key, schema: listed, call: job.bound.list });
  return answer.kind === 'done' ? answer.subscriptions : readFailure(job.live, answer);
};

const isFailed = (answer: object): answer is Failed => 'kind' in answer && answer.kind === 'failed';

const sameTopics = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((topic) => other.includes(topic));

/** What is to be made and removed so that every topic comes to our address once. */
const planOf = (job: Job, found: readonly Subscription[]) => {
  const { bound, place } = job;
  const ours = found.filter(({ url }) => url === place.url);
  const topics = [...new Set(bound.topics)];
  const good = new Set<string>();
  if (bound.holds === 'all-topics') {
    const [kept] = ours.filter((one) => one.isActive && sameTopics([...new Set(one.topics)], topics));
    if (kept !== undefined) good.add(kept.id);
    return { create: kept === undefined ? [topics] : [], remove: ours.filter(({ id }) => !good.has(id)) };
  }
  const create = topics.flatMap((topic) => {
    const kept = ours.find((one) => one.isActive && one.topics.includes(topic));
    if (kept !== undefined) good.add(kept.id);
    return kept === undefined ? [[topic]] : [];
  });
  return { create, remove: ours.filter(({ id }) => !good.has(id)) };
};

/** Takes back what was made by a call whose answer was lost, and with it the secret: it will be made again. */
const takeBack = async (job: Job, before: readonly Subscription[]): Promise<void> => {
  const found = await list(job, 'list-after');
  if (isFailed(found)) return;
  const known = new Set(before.map(({ id }) => id));
  for (const { id, url } of found) {
    if (url !== job.place.url || known.has(id)) continue;
    await ask({ job, key: `take-back:${id}`, schema: made, call: (ctx) => job.bound.remove(ctx, { id }) });
  }
};

const removeEach = async (
  job: Job,
  subscriptions: readonly Subscription[],
): Promise<{ readonly removed: number } | Failed> => {
  let removed = 0;
  for (const { id } of subscriptions) {
    const answer = await ask({
      job,
      key: `remove:${id}`,
      schema: made,
      call: (ctx) => job.bound.remove(ctx, { id }),
    });
    if (answer.kind !== 'done') return readFailure(job.live, answer);
    removed += 1;
  }
  return { removed };
};

/** Makes what is missing, one by one. What the provider refuses of many topics keeps the others from nothing. */
const createEach = async (input: {
  job: Job;
  topicsOfEach: readonly (readonly string[])[];
  found: readonly Subscription[];
}): Promise<Omit<Extract<SubscriptionEnd, { kind: 'done' }>, 'kind' | 'removed'> | Failed> => {
  const { job, topicsOfEach, found } = input;
  const { live, bound, place } = job;
  const refused: { topic: string; message: string }[] = [];
  let secret: string | undefined;
  let created = 0;
  for (const topics of topicsOfEach) {
    const key = `create:${topics.join(',')}`;
    const call = (ctx: CallContext) => bound.create(ctx, { url: place.url, topics });
    const answer = await ask({ job, key, schema: made, call });
    if (answer.kind === 'done') {
      created += 1;
      secret = 'secret' in answer ? answer.secret : secret;
      continue;
    }
    const failure = readFailure(live, answer);
    const isOfTopic = answer.kind === 'rejected' && bound.holds === 'one-topic';
    if (!isOfTopic) {
      if (bound.makesSecret === true) await takeBack(job, found);
      return failure;
    }
    refused.push(...topics.map((topic) => ({ topic, message: failure.message })));
    if (refused.length === bound.topics.length) return failure;
  }
  return { created, refused, ...(secret === undefined ? {} : { secret }) };
};

const setUp = async (job: Job): Promise<SubscriptionEnd> => {
  const { live, bound, place } = job;
  const found = await list(job, 'list');
  if (isFailed(found)) return found;
  if (bound.single === true && found.some(({ url }) => url !== place.url)) {
    const message =
      'The provider sends to one address only, and has another one. Remove that one there first.';
    return failed(live, 'taken', message);
  }
  const plan = planOf(job, found);
  const added = await createEach({ job, topicsOfEach: plan.create, found });
  if (isFailed(added)) return added;
  // A new one has taken the place of the old one there.
  const replaced = bound.single === true && plan.create.length > 0;
  const gone = replaced ? { removed: 0 } : await removeEach(job, plan.remove);
  if (isFailed(gone)) return gone;
  return { kind: 'done', removed: gone.removed, ...added };
};

const remove = async (job: Job): Promise<SubscriptionEnd> => {
  const found = await list(job, 'list');
  if (isFailed(found)) return found;
  const ours = found.filter(({ url }) => url === job.place.url);
  const gone = await removeEach(job, ours);
  return isFailed(gone) ? gone : { kind: 'done', created: 0, removed: gone.removed, refused: [] };
};

/** Setting webhooks up at their vendors, and removing them there. None throws. */
export const createSubscriptions = (instances: Pick<Instances, 'find'>) => {
  const liveOf = (named: Named): LiveInstance | undefined => {
    const live = instances.find(named);
    return live?.state === 'live' ? live : undefined;
  };
  const does =
    (act: (job: Job) => Promise<SubscriptionEnd>) =>
    async (place: SubscriptionPlace): Promise<SubscriptionEnd> => {
      const live = liveOf(place);
      const bound = live?.bound.subscriptions.get(place.webhook);
      if (live === undefined || bound === undefined) {
        const message = 'This webhook cannot be set up by API, or its instance is off.';
        return { kind: 'failed', code: 'instance-off', message };
      }
      if (bound.missing !== undefined) return failed(live, 'not-configured', bound.missing);
      const [stray] = live.strayIn(bound.sends ?? []);
      if (stray !== undefined) return failed(live, 'secret-not-allowed', `${stray.message} ${stray.hint}`);
      return act({ live, bound, place });
    };
  return {
    /** The webhooks of an instance that can be set up by API, and what its config lacks for that. */
    subscribable: (
      named: Named,
    ): readonly {
      readonly webhook: string;
      readonly topics: readonly string[];
      readonly missing?: string;
    }[] =>
      [...(liveOf(named)?.bound.subscriptions ?? [])].map(([webhook, { topics, missing }]) => ({
        webhook,
        topics,
        ...(missing === undefined ? {} : { missing }),
      })),
    /** Has every topic sent to our address once; what is there already is left as it is. */
    subscribe: does(setUp),
    /** Removes all that is sent to our address. */
    unsubscribe: does(remove),
  };
};
