import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { PlaceStore } from '../ports.ts';
import { CicloError } from '../../../domain/errors.ts';
import type { CapKind, CapWindow } from '../../../domain/journey/entry-caps.ts';
import { type Claims, createClaims } from '../../claims/store/claims.ts';
import { numberClaim } from '../../claims/store/free-numbers.ts';
import { type Attempt, createHolders, drafted } from '../../claims/store/holders.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type ClaimDoc, placeClaimSchema } from '../../claims/store/claim-schema.ts';
import { type PlaceCounterDoc, placeCounterSchema, type PlacesDoc, placesSchema } from './entry-schema.ts';
import { createPlaceNumbers } from './place-numbers.ts';

const triesMax = 200;
/** Counted places stay so long after their window, so that what is late still finds them. */
const keptMs = 3 * 86_400_000;

const expiryOf = (ends: readonly (number | undefined)[]): Date | undefined => {
  const known = ends.filter((end) => end !== undefined);
  return known.length < ends.length ? undefined : new Date(Math.max(...known) + keptMs);
};

const until = (expiresAt: Date | undefined) => (expiresAt === undefined ? {} : { expiresAt });

type Taking = {
  readonly windows: readonly CapWindow[];
  readonly attempt: Attempt;
  /** The name of a window. */
  readonly series: (of: CapWindow) => string;
  /** What was taken is added here, also when a later window is full. */
  readonly taken: string[];
};

/** Makes the taking of one place in each window; answers which is full. */
const createTakeAll = (deps: { claims: Claims; numberOf: ReturnType<typeof createPlaceNumbers> }) => {
  const takeOne = async (input: Taking & { of: CapWindow }): Promise<string | undefined> => {
    const { of, attempt, series } = input;
    const window = series(of);
    const about = until(expiryOf([of.ends]));
    for (let tries = 0; tries < triesMax; tries += 1) {
      const number = await deps.numberOf({ window, of, attempt, expiresAt: about.expiresAt });
      if (number === undefined) return undefined;
      const claim = numberClaim({ series: window, number });
      if (await deps.claims.take({ claim, attempt, about })) return claim;
    }
    throw new CicloError({ code: 'unavailable', message: 'Too many enter this journey at once.' });
  };
  return async (input: Taking): Promise<CapKind | undefined> => {
    for (const of of input.windows) {
      const claim = await takeOne({ ...input, of });
      if (claim === undefined) return of.kind;
      input.taken.push(claim);
    }
    return undefined;
  };
};

const createHoldersOf = (input: { collections: Collections; places: Collection<PlacesDoc> }) =>
  createHolders({
    collections: input.collections,
    collection: input.places.collectionName,
    find: async (ids) => {
      const docs = await input.places.find({ _id: { $in: [...ids] } }).toArray();
      return docs.map((doc) => ({ ...doc, claims: doc.places ?? [] }));
    },
  });

/**
 * The places people take under the caps of a journey: numbers of a window, each claimed by one run (see
 * `createClaims`), so the database itself refuses an entry that exceeds the cap, whatever happens at once
 * and wherever a process dies.
 */
export const createPlaceStore = (deps: { collections: Collections }): PlaceStore => {
  const { collections } = deps;
  const places = collections.of<PlacesDoc>(placesSchema);
  const collection = collections.of<ClaimDoc>(placeClaimSchema);
  const counters = collections.of<PlaceCounterDoc>(placeCounterSchema);
  const holders = createHoldersOf({ collections, places });
  const claims = createClaims({ claims: collection, holders });
  const takeAll = createTakeAll({ claims, numberOf: createPlaceNumbers({ collection, claims, counters }) });
  return guarded<PlaceStore>({
    take: async ({ tenant, journey, run, windows }) => {
      if (windows.length === 0) return { kind: 'taken' };
      const series = (of: CapWindow): string => `${tenant}:${journey}:${of.window}`;
      const ends = until(expiryOf(windows.map((of) => of.ends)));
      for (let tries = 0; tries < triesMax; tries += 1) {
        const attempt = await holders.begin({ of: keyOf(tenant, run), ...ends });
        if (attempt === 'made') return { kind: 'taken' };
        const taken: string[] = [];
        const cap = await takeAll({ windows, attempt, series, taken });
        if (cap === undefined) {
          const made = { $set: { places: taken }, $unset: { draftAt: '' } } as const;
          if ((await places.updateOne(drafted(attempt), made)).matchedCount === 1) return { kind: 'taken' };
        } else if (await claims.abort({ attempt, taken })) return { kind: 'full', cap };
      }
      throw new CicloError({ code: 'unavailable', message: 'Too many enter this journey at once.' });
    },
    release: async ({ tenant, journey, run, windows }) => {
      await places.updateOne({ _id: keyOf(tenant, run) }, { $set: { places: [] } });
      // A window that was known to be full is looked through again.
      for (const { window } of windows) {
        await counters.updateOne({ _id: `${tenant}:${journey}:${window}` }, { $unset: { full: '' } });
      }
    },
  });
};
