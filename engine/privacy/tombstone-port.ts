/** Keyed hashes of what erased people were known by, and when they were erased. Nothing can be read from them. */
export type TombstoneStore = {
  /** Notes an erasure under each hash; of several erasures the latest stands. */
  readonly put: (input: { tenant: string; hashes: readonly string[]; at: number }) => Promise<void>;
  /** When each of these was erased; those that were not are not among them. */
  readonly find: (input: {
    tenant: string;
    hashes: readonly string[];
  }) => Promise<ReadonlyMap<string, number>>;
};
