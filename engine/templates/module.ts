import type { Module } from '../module.ts';
import { createDraftMessage } from './draft-message.ts';
import { createPreviewTemplate } from './preview-template.ts';
import { templatePageRoutes } from './routes/page-routes.ts';
import { templatePreviewRoutes } from './routes/preview-routes.ts';
import { templateRoutes } from './routes/templates-routes.ts';
import { templateTestRoutes } from './routes/test-routes.ts';
import { vocabularyRoutes } from './routes/vocabulary-routes.ts';
import { createSendTest } from './send-test.ts';

/** Messages before anybody gets them: looked at as any person, looked over, sent to the team. */
export const templatesModule = {
  name: 'templates',
  collections: [],
  stores: {},
  services: {
    draftMessage: createDraftMessage,
    previewTemplate: createPreviewTemplate,
    sendTest: createSendTest,
  },
  loops: {},
  routes: {
    templates: templateRoutes,
    templatePage: templatePageRoutes,
    templatePreview: templatePreviewRoutes,
    templateTest: templateTestRoutes,
    templateVocabulary: vocabularyRoutes,
  },
  audited: {
    'POST /api/templates/page': 'none',
    'POST /api/templates/:key/test': { action: 'template.test', param: 'key' },
  },
} as const satisfies Module;
