/** A subscription as a stand-in of a vendor keeps it. */
export type KeptSubscription = {
  readonly id: string;
  readonly url: string;
  readonly topics: readonly string[];
  readonly isActive: boolean;
};

/** Makes the subscriptions of a stand-in: its routes read and change them, and so do the checks. */
export const createSubscriptionBook = () => {
  const rows = new Map<string, KeptSubscription>();
  let count = 0;
  let told: () => void = () => undefined;
  return {
    all: (): readonly KeptSubscription[] => [...rows.values()],
    add: (input: { readonly url: string; readonly topics: readonly string[] }): KeptSubscription => {
      count += 1;
      const row = { ...input, id: String(count), isActive: true };
      rows.set(row.id, row);
      told();
      return row;
    },
    /** Calls `listener` whenever one was made, before the answer is sent. */
    whenAdded: (listener: () => void): void => {
      told = listener;
    },
    /** The vendor sends no more, as after many deliveries that failed. */
    stop: (id: string): void => {
      const row = rows.get(id);
      if (row !== undefined) rows.set(id, { ...row, isActive: false });
    },
    remove: (id: string): boolean => rows.delete(id),
  };
};

export type SubscriptionBook = ReturnType<typeof createSubscriptionBook>;
