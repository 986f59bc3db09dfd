import type { Member, Place } from '../../../domain/feeds/plan-audience.ts';

type Named = { readonly tenant: string; readonly feed: string };

/** How many the service has, how many it was told of and did not confirm yet, and how many of erased people are still to be removed; each up to a million. */
export type AudienceCount = {
  readonly members: number;
  readonly joining: number;
  readonly erased: number;
};

/** Members of the audiences that feeds keep, as hashes only. Anyone who may be in an audience there stands here before they are sent. */
export type AudienceMembers = {
  /** Notes people who are about to be added; those that are there stay as they are. */
  readonly put: (input: Named & { members: readonly Member[] }) => Promise<void>;
  /** The service has them. */
  readonly confirm: (input: Named & { ids: readonly string[] }) => Promise<void>;
  readonly drop: (input: Named & { ids: readonly string[] }) => Promise<void>;
  /** The names of the feeds that have members. */
  readonly feeds: (tenant: string) => Promise<readonly string[]>;
  readonly ofPeople: (input: Named & { profileIds: readonly string[] }) => Promise<readonly Member[]>;
  /** Members of people who were erased, who still have to be removed there. */
  readonly ofErased: (input: Named & { limit: number }) => Promise<readonly Member[]>;
  /** All of a feed by their ids, from behind one on. */
  readonly page: (input: Named & { after: string | undefined; limit: number }) => Promise<readonly Member[]>;
  /** Which of these identifiers members of the same audience have besides those of the ids: members of the feed, or of the feeds `also`. */
  readonly shared: (
    input: Named &
      Place & { also: readonly string[]; identifiers: readonly string[]; besides: readonly string[] },
  ) => Promise<ReadonlySet<string>>;
  readonly count: (input: Named) => Promise<AudienceCount>;
  /** How many there are in all, up to a million. */
  readonly size: (input: Named) => Promise<number>;
};
