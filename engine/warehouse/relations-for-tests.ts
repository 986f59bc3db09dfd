import { randomOf } from '../../test/harness/random.ts';
import { pick, type Shop, type ShopRow, shopStart } from './shop-for-tests.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** How the stages of the shop's own objects end records. */
export const shopEnds = {
  deal: { talk: undefined, offered: undefined, signed: 'won', gone: 'lost' },
  case: { new: undefined, open: undefined, solved: 'won', closed: 'done' },
};

type Means = { readonly random: () => number; readonly add: (table: string, row: ShopRow) => void };

const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Deals with stages of the shop's own; some without an amount, some in another currency. */
const addDeals = ({ random, add }: Means): void => {
  for (let n = 0; n < 300; n += 1) {
    const created = shopStart + Math.floor(random() * 700) * dayMs;
    const amount = random() < 0.1 ? {} : { amount: Math.floor(random() * 500_000), currency: 'EUR' };
    add('records', {
      record_id: `d${n}`,
      kind: 'deal',
      stage: pick(random, ['talk', 'offered', 'signed', 'gone']),
      created_at: created,
      close_on: dayText(created + Math.floor(random() * 120) * dayMs),
      ...amount,
      ...(random() < 0.05 ? { currency: 'USD' } : {}),
    });
  }
};

/** Cases that are answered, solved, and sometimes opened again. */
const addCases = ({ random, add }: Means): void => {
  for (let n = 0; n < 300; n += 1) {
    const record_id = `c${n}`;
    const created = shopStart + Math.floor(random() * 700 * 24) * hourMs;
    const change = (from: string, to: string, hours: number): void =>
      add('stage_changes', {
        record_id,
        kind: 'case',
        from_stage: from,
        to_stage: to,
        changed_at: created + hours * hourMs,
      });
    const solved = 2 + Math.floor(random() * 90);
    const isSolved = random() < 0.8;
    const isAgain = isSolved && random() < 0.2;
    const isClosed = isSolved && !isAgain && random() < 0.5;
    if (isSolved) change('open', 'solved', solved);
    if (isAgain) change('solved', 'open', solved + 5);
    if (isClosed) change('solved', 'closed', solved + 200);
    add('records', {
      record_id,
      kind: 'case',
      stage: isClosed ? 'closed' : isSolved && !isAgain ? 'solved' : 'open',
      created_at: created,
      ...(random() < 0.9 ? { first_reply_at: created + Math.floor(random() * 40) * hourMs } : {}),
      ...(random() < 0.4 ? { satisfaction: 1 + Math.floor(random() * 5) } : {}),
    });
  }
};

/** Friends that a tenth of the people brought. */
const addReferrals = ({ random, add }: Means, people: number): void => {
  for (let n = 0; n < people / 2; n += 1) {
    add('referrals', {
      referral_id: `r${n}`,
      advocate_id: `p${Math.floor((random() * people) / 10)}`,
      friend_id: `p${Math.floor(people / 10 + (random() * people * 9) / 10)}`,
      state: pick(random, ['signed-up', 'qualified', 'rewarded', 'denied']),
      began_at: shopStart + Math.floor(random() * 600) * dayMs,
    });
  }
};

/** Runs of the journey `winback`: all enter, most wait, some get a mail, some reach the goal; some come twice. */
const addRuns = ({ random, add }: Means, people: number): void => {
  for (let n = 0; n < people * 2; n += 1) {
    const began = shopStart + Math.floor(random() * 700 * 24) * hourMs;
    let at = began;
    const say = (kind: string, step?: string): void => {
      at += hourMs;
      add('decisions', {
        decision_id: `${n}:${at}`,
        run_id: `run${n}`,
        profile_id: `p${n % people}`,
        journey: 'winback',
        kind,
        decided_at: at,
        ...(step === undefined ? {} : { step }),
      });
    };
    say('entered');
    if (random() < 0.1) continue;
    say('waited', 'pause');
    say(random() < 0.6 ? 'sent' : random() < 0.7 ? 'skipped' : 'failed', 'mail');
    if (random() < 0.3) say('sent', 'second');
    if (random() < 0.2) say('converted');
  }
};

/** Adds to a shop what its team and its advocates did, the same for the same seed. */
export const withRelations = (input: { shop: Shop; people: number; seed: number }): Shop => {
  const tables = new Map([...input.shop].map(([name, rows]) => [name, [...rows]]));
  const means: Means = {
    random: randomOf(input.seed),
    add: (table, row) => {
      const rows = tables.get(table) ?? [];
      rows.push(row);
      tables.set(table, rows);
    },
  };
  addDeals(means);
  addCases(means);
  addReferrals(means, input.people);
  addRuns(means, input.people);
  return tables;
};
