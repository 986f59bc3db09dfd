/** What a feed carries: rows that were added or changed, each about one event, person, message or erasure; or an audience. */
export const feedRows = ['events', 'profiles', 'messages', 'erasures', 'audience'] as const;
export type FeedRows = (typeof feedRows)[number];
/** Those that are rows one after the other; an audience is kept as it stands. */
export type ListedRows = Exclude<FeedRows, 'audience'>;
