import type { Connection } from 'mongoose';

import type { IdempotencyStore } from '../api/ports/idempotency.ts';
import { duplicateIndex } from './errors.ts';
import { guarded } from './guarded.ts';
import { driverOf } from './schemas/define.ts';
import { type IdempotencyKeyDoc, idempotencyKeySchema } from './schemas/idempotency-key.ts';

const keptMs = 25 * 3_600_000;

const idOf = (input: { tenant: string; route: string; key: string }): string =>
  JSON.stringify([input.tenant, input.route, input.key]);

const triesMax = 5;

/**
 * Answers kept by Idempotency-Key. The key is taken by an insert, so of several requests one begins; one whose
 * process died is taken over when its lease is over, by who first moves the lease on.
 */
export const createIdempotencyStore = (deps: { connection: Connection }): IdempotencyStore => {
  const keys = driverOf<IdempotencyKeyDoc>({ connection: deps.connection, schema: idempotencyKeySchema });
  const forgetAt = (wall: number): Date => new Date(wall + keptMs);

  const begin: IdempotencyStore['begin'] = async (input) => {
    const { bodyHash, wall, leaseUntil } = input;
    const _id = idOf(input);
    for (let tries = 0; tries < triesMax; tries += 1) {
      try {
        await keys.insertOne({ _id, bodyHash, leaseUntil, expiresAt: forgetAt(wall) });
        return { kind: 'begun' };
      } catch (thrown) {
        if (duplicateIndex(thrown) === undefined) throw thrown;
      }
      const doc = await keys.findOne({ _id });
      if (doc === null) continue;
      if (doc.bodyHash !== bodyHash) return { kind: 'other-request' };
      if (doc.answer !== undefined) return { kind: 'answered', answer: doc.answer };
      if (doc.leaseUntil > wall) return { kind: 'under-way' };
      const { matchedCount } = await keys.updateOne(
        { _id, leaseUntil: doc.leaseUntil, answer: { $exists: false } },
        { $set: { leaseUntil, expiresAt: forgetAt(wall) } },
      );
      if (matchedCount === 1) return { kind: 'begun' };
    }
    return { kind: 'under-way' };
  };

  return guarded<IdempotencyStore>({
    begin,
    keep: async ({ answer, wall, ...key }) => {
      await keys.updateOne({ _id: idOf(key) }, { $set: { answer, expiresAt: forgetAt(wall) } });
    },
    giveUp: async (key) => {
      await keys.deleteOne({ _id: idOf(key), answer: { $exists: false } });
    },
  });
};
