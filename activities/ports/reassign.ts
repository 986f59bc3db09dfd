/** What belongs to a person and goes along when two profiles turn out to be one. */
export type Reassigns = {
  /** Gives everything of one person to another; repeatable. */
  readonly reassign: (input: { tenant: string; from: string; to: string }) => Promise<void>;
};
