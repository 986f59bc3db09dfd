import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { ProfileStore } from '../ports.ts';
import { toProfileRow } from './profile-doc.ts';
import type { ProfileDoc } from './profile-schema.ts';

const ownersMax = 20;

/** Makes the look for the profiles that have a push device; nearly always there is one. */
export const createWithPushDevice =
  (profiles: Collection<ProfileDoc>): ProfileStore['withPushDevice'] =>
  async ({ tenant, device }) => {
    const docs = await profiles
      .find({ pushed: keyOf(tenant, device) })
      .limit(ownersMax)
      .toArray();
    return docs.map(toProfileRow);
  };
