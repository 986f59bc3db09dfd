import type { Turns } from './turns.ts';

/** Does one thing as part of a group. */
export type Batcher<Item, Answer> = (item: Item) => Promise<Answer>;

type Waiting<Item, Answer> = {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (thrown: unknown) => void;
};

/**
 * Joins calls that are made at about the same time into one request (group commit). A message to the database
 * costs a process more than what is in it, so this is worth several times the throughput under load; what
 * comes before it is the batcher's turn makes the group. `run` answers in the order of the items, and must not
 * call a batcher of the same turns.
 * When a group fails before it reached the database, its items are tried one by one, so that one that cannot
 * be stored does not fail the others.
 */
export const createBatcher = <Item, Answer>(input: {
  turns: Turns;
  run: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** Whether a failed group may be tried again item by item. */
  splits: (thrown: unknown) => boolean;
  max?: number;
}): Batcher<Item, Answer> => {
  const { turns, run, splits, max = 500 } = input;
  const queue: Waiting<Item, Answer>[] = [];
  let isAsking = false;

  const settle = async (group: readonly Waiting<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await run(group.map((one) => one.item));
      for (const [index, answer] of answers.entries()) group[index]?.resolve(answer);
    } catch (thrown) {
      if (group.length > 1 && splits(thrown)) for (const one of group) await settle([one]);
      else for (const one of group) one.reject(thrown);
    }
  };

  const ask = (): void => {
    if (isAsking || queue.length === 0) return;
    isAsking = true;
    turns(() => {
      isAsking = false;
      const group = queue.splice(0, max);
      ask();
      return settle(group);
    });
  };

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      ask();
    });
};
