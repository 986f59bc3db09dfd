import type { Module } from '../module.ts';
import { exportRoutes } from './exports-routes.ts';

/** Exports: everything of a kind as a file, written while it is sent. */
export const exportsModule = {
  name: 'exports',
  collections: [],
  stores: {},
  services: {},
  loops: {},
  routes: { exports: exportRoutes },
  audited: {},
} as const satisfies Module;
