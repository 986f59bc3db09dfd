/** Who has the places of one event: ids of the records of their registrations. */
export type Roll = {
  readonly holders: readonly string[];
  /** Of them, those that were given a place and whose record may not say so yet. */
  readonly promised: readonly string[];
  readonly rev: number;
};

export type RollStore = {
  readonly get: (input: { tenant: string; event: string }) => Promise<Roll | undefined>;
  /** Writes the roll if nobody wrote it since `rev`; 0 for one that is not there yet. */
  readonly save: (input: { tenant: string; event: string; roll: Roll }) => Promise<'saved' | 'conflict'>;
};
