import { randomUUID } from 'node:crypto';

import type { Collections } from '../../../../platform/mongo/collections/collection.ts';
import type { Turns } from '../../../../platform/mongo/batching/turns.ts';
import { keyOf } from '../../../../platform/mongo/keys.ts';
import { type IdentityDoc, identitySchema } from '../identity-schema.ts';
import { createClaimOne } from './claim-one.ts';
import type { OwnerProfiles } from './find-owner.ts';
import { createIdentityRows } from './identity-rows.ts';

type Person = { readonly tenant: string; readonly profileId: string };

/** What became of a claim: all are the person's now, or one is somebody else's and nothing has changed. */
export type Claimed =
  | { readonly kind: 'claimed'; readonly undo: () => Promise<void> }
  | { readonly kind: 'taken' };

/** Whose which identity is; every identity is of at most one profile. */
export type Identities = {
  /** The claims on identities that are anybody's. */
  readonly find: (input: { tenant: string; ids: readonly string[] }) => Promise<readonly IdentityDoc[]>;
  /** Makes identities a person's. `undo` gives those back that were nobody's before, if nobody claimed them since. */
  readonly claim: (input: Person & { ids: readonly string[] }) => Promise<Claimed>;
  /** Makes the identities nobody's, unless they were claimed again since they were read. */
  readonly release: (rows: readonly IdentityDoc[]) => Promise<void>;
  /** Gives all identities of a person to another. */
  readonly move: (input: { tenant: string; from: string; to: string }) => Promise<void>;
};

/**
 * The identities of people, each a document of its own. A profile claims its identities before it is inserted or
 * replaced, so that the claim decides who gets one that two want. A crash between leaves a claim for a profile
 * that is not there: a repeat of the same event makes that profile; anybody else who needs the identity takes it
 * over (see `createClaimOne`).
 */
export const createIdentities = (deps: {
  collections: Collections;
  turns: Turns;
  profiles: OwnerProfiles;
}): Identities => {
  const identities = deps.collections.of<IdentityDoc>(identitySchema);
  const rows = createIdentityRows({ identities, turns: deps.turns });
  const claimOne = createClaimOne({ rows, profiles: deps.profiles });

  return {
    find: async ({ tenant, ids }) => {
      const found = await Promise.all(ids.map((id) => rows.load(keyOf(tenant, id))));
      return found.filter((row) => row !== undefined);
    },
    claim: async ({ tenant, profileId, ids }) => {
      const by = randomUUID();
      const keys = [...new Set(ids.map((id) => keyOf(tenant, id)))];
      const told = await Promise.all(
        keys.map(async (_id) => ({ _id, is: await claimOne({ _id, tenant, profileId, by }) })),
      );
      const added = told.filter(({ is }) => is === 'new').map(({ _id }) => _id);
      const undo = async (): Promise<void> => {
        await Promise.all(added.map((_id) => rows.write({ deleteOne: { filter: { _id, by } } })));
      };
      if (!told.some(({ is }) => is === 'taken')) return { kind: 'claimed', undo };
      await undo();
      return { kind: 'taken' };
    },
    release: async (held) => {
      const ops = held.map(({ _id, by }) => rows.write({ deleteOne: { filter: { _id, by } } }));
      await Promise.all(ops);
    },
    move: async ({ tenant, from, to }) => {
      await identities.updateMany({ tenant, profileId: from }, { $set: { profileId: to } });
    },
  };
};
