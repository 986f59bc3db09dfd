import { type Batcher, createBatcher } from './batcher.ts';
import type { Turns } from './turns.ts';

/**
 * Reads documents by key in groups: `find` gets the keys once each and answers all documents that have one of
 * them; each caller gets those of its own key. What is read was in the database after the call was made.
 */
export const createLoadBatcher = <Doc>(input: {
  turns: Turns;
  find: (keys: string[]) => Promise<readonly Doc[]>;
  keysOf: (doc: Doc) => readonly string[];
}): Batcher<readonly string[], readonly Doc[]> =>
  createBatcher<readonly string[], readonly Doc[]>({
    turns: input.turns,
    splits: () => false,
    run: async (wanted) => {
      const keys = [...new Set(wanted.flat())];
      const docs = await input.find(keys);
      if (wanted.length === 1) return [docs];
      const byKey = new Map<string, Doc[]>();
      for (const doc of docs) {
        for (const key of input.keysOf(doc)) {
          const found = byKey.get(key);
          if (found === undefined) byKey.set(key, [doc]);
          else found.push(doc);
        }
      }
      return wanted.map((own) => [...new Set(own.flatMap((key) => byKey.get(key) ?? []))]);
    },
  });

/** Reads single documents by their id in groups. */
export const createIdLoader = <Doc extends { readonly _id: string }>(input: {
  turns: Turns;
  find: (ids: string[]) => Promise<readonly Doc[]>;
}): Batcher<string, Doc | undefined> => {
  const load = createLoadBatcher<Doc>({ ...input, keysOf: (doc) => [doc._id] });
  return async (id) => (await load([id]))[0];
};
