import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { ClaimDoc } from './claim-schema.ts';
import type { Claims } from './claims.ts';
import type { Attempt } from './holders.ts';

const digits = 9;

/** The claim of a number in a series; the number is padded, so that those of a series stand together in order. */
export const numberClaim = (input: { series: string; number: number }): string =>
  `${input.series}#${String(input.number).padStart(digits, '0')}`;

const numberIn = (claim: string): number => Number(claim.slice(-digits));

/** Numbers that nobody has, though all were handed out; `isFull` when all are held for good. */
export type FreeNumbers = { readonly free: readonly number[]; readonly isFull: boolean };

const page = 500;
/** As many are enough to choose from: several who look at once would all take the first. */
const enough = 50;

/**
 * Finds numbers of a series up to a maximum that nobody has: those without a claim, and those whose claim does not
 * count. Reads the series in pages, and stops when it has enough.
 */
export const findFreeNumbers = async (input: {
  collection: Collection<ClaimDoc>;
  claims: Claims;
  series: string;
  max: number;
  attempt: Attempt | undefined;
}): Promise<FreeNumbers> => {
  const { collection, claims, series, max, attempt } = input;
  const free: number[] = [];
  let isFull = true;
  let last = 0;
  for (;;) {
    const range = { $gt: numberClaim({ series, number: last }), $lte: numberClaim({ series, number: max }) };
    const found = await collection.find({ _id: range }).sort({ _id: 1 }).limit(page).toArray();
    const told = await claims.standingOf({ claims: found, attempt });
    const end = found.length < page ? max : numberIn(found.at(-1)?._id ?? '');
    const inPage = new Map([...told].map(([claim, standing]) => [numberIn(claim), standing]));
    for (let number = last + 1; number <= end && free.length < enough; number += 1) {
      const standing = inPage.get(number) ?? 'free';
      if (standing === 'free') free.push(number);
      if (standing !== 'held') isFull = false;
    }
    last = end;
    if (last >= max || free.length >= enough) return { free, isFull };
  }
};
