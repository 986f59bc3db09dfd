import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Member } from '../../../domain/feeds/plan-audience.ts';
import { openTestStore } from '../../../test/store/open-store.ts';

describe('the store of the members of audiences', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const place = { instance: 'ads', audience: '1' };
  const named = (feed: string) => ({ tenant: store.tenant, feed });
  const member = (id: string, profileId: string, email: string): Member => ({
    id,
    ...place,
    profileId,
    isSure: false,
    identifiers: { email, 'a.b': '$x' },
    details: {},
  });
  const members = () => store.stores.audienceMembers;

  it('keeps who is about to be added, confirms them, and forgets who is gone', async () => {
    const feed = named('kept');
    await members().put({ ...feed, members: [member('1', 'ana', 'a'), member('2', 'ben', 'b')] });
    await members().confirm({ ...feed, ids: ['1'] });
    // A repeat does not take the confirmation back.
    await members().put({ ...feed, members: [member('1', 'ana', 'a')] });
    expect(await members().ofPeople({ ...feed, profileIds: ['ana', 'ben'] })).toEqual([
      { ...member('1', 'ana', 'a'), isSure: true },
      member('2', 'ben', 'b'),
    ]);
    expect(await members().count(feed)).toEqual({ members: 1, joining: 1, erased: 0 });
    await members().drop({ ...feed, ids: ['1'] });
    expect(await members().page({ ...feed, after: undefined, limit: 10 })).toEqual([member('2', 'ben', 'b')]);
  });

  it('tells which identifiers others of the same audience have', async () => {
    const feed = named('shared');
    await members().put({
      ...feed,
      members: [
        member('11', 'ana', 'same'),
        member('12', 'ben', 'same'),
        { ...member('13', 'eva', 'other'), audience: '2' },
      ],
    });
    const shared = await members().shared({
      ...feed,
      ...place,
      also: [],
      identifiers: ['same', 'other'],
      besides: ['11'],
    });
    expect(shared.has('same')).toBe(true);
    expect(shared.has('other')).toBe(false);
    const none = { ...feed, ...place, also: [], identifiers: ['same'], besides: ['11', '12'] };
    expect(await members().shared(none)).toEqual(new Set());
    const beside = named('beside');
    await members().put({ ...beside, members: [member('14', 'ana', 'same')] });
    expect((await members().shared({ ...none, also: ['beside'] })).has('same')).toBe(true);
    expect(await members().feeds(feed.tenant)).toEqual(expect.arrayContaining(['beside', 'shared']));
    expect(await members().size(feed)).toBe(3);
  });
});
