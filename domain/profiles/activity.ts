import type { AcceptedEvent } from '../events/event.ts';
import { own } from '../json.ts';
import { profileLimits } from './profile-limits.ts';

/** What somebody did on one channel: how often they opened and clicked, not counting what programs did. */
export type ChannelActivity = { readonly opens: number; readonly clicks: number };

/** How somebody reads and visits, counted from their events; what programs do in their name is not among it. */
export type Activity = {
  readonly opens: number;
  readonly clicks: number;
  /** Visits to the shop's pages or app; a new one begins after 30 minutes without an event. */
  readonly sessions: number;
  readonly channels?: Readonly<Record<string, ChannelActivity>>;
  /** The channel on which they click most, then open most. */
  readonly preferredChannel?: string;
};

/** The visits of somebody as stretches of time, epoch milliseconds, the earliest first, and how many there were before those. */
export type Visits = {
  readonly dropped: number;
  readonly spans: readonly (readonly [from: number, until: number])[];
};

/** What of a profile is counted here. */
export type Counted = { readonly activity?: Activity; readonly visits?: Visits };

/** A visit is over after so long without an event, as analytics count it. */
const idleMs = 30 * 60_000;
/** So many of the latest visits are kept in detail; what happened before them begins no other visit. */
const spansMax = 20;

const { channels: channelsMax, channelName } = profileLimits;
const noVisits: Visits = { dropped: 0, spans: [] };

/** Visits with what lies within half an hour of each other joined, whatever order they came in. */
const joined = (all: Visits['spans'], dropped: number): Visits => {
  const spans: (readonly [number, number])[] = [];
  for (const [from, until] of all.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = spans.at(-1);
    if (last !== undefined && from - last[1] <= idleMs)
      spans.splice(-1, 1, [last[0], Math.max(last[1], until)]);
    else spans.push([from, until]);
  }
  const over = Math.max(0, spans.length - spansMax);
  return { dropped: dropped + over, spans: spans.slice(over) };
};

const withEvent = (visits: Visits, at: number): Visits => {
  const { spans, dropped } = visits;
  const last = spans.at(-1);
  if (last !== undefined && last[0] <= at && at <= last[1]) return visits;
  const [first] = spans;
  if (dropped > 0 && first !== undefined && at < first[0] - idleMs) return visits;
  return joined([...spans, [at, at]], dropped);
};

type Channels = NonNullable<Activity['channels']>;

const preferred = (channels: Channels): string | undefined =>
  Object.entries(channels).toSorted(
    ([a, one], [b, other]) => other.clicks - one.clicks || other.opens - one.opens || (a < b ? -1 : 1),
  )[0]?.[0];

const sum = (channels: Channels, of: 'opens' | 'clicks'): number =>
  Object.values(channels).reduce((all, one) => all + one[of], 0);

/** What is shown of counts; nothing of somebody who never did anything. */
const activityOf = (channels: Channels, visits: Visits): Counted => {
  const sessions = visits.dropped + visits.spans.length;
  const preferredChannel = preferred(channels);
  if (sessions === 0 && preferredChannel === undefined) return {};
  return {
    activity: {
      opens: sum(channels, 'opens'),
      clicks: sum(channels, 'clicks'),
      sessions,
      ...(preferredChannel === undefined ? {} : { channels, preferredChannel }),
    },
    ...(sessions === 0 ? {} : { visits }),
  };
};

const withRead = (channels: Channels, event: Pick<AcceptedEvent, 'name' | 'properties'>): Channels => {
  const of = event.name === 'Email Opened' ? 'opens' : event.name === 'Link Clicked' ? 'clicks' : undefined;
  if (of === undefined || event.properties['machine'] === true) return channels;
  const given = event.properties['channel'];
  const channel = typeof given === 'string' ? given : 'email';
  const known = own(channels, channel);
  const isOneMore = known === undefined && Object.keys(channels).length >= channelsMax;
  if (isOneMore || channel.length > channelName) return channels;
  const { opens, clicks } = known ?? { opens: 0, clicks: 0 };
  const next = of === 'opens' ? { opens: opens + 1, clicks } : { opens, clicks: clicks + 1 };
  return Object.fromEntries([
    ...Object.entries(channels).filter(([name]) => name !== channel),
    [channel, next],
  ]);
};

/** Whether an event happened on the pages or in the app of the shop, in front of the person. */
const isVisit = ({ trust, type }: Pick<AcceptedEvent, 'trust' | 'type'>): boolean =>
  trust === 'public' || type === 'page' || type === 'screen';

/** Counts one event. What is counted is the same in whatever order events come. */
export const countActivity = <P extends Counted>(profile: P, event: AcceptedEvent): P => {
  const before = profile.activity?.channels ?? {};
  const channels = withRead(before, event);
  const was = profile.visits ?? noVisits;
  const visits = isVisit(event) ? withEvent(was, event.timestamp) : was;
  if (channels === before && visits === was) return profile;
  const counted = activityOf(channels, visits);
  // A visit that goes on changes no count, so nothing that looks at counts has to be worked out again.
  const { activity } = profile;
  const isSame = channels === before && counted.activity?.sessions === activity?.sessions;
  return { ...profile, ...counted, ...(isSame && activity !== undefined ? { activity } : {}) };
};

const added = (one: Channels, other: Channels, sign: 1 | -1): Channels => {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].slice(0, channelsMax);
  return Object.fromEntries(
    names.flatMap((name): [string, ChannelActivity][] => {
      const [a, b] = [own(one, name), own(other, name)];
      const opens = Math.max(0, (a?.opens ?? 0) + sign * (b?.opens ?? 0));
      const clicks = Math.max(0, (a?.clicks ?? 0) + sign * (b?.clicks ?? 0));
      return opens + clicks === 0 ? [] : [[name, { opens, clicks }]];
    }),
  );
};

/** What two people did who turn out to be one: visits that lie within half an hour of each other are one. */
export const joinActivity = (one: Counted, other: Counted): Counted => {
  const [a, b] = [one.visits ?? noVisits, other.visits ?? noVisits];
  const visits = joined([...a.spans, ...b.spans], a.dropped + b.dropped);
  return activityOf(added(one.activity?.channels ?? {}, other.activity?.channels ?? {}, 1), visits);
};

/** What one of two did who were taken for one: `replayed` is what their own events come to, which says when they visited. */
export const splitActivity = (input: { merged: Counted; gone: Counted; replayed: Counted }): Counted => {
  const { merged, gone, replayed } = input;
  const channels = added(merged.activity?.channels ?? {}, gone.activity?.channels ?? {}, -1);
  const visits = gone.visits === undefined ? merged.visits : replayed.visits;
  return activityOf(channels, visits ?? noVisits);
};
