import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { DecisionReads } from '../reads-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { DecisionView } from '../../../api/ports/views.ts';
import { type DecisionKind, decisionKinds } from '../../../domain/journey/decisions.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type LedgerDoc, ledgerSchema } from './ledger-schema.ts';
import { type RunDoc, runSchema } from './run-schema.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import { areFewRanges } from '../../../platform/mongo/ranges.ts';

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
export const createDecisionReads = (deps: { collections: Collections }): DecisionReads => {
  const ledger = deps.collections.of<LedgerDoc>(ledgerSchema);
  const runs = deps.collections.of<RunDoc>(runSchema);

  /** Rows are indexed by person, so those of a run are found by way of its person. */
  const personOf = async (input: { tenant: string; run: string }): Promise<string | undefined> => {
    const found = await runs.findOne(
      { _id: keyOf(input.tenant, input.run) },
      { projection: { profileId: 1 } },
    );
    return found?.profileId;
  };

  /** Where the index of the ledger of everybody starts: at journeys and kinds, or at all that was decided. */
  const anchor = async (input: {
    tenant: string;
    journey: string | undefined;
    kinds: readonly DecisionKind[] | undefined;
  }): Promise<mongo.Filter<LedgerDoc>> => {
    const { tenant, journey, kinds } = input;
    if (journey !== undefined) return { journey, kind: oneOf(kinds ?? decisionKinds) };
    if (kinds === undefined) return {};
    // A kind may be rare among very many rows.
    const journeys = await ledger.distinct('journey', { tenant }, longRead);
    return {
      kind: oneOf(kinds),
      ...(areFewRanges(journeys, kinds.length) ? { journey: { $in: journeys } } : {}),
    };
  };

  return guarded<DecisionReads>({
    decisions: async ({ tenant, run, profileId, runs: named, journeys, kinds, limit, after }) => {
      const person = profileId ?? (run === undefined ? undefined : await personOf({ tenant, run }));
      if (person === undefined) return [];
      const values = after === undefined ? undefined : [after.at, after.n, keyAt({ tenant, after })];
      const filter: mongo.Filter<LedgerDoc> = {
        tenant,
        profileId: person,
        ...(named === undefined ? {} : { run: oneOf(named) }),
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
      const filter: mongo.Filter<LedgerDoc> = {
        tenant,
        ...(await anchor({ tenant, journey, kinds })),
        ...(Object.keys(period).length === 0 ? {} : { at: period }),
        ...(step === undefined ? {} : { step }),
        ...(reason === undefined ? {} : { reason }),
        ...ties,
      };
      return (await ledger.find(filter).sort(newestFirst(order)).limit(limit).toArray()).map(toView);
    },
  });
};
