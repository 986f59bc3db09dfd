import { type ChannelChoice, channelsFor } from '../../../domain/gate/choose-channel.ts';
import { own } from '../../../domain/json.ts';
import type { SendStep } from '../../../domain/journey/steps.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';

export type { ChannelChoice } from '../../../domain/gate/choose-channel.ts';

/** The topic of what a send step sends. */
export const topicOf = (input: { step: SendStep; live: LiveWorkspace }): string => {
  const { step, live } = input;
  return step.topic ?? live.messages.get(step.message)?.compiled.topic ?? 'general';
};

/**
 * The channels of a send step in the order in which they are tried; with `after` only those that come after a channel on
 * which it could not be delivered.
 */
export const channelsOf = (input: {
  profile: Profile;
  live: LiveWorkspace;
  step: SendStep;
  after?: string | undefined;
  /** Epoch milliseconds. */
  now: number;
}): readonly ChannelChoice[] => {
  const { profile, live, step, after, now } = input;
  const topic = topicOf(input);
  const choices = channelsFor({
    step,
    profile,
    topic,
    optOut: own(live.published.settings.topics, topic)?.default === 'opt-out',
    now,
    ownChannel: live.messages.get(step.message)?.compiled.channel ?? 'email',
  });
  if (after === undefined) return choices;
  const failed = choices.findIndex(({ channel }) => channel === after);
  return choices
    .slice(failed + 1)
    .filter(({ channel }) => channel !== after)
    .map((choice) => ({ ...choice, isFallback: true }));
};
