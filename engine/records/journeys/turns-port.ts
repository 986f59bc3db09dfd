/** Who was given what of one list of users, for turns that are exact. */
export type Turns = {
  /** How many turns were given. */
  readonly turn: number;
  /** The last that were given: under which id, to whom, which record, and when (real time). */
  readonly given: readonly {
    readonly by: string;
    readonly owner: string;
    readonly record: string;
    readonly at: number;
  }[];
  readonly rev: number;
};

export type TurnStore = {
  readonly get: (input: { tenant: string; series: string }) => Promise<Turns | undefined>;
  /** Writes the turns if nobody wrote them since `rev`; 0 for those that are not there yet. */
  readonly save: (input: { tenant: string; series: string; turns: Turns }) => Promise<'saved' | 'conflict'>;
  /** How many records of a kind, not deleted and in none of these stages, a user has. */
  readonly owned: (input: {
    tenant: string;
    kind: string;
    owner: string;
    ends: readonly string[];
  }) => Promise<number>;
};
