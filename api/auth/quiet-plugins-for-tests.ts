import { z } from 'zod';

import { definePlugin, filePut, fileToPut } from '../../plugins/contract.ts';

/** A service that somebody has to connect by OAuth 2. */
export const quietAccounts = definePlugin({
  id: 'quiet-accounts',
  version: '1.0.0',
  name: 'Quiet accounts',
  config: z.strictObject({}),
  auth: () => ({
    kind: 'oauth2',
    grant: 'authorization-code',
    authorizeUrl: 'https://accounts.example/authorize',
    tokenUrl: 'https://accounts.example/token',
    clientId: 'ciclo',
    scopes: [],
  }),
});

/** A CRM in which there is nobody, and nothing happens. */
export const quietCrm = definePlugin({
  id: 'quiet-crm',
  version: '1.0.0',
  name: 'Quiet CRM',
  config: z.strictObject({}),
  syncs: {
    contacts: {
      title: 'Contacts',
      batch: 100,
      changed: async () => ({ kind: 'done', rows: [], cursor: null }),
      read: async () => ({ kind: 'done', rows: [] }),
      find: async () => ({ kind: 'done', rows: [] }),
      create: async (_ctx, { rows }) => ({
        kind: 'done',
        results: rows.map((_row, n) => ({ kind: 'done', id: `made-${n}` })),
      }),
      update: async (_ctx, { rows }) => ({
        kind: 'done',
        results: rows.map(({ id }) => ({ kind: 'done', id })),
      }),
      remove: async (_ctx, { ids }) => ({
        kind: 'done',
        results: ids.map((id) => ({ kind: 'done', id })),
      }),
    },
  },
});

/** A place that takes every file and keeps none. */
export const quietShelf = definePlugin({
  id: 'quiet-shelf',
  version: '1.0.0',
  name: 'Quiet shelf',
  config: z.strictObject({}),
  actions: (action) => ({
    'put-file': action({
      title: 'Write a file',
      input: fileToPut,
      output: filePut,
      effect: 'write',
      idempotency: 'natural-key',
      run: async (_ctx, { path }) => ({ kind: 'done', output: { path, bytes: 0 } }),
    }),
  }),
});
