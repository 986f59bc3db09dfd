import type { mongo } from 'mongoose';

import type { CapWindow } from '../../domain/journey/entry-caps.ts';
import { changeOrAdd } from '../change-or-add.ts';
import type { PlaceCounterDoc, PlacesDoc } from '../schemas/entry.ts';

/** The name of a place; the number is padded, so that the places of a window stand together. */
export const placeKey = (input: { window: string; number: number }): string =>
  `${input.window}#${String(input.number).padStart(9, '0')}`;

/** Numbers of a window nobody has, though all were handed out: of entries that found a longer window full. */
const findGap = async (input: {
  places: mongo.Collection<PlacesDoc>;
  window: string;
  max: number;
}): Promise<number | undefined> => {
  const { places, window, max } = input;
  const range = { $gte: placeKey({ window, number: 0 }), $lte: placeKey({ window, number: 999_999_999 }) };
  const docs = await places.find({ places: { $elemMatch: range } }, { projection: { places: 1 } }).toArray();
  const taken = new Set(docs.flatMap((doc) => doc.places));
  const free: number[] = [];
  for (let number = 1; number <= max; number += 1) {
    if (!taken.has(placeKey({ window, number }))) free.push(number);
  }
  // Any of them: several who look at once would all take the first.
  return free[Math.floor(Math.random() * free.length)];
};

/**
 * Makes the handing out of numbers of places: one document a window counts them. A number counts only once a run carries
 * it. Undefined when all up to the maximum are taken.
 */
export const createPlaceNumbers = (deps: {
  places: mongo.Collection<PlacesDoc>;
  counters: mongo.Collection<PlaceCounterDoc>;
}) => {
  const { places, counters } = deps;
  return async (input: {
    window: string;
    of: CapWindow;
    expiresAt: Date | undefined;
  }): Promise<number | undefined> => {
    const { window, of, expiresAt } = input;
    const { max } = of;
    const _id = window;
    const { next, full = 0 } = await changeOrAdd<PlaceCounterDoc>({
      change: () => counters.findOneAndUpdate({ _id }, { $inc: { next: 1 } }, { returnDocument: 'after' }),
      add: () => counters.insertOne({ _id, next: 0, ...(expiresAt === undefined ? {} : { expiresAt }) }),
    });
    if (next <= max) return next;
    if (full >= max) return undefined;
    const gap = await findGap({ places, window, max });
    if (gap === undefined) await counters.updateOne({ _id }, { $max: { full: max } });
    return gap;
  };
};
