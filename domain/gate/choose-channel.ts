import type { SendStep } from '../journey/steps.ts';
import { mayMarket } from '../profiles/consents.ts';
import { type Profile, textTrait } from '../profiles/profile.ts';
import { addressOf } from './reach.ts';

/** A channel to send on and the message made for it. */
export type ChannelChoice = {
  readonly channel: string;
  readonly message: string;
  readonly isFallback: boolean;
};

type Choosing = {
  readonly step: SendStep;
  readonly profile: Profile;
  readonly topic: string;
  /** The topic is opt-out: silence is consent. */
  readonly optOut: boolean;
  /** The channel the message of the step was written for. */
  readonly ownChannel: string;
};

/** Channels on which the person can be reached and wants this topic, the one they read most first. */
const reachable = (input: Choosing): readonly string[] => {
  const { step, profile, topic, optOut } = input;
  const all = [...new Set([...Object.keys(step.messages ?? {}), input.ownChannel])];
  return all
    .filter((channel) => addressOf({ profile, channel }) !== undefined)
    .filter((channel) => mayMarket({ consents: profile.consents, channel, topic, optOut }).allowed)
    .toSorted((a, b) => (profile.reads[b]?.length ?? 0) - (profile.reads[a]?.length ?? 0));
};

/** The channels of a send step in the order in which they are tried. */
export const channelsFor = (input: Choosing): readonly ChannelChoice[] => {
  const { step, profile } = input;
  const best = (): string => reachable(input)[0] ?? input.ownChannel;
  const preferred = (): string => textTrait(profile, 'preferredChannel') ?? best();
  const first = step.channel === 'best' ? best() : step.channel === 'preferred' ? preferred() : step.channel;
  return [...new Set([first, ...(step.fallback ?? [])])].map((channel, index) => ({
    channel,
    message: step.messages?.[channel] ?? step.message,
    isFallback: index > 0,
  }));
};
