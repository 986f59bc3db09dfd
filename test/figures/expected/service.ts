import type { Facts } from '../facts.ts';
import {
  type Asked,
  type FigureRow,
  grouped,
  isWithin,
  mean,
  median,
  monthOf,
  rowsBy,
  sum,
} from './asked.ts';

type Expect = (facts: Facts, asked: Asked) => readonly FigureRow[];

const hourMs = 3_600_000;

const deals: Expect = ({ shop }, asked) => {
  const counted = shop.team.deals.flatMap(({ amount, ...deal }) =>
    amount?.currency === 'EUR' && isWithin(deal.closeOn, asked) ? [{ ...deal, minor: amount.minor }] : [],
  );
  return rowsBy(
    counted,
    ({ closeOn }) => monthOf(closeOn),
    (month, all) => {
      const worth = (of: (stage: string) => boolean): number =>
        sum(
          all.filter(({ stage }) => of(stage)),
          ({ minor }) => minor,
        );
      return {
        month,
        deals: all.length,
        expected: worth(() => true),
        won: worth((stage) => stage === 'won'),
        lost: worth((stage) => stage === 'lost'),
        open: worth((stage) => stage !== 'won' && stage !== 'lost'),
      };
    },
  );
};

const isOver = (stage: string): boolean => stage === 'solved' || stage === 'closed';

const service: Expect = ({ shop, dayOf }, asked) => {
  const cases = shop.team.cases.filter(({ createdAt }) => isWithin(dayOf(createdAt), asked));
  return rowsBy(
    cases,
    ({ createdAt }) => monthOf(dayOf(createdAt)),
    (month, all) => {
      const answers = all.flatMap(({ firstReplyAt, createdAt }) =>
        firstReplyAt === undefined ? [] : [(firstReplyAt - createdAt) / hourMs],
      );
      const solved = all.flatMap(({ stage, changes, createdAt }) => {
        const at = changes.findLast(({ from, to }) => isOver(to) && !isOver(from))?.at;
        return at === undefined || !isOver(stage) ? [] : [(at - createdAt) / hourMs];
      });
      const said = all.flatMap(({ satisfaction }) => (satisfaction === undefined ? [] : [satisfaction]));
      return {
        month,
        cases: all.length,
        answered: answers.length,
        first_answer: median(answers),
        solved: solved.length,
        solution: median(solved),
        satisfaction: said.length === 0 ? null : mean(said),
      };
    },
  );
};

const advocates: Expect = ({ shop, orders }, asked) => {
  const byPerson = grouped(
    orders.filter(({ day }) => isWithin(day, asked)),
    ({ person }) => person,
  );
  return rowsBy(
    shop.team.referrals,
    ({ advocate }) => shop.idOf(advocate),
    (profile_id, all) => {
      const friends = [...grouped(all, ({ friend }) => friend)];
      const bought = friends.flatMap(([friend, said]) => {
        const began = said.reduce((least, { at }) => Math.min(least, at), Infinity);
        return (byPerson.get(shop.idOf(friend)) ?? []).filter(({ at }) => at >= began);
      });
      const counts = friends.filter(([, said]) =>
        said.some(({ state }) => state === 'qualified' || state === 'rewarded'),
      );
      return {
        profile_id,
        friends: friends.length,
        qualified: counts.length,
        orders: bought.length,
        revenue: sum(bought, ({ revenue }) => revenue),
      };
    },
  );
};

const loyaltyLiability: Expect = ({ shop, dayOf }, asked) => {
  const postings = shop.people.flatMap(({ user, postings: own }) =>
    own.filter(({ at }) => dayOf(at) <= asked.to).map((one) => ({ ...one, user })),
  );
  const balance = sum(postings, ({ active }) => active);
  const pending = sum(postings, (one) => one.pending);
  const members = [...grouped(postings, ({ user }) => user).values()].filter(
    (own) => sum(own, ({ active }) => active) > 0,
  );
  const earned = postings.filter(({ active }) => active > 0);
  const spent = postings.filter(({ kind }) => kind === 'spend');
  return [
    {
      program: 'club',
      members: members.length,
      balance,
      pending,
      earned: sum(earned, ({ active }) => active),
      spent: -sum(spent, ({ active }) => active),
      liability: (balance + pending) * asked.pointValue,
    },
  ];
};

/** Figures over the work of the team, advocates and points, worked out from what happened. */
export const serviceFigures: Readonly<Record<string, Expect>> = {
  deals,
  service,
  advocates,
  'loyalty-liability': loyaltyLiability,
};
