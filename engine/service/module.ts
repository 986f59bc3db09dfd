import type { Module } from '../module.ts';
import { createFindPause } from './find-pause.ts';

/** Customer service: what cases, returns, surveys and appointments do beyond data. */
export const serviceModule = {
  name: 'service',
  collections: [],
  stores: {},
  services: { findPause: createFindPause },
  loops: {},
  routes: {},
  audited: {},
} as const satisfies Module;
