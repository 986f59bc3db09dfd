import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;

const files = {
  'offers/gift.json': {
    key: 'gift',
    name: 'A gift',
    kind: 'percentage',
    value: 10,
    code: { pattern: 'GIFT-########' },
    limits: { perPerson: 1, total: 100 },
  },
  'journeys/gift.json': {
    key: 'gift',
    name: 'Gift',
    stage: 'retention',
    entry: { on: 'Gift Asked', again: 'always' },
    steps: [
      {
        id: 'coupon',
        type: 'offer',
        offer: 'gift',
        otherwise: [{ id: 'had-one', type: 'exit', outcome: 'had-one' }],
      },
    ],
  },
};

describe('two profiles that turn out to be one person', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine({ files: (tenant) => shopFiles({ tenant, files }) });
  }, 3 * minute);
  afterAll(() => engine.close(), minute);

  const outcomes = async (user: string): Promise<readonly (string | undefined)[]> => {
    const profileId = await engine.profileId(user);
    const runs = await engine.opened.stores.reads.runs({ tenant: engine.tenant, profileId, limit: 10 });
    return runs.map(({ outcome }) => outcome);
  };

  it('have had the coupons either of them had', async () => {
    await engine.track('visitor', 'Gift Asked');
    expect(await outcomes('visitor')).toEqual(['completed']);
    await engine.customer('kim');
    await engine.track('kim', 'alias', {}, { type: 'alias', previousId: 'visitor' });
    await engine.track('kim', 'Gift Asked');
    expect((await outcomes('kim')).toSorted()).toEqual(['completed', 'had-one']);
  });
});
