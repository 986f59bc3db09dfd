import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { createCompareFolder } from './compare-folder.ts';
import { compareRoutes } from './compare-routes.ts';
import { createFormerTexts } from './former-texts.ts';
import { createProposeRevert } from './propose-revert.ts';
import { proposeRevertRoutes } from './propose-revert-routes.ts';
import { publicationRoutes } from './publications-routes.ts';
import { createReadPublication } from './read-publication.ts';
import { createRevertPublication } from './revert-publication.ts';
import { publicationSchema } from './store/publication-schema.ts';
import { createPublicationStore } from './store/publications.ts';
import { createTendPublications } from './tend-publications.ts';

type LoopNeeds = {
  readonly live: LiveWorkspaces;
  readonly tendPublications: ReturnType<typeof createTendPublications>;
};

/** What was published, by whom and why, what it changed in each file, and the way back to it. */
export const publicationsModule = {
  name: 'publications',
  collections: [publicationSchema],
  stores: { publications: createPublicationStore },
  services: {
    compareFolder: createCompareFolder,
    formerTexts: createFormerTexts,
    proposeRevert: createProposeRevert,
    readPublication: createReadPublication,
    revertPublication: createRevertPublication,
    tendPublications: createTendPublications,
  },
  loops: {
    publications: ({ live, tendPublications }: LoopNeeds) => ({
      every: 60,
      job: eachTenant({ live, look: tendPublications }),
    }),
  },
  routes: {
    publications: publicationRoutes,
    proposeRevert: proposeRevertRoutes,
    compare: compareRoutes,
  },
  audited: {
    'POST /api/workspace/compare': 'none',
    'POST /api/workspace/publications/:revision/review': { action: 'approval.send' },
    'POST /api/workspace/publications/:revision/revert': { action: 'workspace.revert' },
  },
} as const satisfies Module;
