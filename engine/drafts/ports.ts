/** What one person of the team changes in a file of the workspace and did not publish yet. */
export type Draft = {
  readonly tenant: string;
  /** Whose it is: the id of a user, or of a key. */
  readonly owner: string;
  /** `journeys/welcome.json`. */
  readonly path: string;
  /** What the file is to say; null removes it. */
  readonly text: string | null;
  /** The hash of the published text it was begun from; null where there was no such file. */
  readonly base: string | null;
  /** When it was saved last: real time, epoch milliseconds. */
  readonly at: number;
};

/** Drafts, each person's own. */
export type DraftStore = {
  /** All of a person, by path. */
  readonly of: (input: { tenant: string; owner: string }) => Promise<readonly Draft[]>;
  readonly save: (draft: Draft) => Promise<void>;
  /** Removes those that were not saved again since. */
  readonly remove: (drafts: readonly Pick<Draft, 'tenant' | 'owner' | 'path' | 'at'>[]) => Promise<void>;
};
