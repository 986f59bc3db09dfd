import type { Module } from '../module.ts';
import { draftRoutes } from './drafts-routes.ts';
import { createEditFiles } from './edit-files.ts';
import { createPublishedFiles } from './published-files.ts';
import { draftSchema } from './store/draft-schema.ts';
import { createDraftStore } from './store/drafts.ts';

/** Files of the workspace, changed by people of the team in drafts of their own and published as a whole. */
export const draftsModule = {
  name: 'drafts',
  collections: [draftSchema],
  stores: { drafts: createDraftStore },
  services: { publishedFiles: createPublishedFiles, editFiles: createEditFiles },
  loops: {},
  routes: { drafts: draftRoutes },
  audited: {
    'PUT /api/workspace/drafts/:path': { action: 'draft.save' },
    'DELETE /api/workspace/drafts/:path': { action: 'draft.discard' },
    'POST /api/workspace/check': 'none',
    'POST /api/workspace/drafts/publish': { action: 'workspace.publish' },
  },
} as const satisfies Module;
