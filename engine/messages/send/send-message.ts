import { CicloError } from '../../../domain/errors.ts';
import type { Effect, EffectResult } from '../../../domain/journey/effects.ts';
import type { SendStep } from '../../../domain/journey/steps.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { LoadedMessage } from '../../../domain/messages/load-message.ts';
import { messageIdOf, type Performed } from '../../runs/effects/perform.ts';
import { nodeOf } from '../../runs/effects/step-of.ts';
import type { EventStore } from '../../events/ports.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { FindPause } from '../../service/find-pause.ts';
import type { Keyring } from '../../access/keyring-port.ts';
import type { ConversationMessageStore } from '../../conversations/ports.ts';
import type { ContactRow, ContactStore } from '../../consents/ports.ts';
import type { HashedAddress, MessageRow, MessageStore, RateSlotStore, SuppressionStore } from '../ports.ts';
import type { ProfileRow, ProfileStore } from '../../people/ports.ts';
import { factsOf, type Session, zoneOfProfile } from '../../runs/burst/session.ts';
import { limitsOf } from '../../../domain/gate/limits.ts';
import { giveWay } from '../../../domain/gate/give-way.ts';
import { channelRefusal } from '../../../domain/guards/channel-switch.ts';
import { type PausingRecord, pauseRefusal } from '../../../domain/service/marketing-pause.ts';
import { contactRefusal, withdrawnRefusal } from '../../../domain/gate/contact.ts';
import { isUnclear, unknownOutcome } from '../unclear.ts';
import type { Bookings } from './booking.ts';
import { type ChannelChoice, channelsOf } from './choose-channel.ts';
import type { createContenders } from './contenders.ts';
import { capRefusal, consentRefusal, type Passage, quietRefusal, settled } from './gate.ts';
import { ofEarlier } from './deliver.ts';
import type { HandOver } from './hand-over.ts';
import { heardSince, windowRefusal } from '../../../domain/gate/answer-window.ts';
import { addressField, reachOn } from '../../../domain/gate/reach.ts';
import { hashedAddress } from './reach.ts';
import type { RenderForPerson } from './render-for-person.ts';

