import type { Module } from '../module.ts';
import { createForms } from './forms.ts';
import { formsRoutes } from './forms-routes.ts';

/** Forms to sign up, as the workspace has them. */
export const formsModule = {
  name: 'forms',
  collections: [],
  stores: {},
  services: { forms: createForms },
  loops: {},
  routes: { forms: formsRoutes },
  audited: {},
} as const satisfies Module;
