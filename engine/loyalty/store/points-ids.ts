import { hashId } from '../../../domain/hash.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { AccountKey } from '../ports.ts';

/** The id of an account. */
export const accountId = ({ tenant, program, profileId }: AccountKey): string =>
  keyOf(tenant, `${program}:${profileId}`);

/** The id of a posting, by the account it was made in: it stays the same when the account is merged into another. */
export const postingId = (input: AccountKey & { key: string }): string =>
  keyOf(input.tenant, hashId(input.program, input.profileId, input.key));
