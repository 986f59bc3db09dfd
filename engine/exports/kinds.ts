import { consentsExport } from './kinds/consents.ts';
import { eventsExport } from './kinds/events.ts';
import type { MakeExport } from './kinds/made-exports.ts';
import { ordersExport } from './kinds/orders.ts';
import { profilesExport } from './kinds/profiles.ts';

/** The kinds of export that are about people, and no object. This list is the only one. */
export const peopleExports: ReadonlyMap<string, MakeExport> = new Map([
  ['profiles', profilesExport],
  ['consents', consentsExport],
  ['events', eventsExport],
  ['orders', ordersExport],
]);
