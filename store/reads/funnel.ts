import type { Reads } from '../../api/ports/reads.ts';
import type { FunnelCounts } from '../../api/ports/views.ts';
import type { driverOf } from '../schemas/define.ts';
import type { LedgerDoc } from '../schemas/ledger.ts';
import type { RunDoc } from '../schemas/run.ts';
import { given } from './page.ts';

type Decided = FunnelCounts['decisions'][number];
type Sum = {
  readonly entered: number;
  readonly active: number;
  readonly converted: number;
  readonly value: number;
};

const isOn = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });

/** The counts behind a funnel: runs by outcome and step, and the rows of the ledger by step, kind and reason. */
export const createFunnel = (deps: {
  runs: ReturnType<typeof driverOf<RunDoc>>;
  ledger: ReturnType<typeof driverOf<LedgerDoc>>;
}): Reads['funnel'] => {
  const { runs, ledger } = deps;
  return async ({ tenant, key, version }) => {
    const match = { $match: { tenant, journey: key, ...given({ version }) } };
    const [sum] = await runs
      .aggregate<Sum>([
        match,
        {
          $group: {
            _id: null,
            entered: { $sum: 1 },
            active: isOn({ $eq: ['$status', 'active'] }),
            converted: isOn({ $gt: ['$convertedAt', 0] }),
            value: { $sum: { $ifNull: ['$goalValue', 0] } },
          },
        },
      ])
      .toArray();
    const outcomes = await runs
      .aggregate<{ _id: string; runs: number }>([
        match,
        { $match: { status: 'ended' } },
        { $group: { _id: '$outcome', runs: { $sum: 1 } } },
        { $sort: { runs: -1, _id: 1 } },
      ])
      .toArray();
    const standing = await runs
      .aggregate<{ _id: string | null; runs: number }>([
        match,
        { $match: { status: 'active' } },
        { $group: { _id: '$step', runs: { $sum: 1 } } },
      ])
      .toArray();
    const rows = await ledger
      .aggregate<{
        _id: { step: string; kind: Decided['kind']; reason?: string };
        total: number;
        runs: number;
      }>([
        match,
        { $match: { step: { $ne: null } } },
        {
          $group: {
            _id: { step: '$step', kind: '$kind', reason: '$reason', run: '$run' },
            total: { $sum: 1 },
          },
        },
        {
          $group: {
            _id: { step: '$_id.step', kind: '$_id.kind', reason: '$_id.reason' },
            total: { $sum: '$total' },
            runs: { $sum: 1 },
          },
        },
      ])
      .toArray();
    return {
      entered: sum?.entered ?? 0,
      heldOut: outcomes.find(({ _id }) => _id === 'held-out')?.runs ?? 0,
      active: sum?.active ?? 0,
      converted: sum?.converted ?? 0,
      value: sum?.value ?? 0,
      outcomes: outcomes.map(({ _id, runs: count }) => ({ outcome: _id, runs: count })),
      standing: standing.flatMap(({ _id, runs: count }) =>
        _id === null ? [] : [{ step: _id, runs: count }],
      ),
      decisions: rows.map(({ _id: { step, kind, reason }, total, runs: count }) => ({
        step,
        kind,
        ...(typeof reason === 'string' ? { reason } : {}),
        total,
        runs: count,
      })),
    };
  };
};
