import type { Module } from '../module.ts';
import { createReads } from './store/reads.ts';

/** What people look at, across capabilities. */
export const readsModule = {
  name: 'reads',
  collections: [],
  stores: { reads: createReads },
  services: {},
  loops: {},
  routes: {},
  audited: {},
} as const satisfies Module;
