import type { Module } from '../module.ts';
import { createSearch } from './search-all.ts';
import { searchRoutes } from './search-routes.ts';

/** Finding people and records of all kinds by words. What they are found by is written with them. */
export const searchModule = {
  name: 'search',
  collections: [],
  stores: {},
  services: { search: createSearch },
  loops: {},
  routes: { search: searchRoutes },
  audited: {},
} as const satisfies Module;
