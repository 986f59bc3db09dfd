import { hashId } from '../../domain/hash.ts';
import { channelRefusal } from '../../domain/guards/channel-switch.ts';
import {
  type ActOutcome,
  afterAct,
  type Placement,
  type PlacementAct,
} from '../../domain/posts/placement.ts';
import { postProblems } from '../../domain/posts/post-rules.ts';
import type { Outcome } from '../../plugins/contract/actions/outcome.ts';
import { commentPlaced, postFound, postState } from '../../plugins/contract/posts/post.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import { ruledOn, wordsOn } from './placement-rows.ts';
import type { PlacementStore, PostImageStore, PostRow, PostStore, TakenPlacement } from './ports.ts';

export type ActNeeds = {
  readonly posts: Pick<PostStore, 'get'>;
  readonly placements: PlacementStore;
  readonly postImages: Pick<PostImageStore, 'read'>;
  readonly plugins: Plugins;
  readonly clock: Clock;
  readonly publicUrl: string;
};

const actionOf: Readonly<Record<PlacementAct, string>> = {
  submit: 'submitPost',
  check: 'checkPost',
  finalize: 'finalizePost',
  find: 'findPost',
  comment: 'commentOnPost',
};

const messageMax = 500;
const offRetryMs = 60_000;

/** What is wrong, as it is kept. */
const why = ({ code, message }: { readonly code: string; readonly message: string }) => ({
  code,
  message: message.slice(0, messageMax),
});

const readOutput = (output: unknown): ActOutcome => {
  const read = postState.or(postFound).or(commentPlaced).safeParse(output).data;
  switch (read?.state) {
    case 'published':
      return { kind: 'published', id: read.id, url: read.url };
    case 'pending':
    case 'ready':
      return { kind: read.state, handle: read.handle };
    case 'failed':
      return { kind: 'failed', ...why(read) };
    case 'absent':
      return { kind: 'absent' };
    case undefined: {
      const message = 'The plugin answered with something that is no state of a post.';
      return { kind: 'unknown', code: 'plugin-misbehaved', message };
    }
  }
};

const outcomeOf = (outcome: Outcome & { readonly slotAt?: number | undefined }): ActOutcome => {
  switch (outcome.kind) {
    case 'done':
      return readOutput(outcome.output);
    case 'rejected':
      return { kind: 'failed', ...why(outcome) };
    case 'retry': {
      const { afterMs } = outcome;
      return { kind: 'retry', ...why(outcome), ...(afterMs === undefined ? {} : { afterMs }) };
    }
    case 'unknown':
      return { kind: 'unknown', ...why(outcome) };
  }
};

type Job = {
  readonly use: ActNeeds;
  readonly live: LiveWorkspace;
  readonly row: TakenPlacement;
  readonly act: PlacementAct;
  readonly post: PostRow;
  /** When the first attempt of this round began, in real time. */
  readonly since: number;
};

const imagesOf = async ({ use, post, row: { tenant } }: Job): Promise<readonly unknown[]> => {
  const images = [];
  for (const { id, alt } of post.images) {
    const read = await use.postImages.read({ tenant, id });
    if (read === undefined) continue;
    const url = new URL(`/i/${tenant}/${id}`, use.publicUrl).href;
    images.push({ type: read.type, base64: Buffer.from(read.bytes).toString('base64'), alt, url });
  }
  return images;
};

const inputOf = async (job: Job): Promise<unknown> => {
  const { act, row, post, since } = job;
  const { text, comment = '' } = wordsOn(post, row.instance);
  if (act === 'comment') return { id: row.externalId ?? '', text: comment, since };
  const words = { text, ...(post.link === undefined ? {} : { link: post.link }), since };
  return act === 'check' || act === 'finalize'
    ? { ...words, handle: row.handle ?? '' }
    : { ...words, images: await imagesOf(job) };
};

/** Why nothing is asked of the network now. */
const heldBack = (job: Job): ActOutcome | undefined => {
  const { use, live, row, act, post } = job;
  const { tenant, instance } = row;
  const runtime = use.plugins.runtime(live);
  const network = use.plugins.postsOn(live).find((one) => one.instance === instance);
  if (network === undefined) {
    const message = `The plugin instance \`${instance}\` is off, or not there any more.`;
    return { kind: 'retry', code: 'instance-off', message, afterMs: offRetryMs };
  }
  const switched = live.published.channels?.['social'];
  const isOff = channelRefusal({
    channel: 'social',
    class: 'marketing',
    switched,
    now: use.clock.now(tenant),
  });
  if (isOff !== undefined && (act === 'submit' || act === 'finalize' || act === 'comment')) {
    const message = 'The channel `social` is switched off.';
    return { kind: 'retry', code: 'channel-off', message, afterMs: offRetryMs };
  }
  const action = runtime.action({ tenant, instance, action: actionOf[act] });
  if (action === undefined) {
    const message = `The plugin of \`${instance}\` has no action ${actionOf[act]}.`;
    return { kind: 'failed', code: 'unknown-action', message };
  }
  const isNever = action.effect.effect === 'write' && action.effect.idempotency === 'none';
  if (row.wasBegun && isNever) {
    const message = 'The engine stopped before the network had answered.';
    return { kind: 'unknown', code: 'interrupted', message };
  }
  const [problem] =
    act === 'submit'
      ? postProblems({ rules: network.rules, post: ruledOn(post, instance), network: instance, path: '' })
      : [];
  return problem === undefined ? undefined : { kind: 'failed', ...why(problem) };
};

const ask = async (job: Job): Promise<ActOutcome> => {
  const { use, live, row, act, since } = job;
  const { tenant, post, instance, round, lease } = row;
  const held = heldBack(job);
  if (held !== undefined) return held;
  const isWrite = act === 'submit' || act === 'finalize' || act === 'comment';
  return outcomeOf(
    await use.plugins.perform({
      live,
      tenant,
      instance,
      action: actionOf[act],
      input: await inputOf(job),
      idempotencyKey: hashId('post', tenant, post, instance, round, act),
      now: use.clock.now(tenant),
      ...(isWrite ? { begin: () => use.placements.begin({ tenant, post, instance, lease, since }) } : {}),
    }),
  );
};

/** Carries out the act of a placement that this process has, and writes how it stands now. */
export const actOnPlacement = async (input: {
  use: ActNeeds;
  live: LiveWorkspace;
  row: TakenPlacement;
}): Promise<void> => {
  const { use, live, row } = input;
  const { tenant, post: id, instance, lease, wasBegun: _wasBegun, ...rest } = row;
  const { act } = rest;
  const post = await use.posts.get({ tenant, id });
  if (act === undefined || post === undefined) return;
  const since = rest.since ?? use.clock.systemTime();
  const outcome = await ask({ use, live, row, act, post, since });
  const runtime = use.plugins.runtime(live);
  const placement: Placement = { ...rest, since };
  await use.placements.settle({
    tenant,
    post: id,
    instance,
    lease,
    placement: afterAct({
      placement,
      outcome,
      now: use.clock.now(tenant),
      canFind: runtime.action({ tenant, instance, action: actionOf.find }) !== undefined,
      wantsComment: wordsOn(post, instance).comment !== undefined,
    }),
  });
};
