import type { EffectResult } from '../../domain/journey/effects.ts';
import { messageIdHeader } from '../../domain/messages/message-id.ts';
import { parseMailAddress } from '../../domain/messages/mail-address.ts';
import { unsubscribeHeaders } from '../../domain/messages/unsubscribe-headers.ts';
import type { Performed } from '../effects/perform.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { MessageRow, MessageStore, SuppressionStore } from '../ports/messages.ts';
import type { ProfileStore } from '../ports/profiles.ts';
import type { RunStore } from '../ports/runs.ts';
import { addressHash, displayName } from './reach.ts';
import type { PersonalLinks, RenderForPerson } from './render-for-person.ts';
import type { Attempt } from './send-message.ts';

export type HandOver = (job: Attempt) => Promise<Performed>;

type Deps = {
  readonly messages: MessageStore;
  readonly profiles: ProfileStore;
  readonly suppressions: SuppressionStore;
  readonly runs: RunStore;
  readonly plugins: Plugins;
  readonly render: RenderForPerson;
  readonly secret: string;
  readonly defaultFrom: string;
  readonly wall: () => number;
  readonly count: (input: { tenant: string; channel: string; outcome: string }) => void;
};

/** An attempt is taken for lost when it has not ended after this long. */
const leaseMs = 60_000;
/** How long a burst waits for a provider; past it the send ends in the background and the run waits for it. */
const patienceMs = 2_000;

const result = (value: EffectResult): Performed => ({ kind: 'result', result: value });

type Rendered = { subject: string; html?: string; text: string; locale: string };

const rowOf = (input: { job: Attempt; rendered: Rendered }): MessageRow => {
  const { job, rendered } = input;
  const { session, passage } = job;
  const { run } = session;
  return {
    id: passage.messageId,
    tenant: session.tenant,
    run: run.id,
    journey: run.journey,
    version: session.journey.version,
    step: job.step.id,
    profileId: run.profileId,
    channel: passage.channel,
    message: job.choice.message,
    class: passage.class,
    topic: passage.topic,
    subject: rendered.subject,
    locale: rendered.locale,
    plannedAt: session.now,
    status: 'sending',
    attempts: 1,
  };
};

const emailInput = (input: {
  job: Attempt;
  rendered: Rendered;
  links: PersonalLinks;
  defaultFrom: string;
}) => {
  const { job, rendered, links } = input;
  const { settings } = job.session.live.published;
  const from = job.message.compiled.from ?? settings.from ?? input.defaultFrom;
  const parsed = parseMailAddress(from);
  const domain = parsed.ok ? (parsed.address.email.split('@')[1] ?? 'localhost') : 'localhost';
  const replyTo = job.message.compiled.replyTo ?? settings.replyTo;
  const toName = displayName(job.session.profile);
  return {
    to: job.address,
    from,
    subject: rendered.subject,
    html: rendered.html ?? `<pre>${rendered.text}</pre>`,
    text: rendered.text,
    messageId: messageIdHeader({ messageId: job.passage.messageId, domain }),
    headers: job.passage.class === 'marketing' ? { ...unsubscribeHeaders({ url: links.unsubscribe }) } : {},
    date: new Date(job.session.now).toISOString(),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(toName === undefined ? {} : { toName }),
  };
};

const pluginInput = (input: {
  job: Attempt;
  rendered: Rendered;
  links: PersonalLinks;
  defaultFrom: string;
}): unknown =>
  input.job.passage.channel === 'email'
    ? emailInput(input)
    : {
        to: input.job.address,
        text: input.rendered.text,
        // Only what was written: a text message has no subject, and its channel knows no such field.
        ...(input.rendered.subject === '' ? {} : { subject: input.rendered.subject }),
      };

/**
 * Makes the last part of a send: render, claim the message row, call the plugin, settle the row. The row is
 * written before the call and its id is the same for every attempt, so after a crash the message is sent
 * again under the same id or known to be sent.
 */
export const createHandOver = (deps: Deps): HandOver => {
  return async (job) => {
    const { session, passage } = job;
    const { rendered, links } = deps.render({
      session,
      message: job.message,
      messageId: passage.messageId,
      channel: passage.channel,
      topic: passage.topic,
      zone: passage.zone,
    });
    if (rendered.kind === 'missing') {
      await deps.profiles.unpress({
        tenant: session.tenant,
        profileId: passage.profile.id,
        id: passage.messageId,
      });
      const detail = { variables: [...rendered.variables] };
      return rendered.policy === 'hold'
        ? result({ kind: 'deferred', reason: 'missing-variable', until: session.now + 3_600_000, detail })
        : result({ kind: 'skipped', reason: 'missing-variable', detail });
    }
    const wall = deps.wall();
    const claimed = await deps.messages.claim({
      row: { ...rowOf({ job, rendered }), leaseUntil: wall + leaseMs },
      wall,
      leaseUntil: wall + leaseMs,
    });
    if (claimed.kind === 'taken') return ofTaken({ row: claimed.row, channel: passage.channel });
    // What is sent instead of an undelivered message is not what the run stands on.
    const isLooked = job.patient && job.after === undefined;
    const unwanted = isLooked ? await unwantedNow({ deps, job }) : undefined;
    if (unwanted !== undefined) return unwanted;
    const call = callAndSettle({
      deps,
      job,
      input: pluginInput({ job, rendered, links, defaultFrom: deps.defaultFrom }),
    });
    return job.patient ? call : orLater(call);
  };
};

