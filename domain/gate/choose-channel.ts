import { own } from '../json.ts';
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
  /** Epoch milliseconds. */
  readonly now: number;
};

/** Channels on which the person can be reached and wants this topic, the one they read most first. */
const reachable = (input: Choosing): readonly string[] => {
  const { step, profile, topic, optOut, now } = input;
  const all = [...new Set([...Object.keys(step.messages ?? {}), input.ownChannel])];
  return all
    .filter((channel) => addressOf({ profile, channel }) !== undefined)
    .filter((channel) => mayMarket({ consents: profile.consents, channel, topic, optOut, now }).allowed)
    .toSorted((a, b) => (own(profile.reads, b)?.length ?? 0) - (own(profile.reads, a)?.length ?? 0));
};

/** The channels before the fallbacks of the step: with `best` all that reach them, the best first. */
const firstChannels = (input: Choosing): readonly string[] => {
  const { step, profile } = input;
  const [best = input.ownChannel, ...others] = reachable(input);
  if (step.channel === 'best') return [best, ...others];
  return [step.channel === 'preferred' ? (textTrait(profile, 'preferredChannel') ?? best) : step.channel];
};

/** The channels of a send step in the order in which they are tried, until one of them delivers. */
export const channelsFor = (input: Choosing): readonly ChannelChoice[] => {
  const { step } = input;
  return [...new Set([...firstChannels(input), ...(step.fallback ?? [])])].map((channel, index) => ({
    channel,
    message: step.messages?.[channel] ?? step.message,
    isFallback: index > 0,
  }));
};
