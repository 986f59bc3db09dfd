import { createHash } from 'node:crypto';

/**
 * An opaque, deterministic id of its parts: 128 bits of SHA-256, base64url (22 characters). Parts are
 * separated unambiguously, so that ('a','bc') and ('ab','c') differ.
 */
export const hashId = (...parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16).toString('base64url');

/**
 * A number in [0, 1) that is always the same for the same salt and person: the bucket of splits,
 * experiments and holdouts.
 */
export const bucketOf = (input: { salt: string; profileId: string }): number => {
  const digest = createHash('sha256')
    .update(JSON.stringify([input.salt, input.profileId]))
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
};

/** Picks by weight with a bucket in [0, 1); the same bucket always picks the same item. */
export const pickByWeight = <T extends { readonly weight: number }>(input: {
  items: readonly T[];
  bucket: number;
}): T | undefined => {
  const total = input.items.reduce((sum, item) => sum + item.weight, 0);
  let left = input.bucket * total;
  for (const item of input.items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return input.items.at(-1);
};
