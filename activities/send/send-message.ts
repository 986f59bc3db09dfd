import { CicloError } from '../../domain/errors.ts';
import type { Effect, EffectResult } from '../../domain/journey/effects.ts';
import type { SendStep } from '../../domain/journey/steps.ts';
import type { LoadedMessage } from '../../domain/messages/load-message.ts';
import { messageIdOf, type Performed } from '../effects/perform.ts';
import { walkTo } from '../effects/step-of.ts';
import type { EventStore } from '../ports/events.ts';
import type { LiveWorkspaces } from '../live/live-workspace.ts';
import type { MessageStore, RateSlotStore, SuppressionStore } from '../ports/messages.ts';
import type { ProfileStore } from '../ports/profiles.ts';
import { factsOf, type Session, zoneOfProfile } from '../burst/session.ts';
import { giveWay } from '../../domain/gate/give-way.ts';
import { channelRefusal } from '../../domain/guards/channel-switch.ts';
import { pressureKeptMs } from '../../domain/gate/gate.ts';
import { type ChannelChoice, channelsOf } from './choose-channel.ts';
import type { createContenders } from './contenders.ts';
import { capRefusal, consentRefusal, type Passage, quietRefusal, settled } from './gate.ts';
import type { HandOver } from './hand-over.ts';
import { addressOf } from '../../domain/gate/reach.ts';
import { addressHash } from './reach.ts';
import type { RenderForPerson } from './render-for-person.ts';

export type SendDeps = {
  readonly live: LiveWorkspaces;
  readonly profiles: ProfileStore;
  readonly events: EventStore;
  readonly messages: MessageStore;
  readonly suppressions: SuppressionStore;
  readonly slots: RateSlotStore;
  readonly render: RenderForPerson;
  readonly handOver: HandOver;
  readonly contenders: ReturnType<typeof createContenders>;
  readonly secret: string;
  readonly wall: () => number;
};

/** Everything one attempt at a message needs. */
export type Attempt = {
  readonly session: Session;
  readonly effect: Effect;
  readonly step: SendStep;
  readonly choice: ChannelChoice;
  readonly message: LoadedMessage;
  readonly passage: Passage;
  readonly address: string;
  readonly patient: boolean;
  /** The channel on which it could not be delivered before. */
  readonly after?: string;
};

/** A send of a run, or what is left of it after a channel on which it could not be delivered. */
export type SendInput = {
  readonly session: Session;
  readonly effect: Effect;
  readonly patient: boolean;
  readonly after?: string;
};

const result = (value: EffectResult): Performed => ({ kind: 'result', result: value });
const pressTries = 30;

/**
 * Makes the send: every message goes through the gate here, in one order: kill switch, suppression, consent and topic,
 * still eligible, frequency cap, quiet hours, priority, pace, send. Each "no" is a result with a reason.
 */
export const createSend = (deps: SendDeps) => {
  const attempt = async (input: {
    session: Session;
    effect: Effect;
    step: SendStep;
    choice: ChannelChoice;
    patient: boolean;
    after?: string;
  }): Promise<Performed> => {
    const { session, effect, step, choice } = input;
    const fresh = await deps.profiles.get({ tenant: session.tenant, profileId: session.run.profileId });
    if (fresh === undefined) return result({ kind: 'skipped', reason: 'erased' });
    session.profile = fresh;
    const message = session.live.messages.get(choice.message);
    if (message === undefined) {
      return result({ kind: 'failed', reason: 'no-such-message', detail: { message: choice.message } });
    }
    const address = addressOf({ profile: fresh, channel: choice.channel });
    if (address === undefined) {
      return result({ kind: 'skipped', reason: 'no-address', detail: { channel: choice.channel } });
    }
    const passage: Passage = {
      messageId: messageIdOf({ session, effect, channel: choice.channel, isFallback: choice.isFallback }),
      step,
      class: message.compiled.class,
      channel: choice.channel,
      topic: step.topic ?? message.compiled.topic ?? 'general',
      profile: fresh,
      live: session.live,
      zone: zoneOfProfile({ profile: fresh, live: session.live }),
      now: session.now,
    };
    const job: Attempt = { ...input, message, passage, address };
    const refused = (await switchedOff({ deps, job })) ?? (await refusal({ deps, job }));
    if (refused !== undefined) return result(refused);
    const pressed = await press({ deps, job, rev: fresh.rev });
    if (pressed !== undefined) return result(pressed);
    return deps.handOver(job);
  };

  return async (input: SendInput): Promise<Performed> => {
    const { session, after } = input;
    const step = walkTo(input);
    if (step.type !== 'send') return result({ kind: 'failed', reason: 'not-a-send' });
    let last: Performed = result({ kind: 'skipped', reason: 'no-channel' });
    for (const choice of channelsOf({ profile: session.profile, live: session.live, step, after })) {
      last = await attempt({ ...input, step, choice });
      const isOver =
        last.kind === 'result' && (last.result.kind === 'failed' || last.result.kind === 'skipped');
      if (!isOver) return last;
    }
    return last;
  };
};

