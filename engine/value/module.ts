import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { eachTenant } from '../each-tenant.ts';
import type { Module } from '../module.ts';
import { clusterRoutes } from './clusters/clusters-routes.ts';
import { createFindBuyerClusters } from './clusters/find-buyer-clusters.ts';
import { createCurrentMeasures } from './current-measures.ts';
import { createValueStore } from './store/values.ts';
import { valueSchema } from './store/value-schema.ts';
import { createValuePeople, type ValuePeople } from './value-people.ts';
import { createValueDays } from './value-days.ts';
import { valueRoutes } from './value-routes.ts';

type LoopNeeds = { readonly live: LiveWorkspaces; readonly valuePeople: ValuePeople };

/** What customers are worth: RFM groups and predictions, measured once a day and kept current on the profiles. */
export const valueModule = {
  name: 'value',
  collections: [valueSchema],
  stores: { values: createValueStore },
  services: {
    measures: createCurrentMeasures,
    valuePeople: createValuePeople,
    valueDays: createValueDays,
    findBuyerClusters: createFindBuyerClusters,
  },
  loops: {
    value: ({ live, valuePeople }: LoopNeeds) => ({
      every: 30,
      job: eachTenant({ live, look: valuePeople }),
    }),
  },
  routes: { value: valueRoutes, clusters: clusterRoutes },
  audited: {},
} as const satisfies Module;
