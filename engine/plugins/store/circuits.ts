import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { Circuit, CircuitStore } from '../circuit-port.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type CircuitDoc, circuitSchema } from './circuit-schema.ts';

const toCircuit = ({ _id, ...circuit }: CircuitDoc): Circuit => circuit;
const idOf = (named: { tenant: string; instance: string }): string => keyOf(named.tenant, named.instance);

/** The open circuits: a document each, gone when it closes. */
export const createCircuitStore = (deps: { collections: Collections }): CircuitStore => {
  const circuits = deps.collections.of<CircuitDoc>(circuitSchema);
  return guarded<CircuitStore>({
    all: async () => (await circuits.find({}).limit(1000).toArray()).map(toCircuit),
    open: async (circuit) => {
      try {
        await circuits.insertOne({ ...circuit, _id: idOf(circuit) });
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
      }
    },
    takeProbe: async ({ systemTime, until, ...named }) => {
      const { matchedCount } = await circuits.updateOne(
        { _id: idOf(named), probeAt: { $lte: systemTime } },
        { $set: { probeAt: until } },
      );
      return matchedCount === 1;
    },
    failed: async ({ probeAt, why, ...named }) => {
      await circuits.updateOne({ _id: idOf(named) }, { $set: { probeAt, why }, $inc: { tries: 1 } });
    },
    close: async (named) => {
      await circuits.deleteOne({ _id: idOf(named) });
    },
  });
};
