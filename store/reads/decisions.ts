import type { Connection, mongo } from 'mongoose';

import type { Reads } from '../../api/ports/reads.ts';
import type { DecisionView } from '../../api/ports/views.ts';
import { decisionKinds } from '../../domain/journey/decisions.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type LedgerDoc, ledgerSchema } from '../schemas/ledger.ts';
import { type RunDoc, runSchema } from '../schemas/run.ts';
import { behind, keyAt, newestFirst } from './paging.ts';

const order = ['at', 'n', '_id'] as const;

const oneOf = <Name extends string>(names: readonly Name[]) => {
  const [name] = names;
  return names.length === 1 && name !== undefined ? name : { $in: [...names] };
};

const toView = (doc: LedgerDoc): DecisionView => {
  const { _id, tenant: _tenant, ...row } = doc;
  return row;
};

/** The ledger: of one run or of one person, and of everybody. */
export const createDecisionReads = (deps: {
  connection: Connection;
}): Pick<Reads, 'decisions' | 'ledger'> => {
  const ledger = driverOf<LedgerDoc>({ connection: deps.connection, schema: ledgerSchema });
  const runs = driverOf<RunDoc>({ connection: deps.connection, schema: runSchema });

  /** Rows are indexed by person, so those of a run are found by way of its person. */
  const personOf = async (input: { tenant: string; run: string }): Promise<string | undefined> => {
    const found = await runs.findOne(
      { _id: keyOf(input.tenant, input.run) },
      { projection: { profileId: 1 } },
    );
    return found?.profileId;
  };

  return {
    decisions: async ({ tenant, run, profileId, journeys, kinds, limit, after }) => {
      const person = profileId ?? (run === undefined ? undefined : await personOf({ tenant, run }));
      if (person === undefined) return [];
      const values = after === undefined ? undefined : [after.at, after.n, keyAt({ tenant, after })];
      const filter: mongo.Filter<LedgerDoc> = {
        tenant,
        profileId: person,
        ...(run === undefined ? {} : { run }),
        ...(journeys === undefined ? {} : { journey: oneOf(journeys) }),
        ...(kinds === undefined ? {} : { kind: oneOf(kinds) }),
        ...behind({ order, values }),
      };
      return (await ledger.find(filter).sort(newestFirst(order)).limit(limit).toArray()).map(toView);
    },
    ledger: async ({ tenant, journey, kinds, step, reason, from, to, after, limit }) => {
      const values = after === undefined ? undefined : [after.at, after.n, keyAt({ tenant, after })];
      const { at: bound, ...ties } = behind({ order, values });
      const period = {
        ...(from === undefined ? {} : { $gte: from }),
        ...(to === undefined ? {} : { $lt: to }),
        ...bound,
      };
      // The index starts with a journey and a kind, so those are always named.
      const filter: mongo.Filter<LedgerDoc> = {
        tenant,
        journey: journey ?? { $in: await ledger.distinct('journey', { tenant }) },
        kind: oneOf(kinds ?? decisionKinds),
        ...(Object.keys(period).length === 0 ? {} : { at: period }),
        ...(step === undefined ? {} : { step }),
        ...(reason === undefined ? {} : { reason }),
        ...ties,
      };
      return (await ledger.find(filter).sort(newestFirst(order)).limit(limit).toArray()).map(toView);
    },
  };
};
