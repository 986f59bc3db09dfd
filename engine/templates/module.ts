import type { Module } from '../module.ts';
import { createPreviewTemplate } from './preview-template.ts';
import { templatePreviewRoutes } from './routes/preview-routes.ts';
import { templateRoutes } from './routes/templates-routes.ts';
import { templateTestRoutes } from './routes/test-routes.ts';
import { createSendTest } from './send-test.ts';

/** Messages before anybody gets them: looked at as any person, looked over, sent to the team. */
export const templatesModule = {
  name: 'templates',
  collections: [],
  stores: {},
  services: { previewTemplate: createPreviewTemplate, sendTest: createSendTest },
  loops: {},
  routes: {
    templates: templateRoutes,
    templatePreview: templatePreviewRoutes,
    templateTest: templateTestRoutes,
  },
  audited: { 'POST /api/templates/:key/test': { action: 'template.test', param: 'key' } },
} as const satisfies Module;