/**
 * Whether the channel is switched off, as it stands now and not when the burst began. What was booked for an earlier
 * attempt is given back: meanwhile it takes nobody's room under a cap.
 */
const switchedOff = async (input: { deps: SendDeps; job: Attempt }): Promise<EffectResult | undefined> => {
  const { deps, job } = input;
  const { session, passage } = job;
  const { tenant, now } = session;
  const { channels } = (await deps.live.of(tenant)).published;
  const switched = channels?.[passage.channel];
  const off = channelRefusal({ channel: passage.channel, class: passage.class, switched, now });
  if (off === undefined) return undefined;
  const { profile, messageId: id } = passage;
  if (profile.pressure.some((one) => one.id === id)) {
    await deps.profiles.unpress({ tenant, profileId: profile.id, id });
  }
  return off;
};

/** The part of the gate that looks only: suppression, consent, eligibility, quiet hours come before any booking. */
const refusal = async (input: { deps: SendDeps; job: Attempt }): Promise<EffectResult | undefined> => {
  const { deps, job } = input;
  const { session, passage, step } = job;
  const hash = addressHash({
    secret: deps.secret,
    tenant: session.tenant,
    channel: passage.channel,
    address: job.address,
  });
  const suppressed = await deps.suppressions.find({
    tenant: session.tenant,
    channel: passage.channel,
    addressHash: hash,
  });
  if (suppressed !== undefined) {
    return { kind: 'skipped', reason: 'suppressed', detail: { why: suppressed.reason } };
  }
  const unwanted = consentRefusal(passage);
  if (unwanted !== undefined) return unwanted;
  const decider = session.journey.steps.get(step.id);
  if (decider !== undefined) {
    const facts = factsOf({ session, events: deps.events });
    if ((await decider.decide({ facts })).matched === null)
      return { kind: 'skipped', reason: 'no-longer-eligible' };
  }
  const held = capRefusal(passage) ?? quietRefusal(passage);
  if (held !== undefined) return held;
  const contenders = passage.class === 'marketing' ? await deps.contenders(session) : [];
  return giveWay({ passage: settled(passage), contenders }) ?? paceRefusal({ deps, job });
};

/** Whether the channel's pace leaves a free slot now; else the slot that was booked. */
const paceRefusal = async (input: { deps: SendDeps; job: Attempt }): Promise<EffectResult | undefined> => {
  const { session, passage, effect } = input.job;
  const rate = session.live.published.settings.pace[passage.channel];
  if (rate === undefined || passage.class === 'transactional' || effect.slot !== undefined) return undefined;
  const { tenant, now } = session;
  const key = `${tenant}:pace:${passage.channel}`;
  const slot = await input.deps.slots.reserve({ key, rate, perMs: 1000, now });
  return slot > now ? { kind: 'deferred', reason: 'pace', until: Math.ceil(slot) } : undefined;
};

/**
 * Books the message against the caps, exactly: the booking is written only if nobody wrote the profile since
 * it was read; else the caps are looked at again.
 */
const press = async (input: {
  deps: SendDeps;
  job: Attempt;
  rev: number;
}): Promise<EffectResult | undefined> => {
  const { deps, job } = input;
  const { passage, session } = job;
  const { tenant } = session;
  if (passage.class === 'transactional' || passage.live.published.settings.caps.length === 0)
    return undefined;
  let { rev } = input;
  let current = passage;
  for (let tries = 0; tries < pressTries; tries += 1) {
    if (current.profile.pressure.some((one) => one.id === passage.messageId)) return undefined;
    const { messageId: id, channel, topic, now } = passage;
    const pressed = await deps.profiles.press({
      tenant,
      profileId: passage.profile.id,
      rev,
      pressure: { id, at: now, channel, topic },
      keepFrom: now - pressureKeptMs(passage.live.published.settings.caps),
    });
    if (pressed === 'pressed') return undefined;
    const again = await deps.profiles.get({ tenant, profileId: passage.profile.id });
    if (again === undefined) return { kind: 'skipped', reason: 'erased' };
    rev = again.rev;
    current = { ...passage, profile: again };
    const refused = consentRefusal(current) ?? capRefusal(current);
    if (refused !== undefined) return refused;
  }
  throw new CicloError({ code: 'unavailable', message: 'The profile is being changed by too many at once.' });
};
