import type { Posting } from '../../../domain/loyalty/posting.ts';
import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { AccountKey } from '../ports.ts';
import type { RedemptionDoc } from './redemption-schema.ts';

/** What a crash left is gone on with after so long. */
const repairMs = 60_000;

/** Opens the redemption that a posting spent points for, once; nothing for any other posting. */
export const openRedemption = async (
  input: AccountKey & { redemptions: Collection<RedemptionDoc>; posting: Posting },
): Promise<void> => {
  const { redemptions, posting, tenant, profileId, program } = input;
  const { redemption: id, reward, key, active, at } = posting;
  if (id === undefined || reward === undefined || posting.kind !== 'spend') return;
  const whose = { tenant, profileId, program };
  const opened = { id, reward, points: -active, key, at, state: 'pending', due: at + repairMs } as const;
  try {
    await redemptions.insertOne({ ...whose, ...opened, _id: keyOf(tenant, id) });
  } catch (thrown) {
    if (!isDuplicate(thrown)) throw thrown;
  }
};
