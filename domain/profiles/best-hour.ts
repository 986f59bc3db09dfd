import { own } from '../json.ts';
import type { Profile } from './profile.ts';

const readsNeeded = 5;

/** The hour most of a person's reads of a channel fall in, the earliest of several; undefined until there are enough. */
export const bestHourOf = (input: {
  profile: Pick<Profile, 'reads'>;
  channel: string;
}): number | undefined => {
  const hours = own(input.profile.reads, input.channel) ?? [];
  if (hours.length < readsNeeded) return undefined;
  const counts = new Map<number, number>();
  for (const hour of hours) counts.set(hour, (counts.get(hour) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
};
