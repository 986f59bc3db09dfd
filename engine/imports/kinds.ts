import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { objectOf } from '../records/objects-of.ts';
import { consentsKind } from './kinds/consents.ts';
import { eventsKind } from './kinds/events.ts';
import type { ImportKind } from './kinds/import-kind.ts';
import type { KindMeans, MakeKind } from './kinds/made-kinds.ts';
import { ordersKind } from './kinds/orders.ts';
import { profilesKind } from './kinds/profiles.ts';
import type { createRecordsKind } from './kinds/records.ts';

/** The kinds of import that are no object. This list is the only one. */
const peopleKinds: ReadonlyMap<string, MakeKind> = new Map([
  ['profiles', profilesKind],
  ['consents', consentsKind],
  ['events', eventsKind],
  ['orders', ordersKind],
]);

/** Whether a kind is about people, and no object. */
export const isPeopleKind = (kind: string): boolean => peopleKinds.has(kind);

/** Finds a kind of import of a tenant. Throws `not-found`, with the nearest name, for one it does not have. */
export type KindOf = (input: { tenant: string; kind: string }) => Promise<ImportKind>;

/** Makes the look-up of kinds: profiles, consents, events, orders, and each object that the tenant has published. */
export const createKindOf = (
  deps: Omit<KindMeans, 'tenant' | 'setting' | 'scope'> & {
    live: LiveWorkspaces;
    recordsKind: ReturnType<typeof createRecordsKind>;
  },
): KindOf => {
  const { live, recordsKind, accept, events, profiles } = deps;
  return async ({ tenant, kind }) => {
    const workspace = await live.of(tenant);
    const { currency, timezone: zone } = workspace.published.settings;
    const setting = { currency, zone };
    const make = peopleKinds.get(kind);
    const scope = workspace.eventScope;
    if (make !== undefined) return make({ accept, events, profiles, tenant, setting, scope });
    const object = await objectOf({ objectsOf: async () => workspace.objects, tenant, kind });
    return recordsKind({ object, setting });
  };
};