export type SendDeps = {
  readonly live: LiveWorkspaces;
  readonly profiles: ProfileStore;
  readonly events: EventStore;
  readonly bookings: Bookings;
  readonly contacts: ContactStore;
  readonly messages: Pick<MessageStore, 'get' | 'cancel'>;
  readonly suppressions: SuppressionStore;
  readonly findPause: FindPause;
  readonly slots: RateSlotStore;
  readonly render: RenderForPerson;
  readonly handOver: HandOver;
  readonly contenders: ReturnType<typeof createContenders>;
  readonly conversationMessages: Pick<ConversationMessageStore, 'countFrom'>;
  readonly keyring: Keyring;
  readonly systemTime: () => number;
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
  /** The address as the store knows it. */
  readonly hashed: HashedAddress;
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

/**
 * Makes the send: every message goes through the gate here, in one order: kill switch, suppression, consent and topic,
 * open complaint, still eligible, frequency cap, quiet hours, priority, pace, send. Each "no" is a result with a reason.
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
    const { session, choice } = input;
    const fresh = await deps.profiles.get({ tenant: session.tenant, profileId: session.run.profileId });
    if (fresh === undefined) return result({ kind: 'skipped', reason: 'erased' });
    if (fresh.mergedInto !== undefined) {
      throw new CicloError({ code: 'conflict', message: `The person of run ${session.run.id} was merged.` });
    }
    session.profile = fresh;
    const message = session.live.messages.get(choice.message);
    if (message === undefined) {
      return result({ kind: 'failed', reason: 'no-such-message', detail: { message: choice.message } });
    }
    const reach = reachOn({ profile: fresh, channel: choice.channel });
    if (reach.kind === 'unreachable') {
      const { reason, missing } = reach;
      const detail = { channel: choice.channel, ...(missing === undefined ? {} : { missing: [...missing] }) };
      return result({ kind: 'skipped', reason, detail });
    }
    const { address } = reach;
    const passage = passageOf({ ...input, message, profile: fresh });
    const { tenant } = session;
    const earlier = await earlierAttempt({ deps, ...input, messageId: passage.messageId });
    const known =
      earlier === undefined ? undefined : ofEarlier({ row: earlier, systemTime: deps.systemTime() });
    if (known !== undefined) return known;
    const { channel } = choice;
    const hashed = hashedAddress({ keyring: deps.keyring, tenant, channel, address });
    const job: Attempt = { ...input, message, passage, address, hashed };
    return throughGate({ deps, job, row: fresh, earlier });
  };

  return async (input: SendInput): Promise<Performed> => {
    const { session, after } = input;
    const { step } = nodeOf(input);
    if (step.type !== 'send') return result({ kind: 'failed', reason: 'not-a-send' });
    let last: Performed = result({ kind: 'skipped', reason: 'no-channel' });
    for (const choice of channelsOf({
      profile: session.profile,
      live: session.live,
      step,
      after,
      now: session.now,
    })) {
      last = await attempt({ ...input, step, choice });
      const isOver =
        last.kind === 'result' && (last.result.kind === 'failed' || last.result.kind === 'skipped');
      if (!isOver) return last;
    }
    return last;
  };
};

/** What the gate has to know of the message. */
const passageOf = (input: {
  session: Session;
  effect: Effect;
  step: SendStep;
  choice: ChannelChoice;
  message: LoadedMessage;
  profile: Profile;
}): Passage => {
  const { session, effect, step, choice, profile } = input;
  const { live, run, journey, now } = session;
  const { compiled } = input.message;
  return {
    messageId: messageIdOf({ session, effect, channel: choice.channel, isFallback: choice.isFallback }),
    step,
    class: compiled.class,
    channel: choice.channel,
    topic: step.topic ?? compiled.topic ?? 'general',
    profile,
    live,
    zone: zoneOfProfile({ profile, live }),
    now,
    from: { journey: run.journey, step: step.id, message: choice.message },
    limits: limitsOf({ journey: journey.definition, message: compiled, step }),
  };
};

/** The message as an attempt before left it. The gate is not asked about what went out already, or is going out. */
const earlierAttempt = async (input: {
  deps: SendDeps;
  session: Session;
  patient: boolean;
  messageId: string;
}): Promise<MessageRow | undefined> => {
  const { deps, session, patient, messageId: id } = input;
  // A run that was never in the store cannot have sent anything.
  if (!session.run.parked && !patient) return undefined;
  return deps.messages.get({ tenant: session.tenant, id });
};

/**
 * Ends a message that was tried before and that the gate refuses now: it takes nobody's room any more, and its row says that it
 * is not under way, or that its outcome is unknown.
 */
const callOff = async (input: { deps: SendDeps; job: Attempt; row: MessageRow }): Promise<void> => {
  const { deps, job, row } = input;
  const { tenant, profileId, run, id } = row;
  const reason = isUnclear(row) ? unknownOutcome : 'refused-by-the-gate';
  await deps.messages.cancel({ tenant, profileId, run, id, systemTime: deps.systemTime(), reason });
  // What may have gone out counts still.
  if (!isUnclear(row)) await deps.bookings.release({ passage: settled(job.passage), hashed: job.hashed });
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
  await deps.bookings.release({ passage: settled(passage), hashed: job.hashed });
  return off;
};

/** Hands the message over if the gate lets it; what was tried before and is refused for good is called off. */
const throughGate = async (input: {
  deps: SendDeps;
  job: Attempt;
  row: ProfileRow;
  earlier: MessageRow | undefined;
}): Promise<Performed> => {
  const { deps, job, earlier } = input;
  const held = await pass(input);
  if (held === undefined) return deps.handOver(job);
  if (earlier !== undefined && held.kind !== 'deferred') await callOff({ deps, job, row: earlier });
  return result(held);
};

/** The whole gate; why the message does not go now, else it is booked. */
const pass = async (input: {
  deps: SendDeps;
  job: Attempt;
  row: ProfileRow;
}): Promise<EffectResult | undefined> => {
  const { deps, job, row } = input;
  const off = await switchedOff(input);
  if (off !== undefined) return off;
  const looked = await look(input);
  const refused = await refusal({ deps, job, looked });
  if (refused !== undefined) return refused;
  const { contact } = looked;
  return deps.bookings.book({ passage: settled(job.passage), hashed: job.hashed, row, contact });
};

/** What is kept of the address a message is to go to, and the open record that stops marketing to the person. */
type Looked = {
  readonly suppressed: Awaited<ReturnType<SuppressionStore['find']>>;
  readonly contact: ContactRow;
  readonly open: PausingRecord | undefined;
  /** Free text reaches them: they wrote of late, or nothing is asked. */
  readonly isOpen: boolean;
};

const isWindowOpen = async ({ deps, job }: { deps: SendDeps; job: Attempt }): Promise<boolean> => {
  const { passage, message, address } = job;
  const { channel, now } = passage;
  const since = heardSince({ channel, hasTemplate: message.compiled.template !== undefined, now });
  if (since === undefined) return true;
  const { tenant } = job.session;
  const identity = `${addressField(channel)}:${address}`;
  const heard = { tenant, address: identity, channel, since, limit: 1 };
  return (await deps.conversationMessages.countFrom(heard)) > 0;
};

const look = async (input: { deps: SendDeps; job: Attempt }): Promise<Looked> => {
  const { deps, job } = input;
  const { live, profile, class: kind } = job.passage;
  const [suppressed, contact, open, isOpen] = await Promise.all([
    deps.suppressions.find(job.hashed),
    deps.contacts.get(job.hashed),
    kind === 'transactional' ? undefined : deps.findPause({ live, profileId: profile.id }),
    isWindowOpen(input),
  ]);
  return { suppressed, contact, open, isOpen };
};

/** The part of the gate that looks only: suppression, consent, eligibility, quiet hours come before any booking. */
const refusal = async (input: {
  deps: SendDeps;
  job: Attempt;
  looked: Looked;
}): Promise<EffectResult | undefined> => {
  const { deps, job } = input;
  const { session, passage, step } = job;
  const { suppressed, contact, open, isOpen } = input.looked;
  if (suppressed !== undefined) {
    return { kind: 'skipped', reason: 'suppressed', detail: { why: suppressed.reason } };
  }
  const unwanted =
    consentRefusal(passage) ?? withdrawnRefusal(settled(passage), contact) ?? pauseRefusal({ passage, open });
  if (unwanted !== undefined) return unwanted;
  const shut = windowRefusal({ channel: passage.channel, isOpen });
  if (shut !== undefined) return shut;
  const decider = session.journey.steps.get(step.id);
  if (decider !== undefined) {
    const facts = factsOf({ session, events: deps.events });
    if ((await decider.decide({ facts })).matched === null)
      return { kind: 'skipped', reason: 'no-longer-eligible' };
  }
  const held =
    capRefusal(passage) ?? contactRefusal({ passage: settled(passage), contact }) ?? quietRefusal(passage);
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
