import type { Profile } from '../profiles/profile.ts';
import type { PlayInput } from './simulation.ts';

const isoLater = (text: string, by: number): string => new Date(Date.parse(text) + by).toISOString();

const profileLater = (profile: Profile, by: number): Profile => {
  const { computed, recheckAt: _recheckAt, watches: _watches, ...rest } = profile;
  const { firstOrderAt, lastOrderAt } = computed;
  return {
    ...rest,
    createdAt: isoLater(profile.createdAt, by),
    lastSeenAt: isoLater(profile.lastSeenAt, by),
    computed: {
      ...computed,
      ...(firstOrderAt === undefined ? {} : { firstOrderAt: isoLater(firstOrderAt, by) }),
      ...(lastOrderAt === undefined ? {} : { lastOrderAt: isoLater(lastOrderAt, by) }),
    },
    pressure: profile.pressure.map((one) => ({ ...one, at: one.at + by })),
  };
};

/**
 * The same play some time later (milliseconds): what happens, and what is known to have happened. Dates somebody wrote
 * into traits and properties stay what they are.
 */
export const moveLater = (play: PlayInput, by: number): PlayInput => {
  const { until, enter, history, earlier, entriesUntil, acts } = play;
  const eventLater = <T extends { readonly timestamp: number; readonly receivedAt: number }>(
    event: T,
  ): T => ({
    ...event,
    timestamp: event.timestamp + by,
    receivedAt: event.receivedAt + by,
  });
  return {
    ...play,
    profile: profileLater(play.profile, by),
    events: play.events.map(eventLater),
    start: play.start + by,
    ...(acts === undefined ? {} : { acts: acts.map((one) => ({ ...one, at: one.at + by })) }),
    ...(until === undefined ? {} : { until: until + by }),
    ...(enter === undefined ? {} : { enter: enter.map((one) => ({ ...one, at: one.at + by })) }),
    ...(history === undefined ? {} : { history: history.map(eventLater) }),
    ...(earlier === undefined
      ? {}
      : { earlier: earlier.map((one) => ({ ...one, enteredAt: one.enteredAt + by })) }),
    ...(entriesUntil === undefined ? {} : { entriesUntil: entriesUntil + by }),
  };
};
