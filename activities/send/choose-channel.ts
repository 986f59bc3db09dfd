import type { SendStep } from '../../domain/journey/steps.ts';
import { mayMarket } from '../../domain/profiles/consents.ts';
import { textTrait } from '../../domain/profiles/profile.ts';
import type { Session } from '../burst/session.ts';
import { addressOf } from './reach.ts';

/** A channel to send on and the message made for it. */
export type ChannelChoice = {
  readonly channel: string;
  readonly message: string;
  readonly isFallback: boolean;
};

const messageFor = (input: { step: SendStep; channel: string }): string =>
  input.step.messages?.[input.channel] ?? input.step.message;

/** Channels on which the person can be reached and wants this topic, the one they read last first. */
const reachable = (input: { session: Session; step: SendStep; topic: string }): readonly string[] => {
  const { session, step } = input;
  const { profile, live } = session;
  const optOut = live.published.settings.topics[input.topic]?.default === 'opt-out';
  const all = [
    ...new Set([
      ...Object.keys(step.messages ?? {}),
      live.messages.get(step.message)?.compiled.channel ?? 'email',
    ]),
  ];
  return all
    .filter((channel) => addressOf({ profile, channel }) !== undefined)
    .filter(
      (channel) => mayMarket({ consents: profile.consents, channel, topic: input.topic, optOut }).allowed,
    )
    .toSorted((a, b) => (profile.reads[b]?.length ?? 0) - (profile.reads[a]?.length ?? 0));
};

/** The channels of a send step in the order in which they are tried. */
export const channelsOf = (input: {
  session: Session;
  step: SendStep;
  topic: string;
}): readonly ChannelChoice[] => {
  const { session, step } = input;
  const best = (): string =>
    reachable(input)[0] ?? session.live.messages.get(step.message)?.compiled.channel ?? 'email';
  const first =
    step.channel === 'best'
      ? best()
      : step.channel === 'preferred'
        ? (textTrait(session.profile, 'preferredChannel') ?? best())
        : step.channel;
  const channels = [...new Set([first, ...(step.fallback ?? [])])];
  return channels.map((channel, index) => ({
    channel,
    message: messageFor({ step, channel }),
    isFallback: index > 0,
  }));
};
