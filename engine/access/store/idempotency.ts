import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { IdempotencyStore } from '../../../api/ports/idempotency.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type IdempotencyKeyDoc, idempotencyKeySchema } from './idempotency-key-schema.ts';

const keptMs = 25 * 3_600_000;

const idOf = (input: { tenant: string; route: string; key: string }): string =>
  JSON.stringify([input.tenant, input.route, input.key]);

const triesMax = 5;

/**
 * Answers kept by Idempotency-Key. The key is taken by an insert, so of several requests one begins; one whose
 * process died is taken over when its lease is over, by who first moves the lease on.
 */
export const createIdempotencyStore = (deps: { collections: Collections }): IdempotencyStore => {
  const keys = deps.collections.of<IdempotencyKeyDoc>(idempotencyKeySchema);
  const forgetAt = (systemTime: number): Date => new Date(systemTime + keptMs);

  const begin: IdempotencyStore['begin'] = async (input) => {
    const { bodyHash, systemTime, leaseUntil } = input;
    const _id = idOf(input);
    for (let tries = 0; tries < triesMax; tries += 1) {
      try {
        await keys.insertOne({ _id, bodyHash, leaseUntil, expiresAt: forgetAt(systemTime) });
        return { kind: 'begun' };
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
      }
      const doc = await keys.findOne({ _id });
      if (doc === null) continue;
      if (doc.bodyHash !== bodyHash) return { kind: 'other-request' };
      if (doc.answer !== undefined) return { kind: 'answered', answer: doc.answer };
      if (doc.leaseUntil > systemTime) return { kind: 'under-way' };
      const { matchedCount } = await keys.updateOne(
        { _id, leaseUntil: doc.leaseUntil, answer: { $exists: false } },
        { $set: { leaseUntil, expiresAt: forgetAt(systemTime) } },
      );
      if (matchedCount === 1) return { kind: 'begun' };
    }
    return { kind: 'under-way' };
  };

  return guarded<IdempotencyStore>({
    begin,
    keep: async ({ answer, systemTime, ...key }) => {
      await keys.updateOne({ _id: idOf(key) }, { $set: { answer, expiresAt: forgetAt(systemTime) } });
    },
    giveUp: async (key) => {
      await keys.deleteOne({ _id: idOf(key), answer: { $exists: false } });
    },
  });
};
