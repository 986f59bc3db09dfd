import { afterAll, beforeAll, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';

let store: Awaited<ReturnType<typeof openTestStore>>;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

it('keeps the latest end of the pages of a person, of their tenant alone', async () => {
  const { selfServiceEnds } = store.stores;
  const ana = { tenant: store.tenant, profileId: 'p-ana' };
  expect(await selfServiceEnds.of(ana)).toBeUndefined();
  await Promise.all([300, 100, 200].map((at) => selfServiceEnds.end({ ...ana, at })));
  expect(await selfServiceEnds.of(ana)).toBe(300);
  expect(await selfServiceEnds.of({ ...ana, profileId: 'p-ben' })).toBeUndefined();
  expect(await selfServiceEnds.of({ ...ana, tenant: `${store.tenant}-2` })).toBeUndefined();
});
