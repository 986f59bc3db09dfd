import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import type { ClaimDoc } from './claim-schema.ts';
import type { Attempt, Holder, Holders } from './holders.ts';

type About = Pick<ClaimDoc, 'tenant' | 'profileId' | 'what' | 'expiresAt'>;

/** How a claim stands: nobody has it; a draft, which may yet come to nothing; or for good. */
export type Standing = 'free' | 'promised' | 'held';

/** Names and numbers of which each is held by at most one document. */
export type Claims = {
  /** True when the attempt has the claim now. */
  readonly take: (input: { claim: string; attempt: Attempt; about?: About }) => Promise<boolean>;
  /** How claims stand for an attempt, to which its own are free. */
  readonly standingOf: (input: {
    claims: readonly ClaimDoc[];
    attempt: Attempt | undefined;
  }) => Promise<ReadonlyMap<string, Standing>>;
  /** Ends an attempt and takes its claims away; false when the holder was made meanwhile. */
  readonly abort: (input: { attempt: Attempt; taken: readonly string[] }) => Promise<boolean>;
};

/** Drafts are given up after so long. Longer than any attempt takes; what is decided then does not rest on it. */
const draftMs = 60_000;

const triesMax = 5;

/**
 * Makes claims. A holder is begun as a draft, claims what it needs, each by the insert of one document, and is then made by
 * one write that finds its draft. A claim counts while its holder is a draft of the same attempt, and for good
 * when the holder was made and carries it. Anything else is left over from an attempt that can never be finished,
 * and anyone who finds it takes it over. So nothing is given out twice, whatever happens at once, and nothing is
 * lost wherever a process dies: a draft that stands still for a minute is deleted, which ends its attempt.
 */
export const createClaims = (deps: {
  claims: Collection<ClaimDoc>;
  holders: Pick<Holders, 'find' | 'abort'>;
}): Claims => {
  const { claims, holders } = deps;

  const standing = async (input: {
    claim: ClaimDoc;
    holder: Holder | undefined;
    attempt: Attempt | undefined;
  }): Promise<Standing> => {
    const { claim, holder, attempt } = input;
    const { of, by } = claim;
    if (of === attempt?.of && by === attempt.by) return 'free';
    if (holder === undefined || (holder.by ?? '') !== by) return 'free';
    if (holder.draftAt === undefined) return holder.claims.includes(claim._id) ? 'held' : 'free';
    if (Date.now() - holder.draftAt.getTime() < draftMs) return 'promised';
    if (await holders.abort({ of, by })) return 'free';
    // Somebody else ended the draft, or its own attempt made it after all.
    const [now] = await holders.find([of]);
    return standing({ claim, holder: now, attempt });
  };

  const standingOf: Claims['standingOf'] = async ({ claims: given, attempt }) => {
    const found = await holders.find([...new Set(given.map(({ of }) => of))]);
    const byId = new Map(found.map((holder) => [holder._id, holder]));
    const told = new Map<string, Standing>();
    for (const claim of given) {
      told.set(claim._id, await standing({ claim, holder: byId.get(claim.of), attempt }));
    }
    return told;
  };

  return {
    standingOf,
    take: async ({ claim: _id, attempt, about = {} }) => {
      for (let tries = 0; tries < triesMax; tries += 1) {
        try {
          await claims.insertOne({ ...about, ...attempt, _id });
          return true;
        } catch (thrown) {
          if (!isDuplicate(thrown)) throw thrown;
        }
        const there = await claims.findOne({ _id });
        if (there === null) continue;
        const { of, by } = there;
        if (of === attempt.of && by === attempt.by) return true;
        if ((await standingOf({ claims: [there], attempt })).get(_id) !== 'free') return false;
        const { matchedCount } = await claims.replaceOne({ _id, of, by }, { ...about, ...attempt });
        if (matchedCount === 1) return true;
      }
      return false;
    },
    abort: async ({ attempt, taken }) => {
      const isEnded = await holders.abort(attempt);
      if (isEnded && taken.length > 0) await claims.deleteMany({ _id: { $in: [...taken] }, ...attempt });
      return isEnded;
    },
  };
};
