import type { Connection } from 'mongoose';

import type { Circuit, CircuitStore } from '../../activities/ports/circuits.ts';
import { duplicateIndex } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { type CircuitDoc, circuitSchema } from '../schemas/circuit.ts';
import { driverOf } from '../schemas/define.ts';

const toCircuit = ({ _id, ...circuit }: CircuitDoc): Circuit => circuit;
const idOf = (named: { tenant: string; instance: string }): string => keyOf(named.tenant, named.instance);

/** The open circuits: a document each, gone when it closes. */
export const createCircuitStore = (deps: { connection: Connection }): CircuitStore => {
  const circuits = driverOf<CircuitDoc>({ connection: deps.connection, schema: circuitSchema });
  return guarded<CircuitStore>({
    all: async () => (await circuits.find({}).limit(1000).toArray()).map(toCircuit),
    open: async (circuit) => {
      try {
        await circuits.insertOne({ ...circuit, _id: idOf(circuit) });
      } catch (thrown) {
        if (duplicateIndex(thrown) === undefined) throw thrown;
      }
    },
    takeProbe: async ({ wall, until, ...named }) => {
      const { matchedCount } = await circuits.updateOne(
        { _id: idOf(named), probeAt: { $lte: wall } },
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
