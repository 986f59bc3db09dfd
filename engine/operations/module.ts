import type { Module } from '../module.ts';
import { createOperations } from './operations.ts';
import { operationsRoutes } from './operations-routes.ts';

/** Operations: everything that goes on in the background, in one list. */
export const operationsModule = {
  name: 'operations',
  collections: [],
  stores: {},
  services: { operations: createOperations },
  loops: {},
  routes: { operations: operationsRoutes },
  audited: {},
} as const satisfies Module;