/**
 * Looks once more, after the claim, whether the run still wants its message: an attempt of its own may have
 * waited long, and somebody may have stopped, frozen or moved the run meanwhile.
 */
const unwantedNow = async (input: { deps: Deps; job: Attempt }): Promise<Performed | undefined> => {
  const { deps, job } = input;
  const { tenant, now } = job.session;
  const run = await deps.runs.get({ tenant, run: job.session.run.id });
  const effect = run?.state.waiting?.kind === 'effect' ? run.state.waiting.effect : undefined;
  const isThere = effect?.step === job.effect.step && effect.visit === job.effect.visit;
  if (isThere && run?.state.frozen === null) return undefined;
  const { messageId: id } = job.passage;
  await deps.messages.settle({
    tenant,
    id,
    status: isThere ? 'retrying' : 'cancelled',
    at: now,
    ...(isThere ? {} : { reason: 'run-moved-on' }),
  });
  if (isThere) return { kind: 'pending' };
  await deps.profiles.unpress({ tenant, profileId: job.passage.profile.id, id });
  return result({ kind: 'skipped', reason: 'cancelled' });
};

/** What an earlier attempt came to; one that has not ended is waited for. */
const ofTaken = (input: { row: MessageRow; channel: string }): Performed => {
  const { row } = input;
  switch (row.status) {
    case 'accepted':
      return result({ kind: 'sent', messageId: row.id, channel: row.channel });
    case 'rejected':
      return result({ kind: 'failed', reason: row.reason ?? 'rejected' });
    case 'cancelled':
      return result({ kind: 'skipped', reason: 'cancelled' });
    default:
      return { kind: 'pending', afterMs: 1_000 };
  }
};

/** The end of a call if it comes soon; else the run waits, while the call goes on and settles its row. */
const orLater = async (call: Promise<Performed>): Promise<Performed> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Performed>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'pending', afterMs: 1_000 }), patienceMs);
  });
  // The row tells the waiting run how the call ended, also when it fails after we stopped waiting for it.
  call.catch(() => undefined);
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
};

const callAndSettle = async (input: { deps: Deps; job: Attempt; input: unknown }): Promise<Performed> => {
  const { deps, job } = input;
  const { session, passage, effect } = job;
  const { tenant, now } = session;
  const outcome = await deps.plugins.send({
    live: session.live,
    channel: passage.channel,
    input: input.input,
    idempotencyKey: passage.messageId,
    now,
    slotAt: effect.slot,
  });
  deps.count({ tenant, channel: passage.channel, outcome: outcome.kind });
  const settle = (status: 'retrying' | 'accepted' | 'rejected', reason?: string, providerId?: string) =>
    deps.messages.settle({
      tenant,
      id: passage.messageId,
      status,
      at: now,
      ...(reason === undefined ? {} : { reason }),
      ...(providerId === undefined ? {} : { providerId }),
    });
  switch (outcome.kind) {
    case 'done':
      await settle('accepted', undefined, outcome.providerId);
      return result({ kind: 'sent', messageId: passage.messageId, channel: passage.channel });
    case 'rejected':
      if (outcome.recipientBlocked === true) await suppress({ deps, job, reason: outcome.code });
      await deps.profiles.unpress({ tenant, profileId: passage.profile.id, id: passage.messageId });
      await settle('rejected', outcome.code);
      return result({
        kind: 'failed',
        reason: outcome.code,
        detail: { message: outcome.message.slice(0, 300) },
      });
    case 'retry':
      await settle('retrying', outcome.code);
      if (outcome.slotAt !== undefined) {
        // Put off, not on its way: meanwhile it takes nobody's room under a cap.
        await deps.profiles.unpress({ tenant, profileId: passage.profile.id, id: passage.messageId });
        return result({ kind: 'deferred', reason: 'pace', until: outcome.slotAt });
      }
      return {
        kind: 'pending',
        ...(outcome.afterMs === undefined ? {} : { afterMs: outcome.afterMs }),
      };
    case 'unknown':
      // A mail goes again under the same Message-ID; on other channels nobody sends twice blindly.
      if (passage.channel === 'email') {
        await settle('retrying', outcome.code);
        return { kind: 'pending' };
      }
      await settle('rejected', 'unknown-outcome');
      return result({
        kind: 'failed',
        reason: 'unknown-outcome',
        detail: { message: outcome.message.slice(0, 300) },
      });
  }
};

const suppress = async (input: { deps: Deps; job: Attempt; reason: string }): Promise<void> => {
  const { deps, job } = input;
  const { tenant, now } = job.session;
  const { channel, messageId: id } = job.passage;
  await deps.messages.mark({ tenant, id, mark: 'bounce' });
  await deps.suppressions.add({
    tenant,
    channel,
    addressHash: addressHash({ secret: deps.secret, tenant, channel, address: job.address }),
    reason: input.reason,
    at: now,
  });
};
