import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { FunnelReads } from '../reads-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { FunnelCounts, Revenue } from '../../../api/ports/views.ts';
import type { DecisionKind } from '../../../domain/journey/decisions.ts';
import { type LedgerDoc, ledgerSchema } from '../../runs/store/ledger-schema.ts';
import { type RunDoc, runSchema } from '../../runs/store/run-schema.ts';
import {
  conversionStages,
  decisionStages,
  peopleStages,
  revenueStages,
  runStages,
  turnedAwayStages,
  visitStages,
} from './read-funnel-stages.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

type RunGroup = {
  readonly _id: {
    readonly status: 'active' | 'ended';
    readonly outcome?: string;
    readonly step?: string | null;
  };
  readonly runs: number;
  readonly converted: number;
};
type PeopleGroup = { readonly people: number; readonly converted: number };
type TurnedAwayGroup = { readonly _id: string; readonly people: number };
type RevenueGroup = { readonly _id: string; readonly minor: number };
type DecisionGroup = {
  readonly _id: { readonly step: string; readonly kind: DecisionKind; readonly reason?: string | null };
  readonly total: number;
  readonly runs: number;
  readonly people: number;
};
type VisitGroup = {
  readonly _id: string;
  readonly people: number;
  readonly runs: number;
  readonly total: number;
  readonly passedPeople: number;
  readonly passedRuns: number;
  readonly passedTotal: number;
};
type ConversionGroup = {
  readonly _id: { readonly step: string; readonly currency?: string | null };
  readonly runs: number;
  readonly minor: number;
};

const heldOut = 'held-out';

const toRunCounts = (
  groups: readonly RunGroup[],
): Pick<FunnelCounts, 'entered' | 'heldOut' | 'active' | 'converted' | 'outcomes' | 'standing'> => {
  const taking = groups.filter((group) => group._id.outcome !== heldOut);
  const total = (of: readonly RunGroup[], what: 'runs' | 'converted'): number =>
    of.reduce((sum, group) => sum + group[what], 0);
  const active = taking.filter((group) => group._id.status === 'active');
  return {
    entered: total(taking, 'runs'),
    heldOut: total(groups, 'runs') - total(taking, 'runs'),
    active: total(active, 'runs'),
    converted: total(taking, 'converted'),
    outcomes: taking
      .filter((group) => group._id.status === 'ended')
      .map((group) => ({ outcome: group._id.outcome ?? 'ended', runs: group.runs }))
      .toSorted((a, b) => b.runs - a.runs),
    standing: active.flatMap((group) => {
      const { step } = group._id;
      return step === null || step === undefined ? [] : [{ step, runs: group.runs }];
    }),
  };
};

/** Those inside now, whenever they came in. */
const insideNow = (groups: readonly RunGroup[]): Pick<FunnelCounts, 'active' | 'standing'> => {
  const { active, standing } = toRunCounts(groups);
  return { active, standing };
};

const toVisits = (groups: readonly VisitGroup[]): FunnelCounts['visits'] =>
  groups.map((group) => ({
    step: group._id,
    entered: { people: group.people, runs: group.runs, total: group.total },
    passed: { people: group.passedPeople, runs: group.passedRuns, total: group.passedTotal },
  }));

const toConversions = (groups: readonly ConversionGroup[]): FunnelCounts['conversions'] => {
  const steps = new Map<string, { runs: number; revenue: Revenue[] }>();
  for (const { _id, runs, minor } of groups) {
    const known = steps.get(_id.step) ?? { runs: 0, revenue: [] };
    known.runs += runs;
    if (typeof _id.currency === 'string') known.revenue.push({ currency: _id.currency, minor });
    steps.set(_id.step, known);
  }
  return [...steps].map(([step, counts]) => ({ step, ...counts }));
};

/** Sums may be larger than what the database may hold in memory. */
const large = { ...longRead, allowDiskUse: true } as const;

/** The counts behind a funnel, all worked out by the database. */
export const createFunnelReads = (deps: { collections: Collections }): FunnelReads => {
  const runs = deps.collections.of<RunDoc>(runSchema);
  const ledger = deps.collections.of<LedgerDoc>(ledgerSchema);
  return guarded<FunnelReads>({
    funnel: async ({ tenant, key, version, from, to }) => {
      const all = { tenant, journey: key, ...(version === undefined ? {} : { version }) };
      const hasPeriod = from !== undefined || to !== undefined;
      const period = {
        ...(from === undefined ? {} : { $gte: from }),
        ...(to === undefined ? {} : { $lt: to }),
      };
      const began = hasPeriod ? { ...all, enteredAt: period } : all;
      const decided = hasPeriod ? { ...all, at: period } : all;
      const [groups, inside, people, revenue, turnedAway, decisions, visits, conversions] = await Promise.all(
        [
          runs.aggregate<RunGroup>(runStages(began), large).toArray(),
          hasPeriod
            ? runs.aggregate<RunGroup>(runStages({ ...all, status: 'active' }), large).toArray()
            : undefined,
          runs.aggregate<PeopleGroup>(peopleStages(began), large).toArray(),
          runs.aggregate<RevenueGroup>(revenueStages(began), large).toArray(),
          ledger.aggregate<TurnedAwayGroup>(turnedAwayStages(decided), large).toArray(),
          ledger.aggregate<DecisionGroup>(decisionStages(decided), large).toArray(),
          ledger.aggregate<VisitGroup>(visitStages(decided), large).toArray(),
          ledger.aggregate<ConversionGroup>(conversionStages(decided), large).toArray(),
        ],
      );
      return {
        ...toRunCounts(groups),
        ...(inside === undefined ? {} : insideNow(inside)),
        people: people[0]?.people ?? 0,
        convertedPeople: people[0]?.converted ?? 0,
        revenue: revenue.map(({ _id, minor }) => ({ currency: _id, minor })),
        turnedAway: turnedAway.map(({ _id, people: turned }) => ({ reason: _id, people: turned })),
        visits: toVisits(visits),
        conversions: toConversions(conversions),
        decisions: decisions.map(({ _id, ...counts }) => {
          const { step, kind, reason } = _id;
          return { step, kind, ...counts, ...(typeof reason === 'string' ? { reason } : {}) };
        }),
      };
    },
  });
};
