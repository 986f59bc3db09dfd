/** Does one thing as part of a group. */
export type Batcher<Item, Answer> = (item: Item) => Promise<Answer>;

type Waiting<Item, Answer> = {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (thrown: unknown) => void;
};

/**
 * Joins calls that are made at about the same time into one request (group commit). A message to the database
 * costs a process more than what is in it, so this is worth several times the throughput under load; a call
 * on its own waits for nothing but the end of the current turn of the event loop. At most `lanes` requests are
 * under way; what comes meanwhile makes the next group. `run` answers in the order of the items.
 * When a group fails before it reached the database, its items are tried one by one, so that one that cannot
 * be stored does not fail the others.
 */
export const createBatcher = <Item, Answer>(input: {
  run: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** Whether a failed group may be tried again item by item. */
  splits: (thrown: unknown) => boolean;
  lanes?: number;
  max?: number;
}): Batcher<Item, Answer> => {
  const { run, splits, lanes = 2, max = 500 } = input;
  const queue: Waiting<Item, Answer>[] = [];
  let flying = 0;
  let isScheduled = false;

  const settle = async (group: readonly Waiting<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await run(group.map((one) => one.item));
      for (const [index, answer] of answers.entries()) group[index]?.resolve(answer);
    } catch (thrown) {
      if (group.length > 1 && splits(thrown)) for (const one of group) await settle([one]);
      else for (const one of group) one.reject(thrown);
    }
  };

  const fly = async (): Promise<void> => {
    flying += 1;
    await settle(queue.splice(0, max));
    flying -= 1;
    schedule();
  };

  const schedule = (): void => {
    if (isScheduled || queue.length === 0 || flying >= lanes) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      void fly();
      schedule();
    });
  };

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      schedule();
    });
};
