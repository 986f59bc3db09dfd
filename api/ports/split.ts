/** Undoes the merge of a profile into a person. Throws `not-found` when there is no such person or merge. */
export type SplitProfile = (input: { tenant: string; id: string; from: string }) => Promise<{
  /** The profile that is one of its own again. */
  readonly profileId: string;
  readonly from: string;
  readonly ids: readonly string[];
  /** How many events are theirs. */
  readonly events: number;
}>;
