import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { openServerStore } from '../../../test/store/open-store.ts';
import { coveredPart, type Sent } from '../../../test/store/plan-of.ts';
import { sampleProfile } from '../../../test/store/samples.ts';

/** Plans are asked of the server; the memory of a process has none. */
describe.runIf(inject('storeBackend') === 'server')('the lists of people', () => {
  const sent: Sent[] = [];
  let store: Awaited<ReturnType<typeof openServerStore>>;
  beforeAll(async () => {
    store = await openServerStore({
      onCommand: ({ commandName: name, command }) => sent.push({ name, command }),
    });
    const { stores, tenant } = store;
    for (const stage of ['lead', 'customer'])
      await stores.profiles.insert(sampleProfile({ tenant, id: `p-${stage}`, stage }));
  });
  afterAll(() => store.close());

  it('find the few of a stage, or of a segment, by an index and not by looking through everybody', async () => {
    const { stores, tenant } = store;
    for (const filter of [{ stage: 'customer' }, { segment: 'vip' }]) {
      sent.length = 0;
      const found = await stores.peopleReads.profiles({ tenant, ...filter, limit: 10 });
      expect(found.map(({ id }) => id)).toEqual('stage' in filter ? ['p-customer'] : []);
      const [asked] = sent.filter(({ name }) => name === 'find');
      const covered = coveredPart({ collection: 'profiles', filter: asked?.command['filter'] ?? {} });
      expect(Object.keys(covered)).toEqual(['tenant', 'stage' in filter ? 'stage' : 'segments']);
    }
  });
});
