import { type ChannelChoice, channelsFor } from '../gate/choose-channel.ts';
import { capRefusal, consentRefusal, type Passage, quietRefusal } from '../gate/gate.ts';
import { addressOf } from '../gate/reach.ts';
import type { Effect, EffectResult } from '../journey/effects.ts';
import type { SendStep } from '../journey/steps.ts';
import { localeChain } from '../messages/locales.ts';
import { messageIdFor } from '../messages/message-id.ts';
import type { RenderResult } from '../messages/render-message.ts';
import { textTrait } from '../profiles/profile.ts';
import type { SimulatedMessage } from './simulation.ts';
import { type RunAtWork, runFactsIn, templateContextIn, type World, zoneIn } from './world.ts';

type Sending = {
  readonly world: World;
  readonly run: RunAtWork;
  readonly effect: Effect;
  readonly step: SendStep;
};
type Attempt = Sending & {
  readonly choice: ChannelChoice;
  readonly message: SimulatedMessage;
  readonly address: string;
  readonly passage: Passage;
};

/** A message that misses something it needs is looked at again after this long. */
const holdMs = 3_600_000;

/** The links of a message as they are shown: nobody's signature is on them. */
const linksIn = ({ settings, profile }: World): Readonly<Record<string, string>> => {
  const shop = settings.url.replace(/\/+$/, '');
  return {
    unsubscribe: `${shop}/simulated/unsubscribe`,
    preferences: `${shop}/simulated/preferences`,
    view: `${shop}/simulated/view`,
    referral: `${shop}/?referral_code=${profile.referralCode}`,
  };
};

const rendered = ({ world, run, message }: Attempt): RenderResult => {
  const { profile, settings } = world;
  if (message.render === undefined) {
    return { kind: 'rendered', locale: '', subject: '', preheader: '', text: '', missing: [] };
  }
  const seen = templateContextIn({ world, run });
  return message.render({
    context: {
      profile,
      entry: seen['entry'],
      event: seen['event'],
      steps: seen['steps'],
      tenant: seen['tenant'],
      links: linksIn(world),
    },
    locales: localeChain({
      preferred: [textTrait(profile, 'locale'), textTrait(profile, 'language')],
      fallback: settings.defaultLocale,
    }),
    zone: zoneIn(world),
  });
};

/** The gate, in its order: suppression, consent and topic, still eligible, frequency cap, quiet hours. */
const refusal = async ({ world, run, step, passage }: Attempt): Promise<EffectResult | undefined> => {
  if (world.suppressed.has(passage.channel)) return { kind: 'skipped', reason: 'suppressed' };
  const unwanted = consentRefusal(passage);
  if (unwanted !== undefined) return unwanted;
  const decider = world.journey.steps.get(step.id);
  const facts = runFactsIn({ world, run });
  if (decider !== undefined && (await decider.decide({ facts })).matched === null) {
    return { kind: 'skipped', reason: 'no-longer-eligible' };
  }
  return capRefusal(passage) ?? quietRefusal(passage);
};

const press = ({ world, passage }: Attempt): void => {
  if (passage.class === 'transactional' || world.settings.caps.length === 0) return;
  const { messageId: id, channel, topic } = passage;
  const pressure = [...world.profile.pressure, { id, at: world.now, channel, topic }];
  world.profile = { ...world.profile, pressure };
};

const handOver = (attempt: Attempt): EffectResult => {
  const { world, run, effect, step, choice, passage } = attempt;
  const made = rendered(attempt);
  if (made.kind === 'missing') {
    const detail = { variables: [...made.variables] };
    return made.policy === 'hold'
      ? { kind: 'deferred', reason: 'missing-variable', until: world.now + holdMs, detail }
      : { kind: 'skipped', reason: 'missing-variable', detail };
  }
  press(attempt);
  const { messageId, channel, topic } = passage;
  world.sent.push({
    at: world.now,
    run: run.id,
    entryKey: run.entryKey,
    step: step.id,
    visit: effect.visit,
    messageId,
    message: choice.message,
    channel,
    class: passage.class,
    topic,
    to: attempt.address,
    subject: made.subject,
    text: made.text,
    ...(made.locale === '' ? {} : { locale: made.locale }),
    ...(made.html === undefined ? {} : { html: made.html }),
  });
  return { kind: 'sent', messageId, channel };
};

const tryOn = async (input: Sending & { choice: ChannelChoice }): Promise<EffectResult> => {
  const { world, run, effect, step, choice } = input;
  const { channel } = choice;
  const message = world.messages.get(choice.message);
  if (message === undefined) {
    return { kind: 'failed', reason: 'no-such-message', detail: { message: choice.message } };
  }
  const address = addressOf({ profile: world.profile, channel });
  if (address === undefined) return { kind: 'skipped', reason: 'no-address', detail: { channel } };
  const passage: Passage = {
    messageId: messageIdFor({
      tenant: world.settings.tenant,
      runId: run.id,
      step: choice.isFallback ? `${step.id}:${channel}` : step.id,
      visit: effect.visit,
    }),
    step,
    class: message.class,
    channel,
    topic: step.topic ?? message.topic ?? 'general',
    profile: world.profile,
    settings: world.settings,
    zone: zoneIn(world),
    now: world.now,
  };
  const attempt: Attempt = { ...input, message, address, passage };
  return (await refusal(attempt)) ?? handOver(attempt);
};

/** Sends a message through the gate, on the first channel that takes it. */
export const send = async (input: Sending): Promise<EffectResult> => {
  const { world, step } = input;
  if (world.input.choose?.[step.id] === 'failure') return { kind: 'failed', reason: 'chosen' };
  const own = world.messages.get(step.message);
  const topic = step.topic ?? own?.topic ?? 'general';
  const choices = channelsFor({
    step,
    profile: world.profile,
    topic,
    optOut: world.settings.topics[topic]?.default === 'opt-out',
    ownChannel: own?.channel ?? 'email',
  });
  let last: EffectResult = { kind: 'skipped', reason: 'no-channel' };
  for (const choice of choices) {
    last = await tryOn({ ...input, choice });
    if (last.kind !== 'failed' && last.kind !== 'skipped') return last;
  }
  return last;
};
