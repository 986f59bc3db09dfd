import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { slippageOf, stagePathOf } from './deal-path.ts';
import { slippageBy, stageHealthOf } from './pipeline-health.ts';

const day = 86_400_000;
const line = (revision: number, at: number, field: string, to: string | null) => ({
  revision,
  at: at * day,
  changes: [{ field, from: null, to }],
});

it('the path of a record is its moves in their order, whatever order the lines come in', () => {
  const lines = [line(3, 9, 'stage', 'won'), line(1, 0, 'stage', 'open'), line(2, 4, 'stage', 'proposal')];
  expect(stagePathOf(lines)).toEqual([
    { stage: 'open', from: 0, to: 4 * day },
    { stage: 'proposal', from: 4 * day, to: 9 * day },
    { stage: 'won', from: 9 * day },
  ]);
});

it('the stays of a path follow each other without a gap', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(1000), fc.constantFrom('open', 'proposal', 'won')), { minLength: 1 }),
      (moves) => {
        const lines = moves
          .toSorted(([a], [b]) => a - b)
          .map(([at, stage], index) => line(index + 1, at, 'stage', stage));
        const path = stagePathOf(lines);
        expect(path).toHaveLength(moves.length);
        for (const [index, { to }] of path.entries()) expect(to).toBe(path[index + 1]?.from);
      },
    ),
  );
});

it('a deal slips each time its day is moved to a later one, and not when it is taken away', () => {
  const lines = [
    line(1, 0, 'closeOn', '2027-03-01'),
    line(2, 1, 'closeOn', '2027-03-11'),
    line(3, 2, 'closeOn', null),
    line(4, 3, 'closeOn', '2027-03-06'),
    line(5, 4, 'closeOn', '2027-03-31'),
  ];
  expect(slippageOf(lines)).toEqual({ slips: 2, days: 30 });
  expect(slippageOf([line(1, 0, 'stage', 'open')])).toBeUndefined();
});

it('a stage has the win rate of the deals that came to it and are over', () => {
  const stay = (stage: string, from: number, to?: number) => ({
    stage,
    from: from * day,
    ...(to === undefined ? {} : { to: to * day }),
  });
  const deals = [
    { path: [stay('open', 0, 2), stay('proposal', 2, 8), stay('won', 8)], ends: 'won' as const },
    { path: [stay('open', 0, 4), stay('lost', 4)], ends: 'lost' as const },
    { path: [stay('open', 5)] },
  ];
  expect(stageHealthOf({ deals, stages: ['open', 'proposal', 'negotiation'], now: 10 * day })).toEqual([
    { stage: 'open', deals: 3, open: 1, days: 3, openDays: 5, winRate: 0.5 },
    { stage: 'proposal', deals: 1, open: 0, days: 6, winRate: 1 },
    { stage: 'negotiation', deals: 0, open: 0 },
  ]);
});

it('slippage leaves out groups whose deals have no expected day', () => {
  const eur = (minor: number) => ({ minor, currency: 'EUR' });
  const sums = slippageBy(
    [
      { path: [], owner: 'eva', slippage: { slips: 1, days: 10 }, amount: eur(100) },
      { path: [], owner: 'eva', slippage: { slips: 0, days: 0 }, amount: eur(900) },
      { path: [], owner: 'ben' },
    ],
    ({ owner }) => owner,
  );
  expect([...sums]).toEqual([['eva', { deals: 2, slipped: 1, slips: 1, days: 10, amounts: { EUR: 100 } }]]);
});
