import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { objectOf } from '../records/objects-of.ts';
import { consentsKind } from './kinds/consents.ts';
import { eventsKind } from './kinds/events.ts';
import type { ImportKind } from './kinds/import-kind.ts';
import type { KindMeans, MakeKind } from './kinds/made-kinds.ts';
import { ordersKind } from './kinds/orders.ts';
import { pointsKind } from './kinds/points.ts';
import { productsKind } from './kinds/products.ts';
import { profilesKind } from './kinds/profiles.ts';
import type { createRecordsKind } from './kinds/records.ts';

/** The kinds of import that are no object. This list is the only one. */
const ownKinds: ReadonlyMap<string, MakeKind> = new Map([
  ['profiles', profilesKind],
  ['consents', consentsKind],
  ['events', eventsKind],
  ['orders', ordersKind],
  ['products', productsKind],
  ['points', pointsKind],
]);

/** Whether a kind is one of Ciclo's own, and no object. */
export const isOwnKind = (kind: string): boolean => ownKinds.has(kind);

/** Finds a kind of import of a tenant. Throws `not-found`, with the nearest name, for one it does not have. */
export type KindOf = (input: { tenant: string; kind: string }) => Promise<ImportKind>;

/** Makes the look-up of kinds: profiles, consents, events, orders, products, points, and each object that the tenant has published. */
export const createKindOf = (
  deps: Omit<KindMeans, 'tenant' | 'setting' | 'scope' | 'now'> & {
    live: LiveWorkspaces;
    recordsKind: ReturnType<typeof createRecordsKind>;
    clock: Clock;
  },
): KindOf => {
  const { live, recordsKind, clock, accept, events, profiles } = deps;
  const { changeProducts, giveManyPoints, lookAtManyPoints } = deps;
  return async ({ tenant, kind }) => {
    const workspace = await live.of(tenant);
    const { currency, timezone: zone } = workspace.published.settings;
    const setting = { currency, zone };
    const make = ownKinds.get(kind);
    const scope = workspace.eventScope;
    if (make !== undefined) {
      const now = (): number => clock.now(tenant);
      return make({
        accept,
        events,
        profiles,
        changeProducts,
        giveManyPoints,
        lookAtManyPoints,
        now,
        tenant,
        setting,
        scope,
      });
    }
    const object = await objectOf({ objectsOf: async () => workspace.objects, tenant, kind });
    return recordsKind({ object, setting });
  };
};
