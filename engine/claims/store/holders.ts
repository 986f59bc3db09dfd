import { randomUUID } from 'node:crypto';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import type { HolderDoc } from './claim-schema.ts';

/** An attempt at making a holder: its id, and what its claims name. */
export type Attempt = { readonly of: string; readonly by: string };

/** A holder as the claims see it. */
export type Holder = HolderDoc & {
  /** The claims it has; of a draft none count. */
  readonly claims: readonly string[];
};

/** The documents that hold claims. A draft is inserted before anything is claimed for it. */
export type Holders = {
  readonly find: (ids: readonly string[]) => Promise<readonly Holder[]>;
  /** Begins a holder, or joins in an attempt under way; `made` when it is there already. */
  readonly begin: (input: { of: string; expiresAt?: Date }) => Promise<Attempt | 'made'>;
  /** Ends an attempt, so that nothing it claimed counts; false when the holder was made, or the attempt is over. */
  readonly abort: (attempt: Attempt) => Promise<boolean>;
};

const triesMax = 20;

/** The filter of the write that makes a holder: only while the attempt stands. */
export const drafted = ({ of, by }: Attempt) => ({ _id: of, by, draftAt: { $exists: true } }) as const;

/** Makes the drafts over a collection of holders. */
export const createHolders = (deps: {
  collections: Collections;
  collection: string;
  find: Holders['find'];
}): Holders => {
  const drafts = deps.collections.named<HolderDoc>(deps.collection);
  return {
    find: deps.find,
    begin: async ({ of, expiresAt }) => {
      const by = randomUUID();
      const ends = expiresAt === undefined ? {} : { expiresAt };
      for (let tries = 0; ; tries += 1) {
        const standing = await drafts.findOne({ _id: of });
        if (standing !== null) {
          return standing.draftAt === undefined ? 'made' : { of, by: standing.by ?? '' };
        }
        try {
          await drafts.insertOne({ _id: of, by, draftAt: new Date(), ...ends });
          return { of, by };
        } catch (thrown) {
          if (!isDuplicate(thrown) || tries === triesMax) throw thrown;
        }
      }
    },
    abort: async (attempt) => (await drafts.deleteOne(drafted(attempt))).deletedCount === 1,
  };
};
