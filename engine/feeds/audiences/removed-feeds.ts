import type { FeedSettings } from '../../../domain/feeds/feed-settings.ts';
import { own } from '../../../domain/json.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import type { PollState, PollStore } from '../../polling/ports.ts';
import type { AudienceMembers } from './ports.ts';

/** The name under which it is kept how far the people of a removed feed have left. */
export const pollOfLeaving = (feed: string): string => `leave:${feed}`;

/** A feed that kept an audience and is not published any more, while people of it are there. */
export type RemovedFeed = {
  readonly name: string;
  /** The connector that reaches the audience. */
  readonly plugin: string;
  readonly audience: string;
  /** How many have yet to leave it, up to a million. */
  readonly people: number;
  /** Undefined before its first round. */
  readonly poll: PollState | undefined;
};

const keepsAudience = (settings: FeedSettings | undefined): boolean => settings?.rows === 'audience';

/** The names of feeds that keep no audience any more and still have members. */
export const namesOfRemoved = async (input: {
  audienceMembers: Pick<AudienceMembers, 'feeds'>;
  live: LiveWorkspace;
}): Promise<readonly string[]> => {
  const { tenant, published } = input.live;
  const names = await input.audienceMembers.feeds(tenant);
  return names.filter((name) => !keepsAudience(own(published.settings.feeds, name)));
};

/** Lists feeds that were removed and whose people have yet to leave their audience. */
export type ListRemoved = (live: LiveWorkspace) => Promise<readonly RemovedFeed[]>;

/** Makes the list of feeds that were removed. */
export const createRemovedFeeds = (use: {
  audienceMembers: Pick<AudienceMembers, 'feeds' | 'page' | 'size'>;
  pollStore: Pick<PollStore, 'of'>;
}): ListRemoved => {
  const { audienceMembers, pollStore } = use;
  return async (live) => {
    const { tenant } = live;
    const names = await namesOfRemoved({ audienceMembers, live });
    const polls = names.length === 0 ? [] : await pollStore.of(tenant);
    const found = await Promise.all(
      names.map(async (name): Promise<RemovedFeed | undefined> => {
        const [member] = await audienceMembers.page({ tenant, feed: name, after: undefined, limit: 1 });
        if (member === undefined) return undefined;
        const { instance: plugin, audience } = member;
        const people = await audienceMembers.size({ tenant, feed: name });
        const poll = polls.find((one) => one.instance === plugin && one.poll === pollOfLeaving(name));
        return { name, plugin, audience, people, poll };
      }),
    );
    return found.filter((one) => one !== undefined);
  };
};
