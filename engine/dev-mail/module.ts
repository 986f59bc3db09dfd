import type { Module } from '../module.ts';
import { devMailRoutes } from './dev-mail-routes.ts';
import { createDevMails } from './dev-mails.ts';

/** The development inbox: mails that are sent to nobody while somebody tries things out. */
export const devMailModule = {
  name: 'dev-mail',
  collections: [],
  stores: {},
  services: { devMails: createDevMails },
  loops: {},
  routes: { devMails: devMailRoutes },
  audited: {},
} as const satisfies Module;
