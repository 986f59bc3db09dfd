import type { Connection } from 'mongoose';

import type { PlaceStore } from '../../activities/ports/entries.ts';
import { CicloError } from '../../domain/errors.ts';
import type { CapWindow } from '../../domain/journey/entry-caps.ts';
import { duplicateIndex } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type PlaceCounterDoc, placeCounterSchema, type PlacesDoc, placesSchema } from '../schemas/entry.ts';
import { createPlaceNumbers, placeKey } from './place-numbers.ts';

const triesMax = 200;
/** Counted places stay so long after their window, so that what is late still finds them. */
const keptMs = 3 * 86_400_000;

const expiryOf = (ends: readonly (number | undefined)[]): Date | undefined => {
  const known = ends.filter((end) => end !== undefined);
  return known.length < ends.length ? undefined : new Date(Math.max(...known) + keptMs);
};

/**
 * The places people take under the caps of a journey. The insert of one document is all there is to it: the
 * number it has in each window is unique, so the database itself refuses the entry that would be one too many, whatever
 * happens at once and wherever a process dies. Everything before the insert only finds numbers that are likely free.
 */
export const createPlaceStore = (deps: { connection: Connection }): PlaceStore => {
  const { connection } = deps;
  const places = driverOf<PlacesDoc>({ connection, schema: placesSchema });
  const counters = driverOf<PlaceCounterDoc>({ connection, schema: placeCounterSchema });
  const numberOf = createPlaceNumbers({ places, counters });
  return guarded<PlaceStore>({
    take: async ({ tenant, journey, run, windows }) => {
      const _id = keyOf(tenant, run);
      const isKnown = async (): Promise<boolean> => (await places.findOne({ _id })) !== null;
      if (windows.length === 0 || (await isKnown())) return { kind: 'taken' };
      const keyOfWindow = (of: CapWindow): string => `${tenant}:${journey}:${of.window}`;
      const expiresAt = expiryOf(windows.map(({ ends }) => ends));
      const chosen = new Map<CapWindow, number>();
      for (let tries = 0; tries < triesMax; tries += 1) {
        for (const of of windows) {
          if (chosen.has(of)) continue;
          const window = keyOfWindow(of);
          const number = await numberOf({ window, of, expiresAt: expiryOf([of.ends]) });
          if (number === undefined)
            return (await isKnown()) ? { kind: 'taken' } : { kind: 'full', cap: of.kind };
          chosen.set(of, number);
        }
        const taken = [...chosen].map(([of, number]) => placeKey({ window: keyOfWindow(of), number }));
        try {
          await places.insertOne({ _id, places: taken, ...(expiresAt === undefined ? {} : { expiresAt }) });
          return { kind: 'taken' };
        } catch (thrown) {
          if (duplicateIndex(thrown) === undefined) throw thrown;
          if (await isKnown()) return { kind: 'taken' };
          const others = new Set(
            (await places.find({ places: { $in: taken } }).toArray()).flatMap((doc) => doc.places),
          );
          for (const [of, number] of chosen) {
            if (others.has(placeKey({ window: keyOfWindow(of), number }))) chosen.delete(of);
          }
        }
      }
      throw new CicloError({ code: 'unavailable', message: 'Too many enter this journey at once.' });
    },
  });
};
