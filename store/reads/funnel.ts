import type { Connection, mongo } from 'mongoose';

import type { Reads } from '../../api/ports/reads.ts';
import type { FunnelCounts } from '../../api/ports/views.ts';
import type { DecisionKind } from '../../domain/journey/decisions.ts';
import { driverOf } from '../schemas/define.ts';
import { type LedgerDoc, ledgerSchema } from '../schemas/ledger.ts';
import { type RunDoc, runSchema } from '../schemas/run.ts';

type RunGroup = {
  readonly _id: {
    readonly status: 'active' | 'ended';
    readonly outcome?: string;
    readonly step?: string | null;
  };
  readonly runs: number;
  readonly converted: number;
  readonly value: number;
};

/** Runs by how they stand: those under way by step, those that ended by outcome. */
const runStages = (match: mongo.Document): mongo.Document[] => [
  { $match: match },
  {
    $group: {
      _id: {
        status: '$status',
        outcome: { $cond: [{ $eq: ['$status', 'active'] }, null, '$outcome'] },
        step: { $cond: [{ $eq: ['$status', 'active'] }, '$step', null] },
      },
      runs: { $sum: 1 },
      converted: { $sum: { $cond: [{ $gt: ['$convertedAt', null] }, 1, 0] } },
      value: { $sum: { $ifNull: ['$goalValue', 0] } },
    },
  },
];

type DecisionGroup = {
  readonly _id: { readonly step: string; readonly kind: DecisionKind; readonly reason?: string | null };
  readonly total: number;
  readonly runs: number;
};

/** Rows of the ledger by step, kind and reason; first by run, so that each run counts once. */
const decisionStages = (match: mongo.Document): mongo.Document[] => [
  { $match: match },
  { $match: { step: { $ne: null } } },
  {
    $group: { _id: { step: '$step', kind: '$kind', reason: '$reason', run: '$run' }, total: { $sum: 1 } },
  },
  {
    $group: {
      _id: { step: '$_id.step', kind: '$_id.kind', reason: '$_id.reason' },
      total: { $sum: '$total' },
      runs: { $sum: 1 },
    },
  },
  { $sort: { '_id.step': 1, '_id.kind': 1, '_id.reason': 1 } },
];

const heldOut = 'held-out';

const toCounts = (input: {
  groups: readonly RunGroup[];
  decisions: readonly DecisionGroup[];
}): FunnelCounts => {
  const { groups, decisions } = input;
  const taking = groups.filter((group) => group._id.outcome !== heldOut);
  const total = (of: readonly RunGroup[], what: 'runs' | 'converted' | 'value'): number =>
    of.reduce((sum, group) => sum + group[what], 0);
  const active = taking.filter((group) => group._id.status === 'active');
  return {
    entered: total(taking, 'runs'),
    heldOut: total(groups, 'runs') - total(taking, 'runs'),
    active: total(active, 'runs'),
    converted: total(taking, 'converted'),
    value: total(taking, 'value'),
    outcomes: taking
      .filter((group) => group._id.status === 'ended')
      .map((group) => ({ outcome: group._id.outcome ?? 'ended', runs: group.runs }))
      .toSorted((a, b) => b.runs - a.runs),
    standing: active.flatMap((group) => {
      const { step } = group._id;
      return step === null || step === undefined ? [] : [{ step, runs: group.runs }];
    }),
    decisions: decisions.map(({ _id, total: rows, runs }) => {
      const { step, kind, reason } = _id;
      return { step, kind, total: rows, runs, ...(typeof reason === 'string' ? { reason } : {}) };
    }),
  };
};

/** The counts behind a funnel. */
export const createFunnelReads = (deps: { connection: Connection }): Pick<Reads, 'funnel'> => {
  const runs = driverOf<RunDoc>({ connection: deps.connection, schema: runSchema });
  const ledger = driverOf<LedgerDoc>({ connection: deps.connection, schema: ledgerSchema });
  return {
    funnel: async ({ tenant, key, version }) => {
      const match = { tenant, journey: key, ...(version === undefined ? {} : { version }) };
      const [groups, decisions] = await Promise.all([
        runs.aggregate<RunGroup>(runStages(match)).toArray(),
        ledger.aggregate<DecisionGroup>(decisionStages(match)).toArray(),
      ]);
      return toCounts({ groups, decisions });
    },
  };
};
