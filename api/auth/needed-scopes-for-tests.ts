import type { Scope } from '../../domain/keys/key.ts';

/** Calls that show or change single people. */
const personal =
  /^\w+ \/api\/(profiles|dev-mails|conversations|work|events|deliveries|messages|runs|decisions|tasks|suppressions|consents|imports|dry-runs|points|gift-cards|memberships|store-credit|referrals|loyalty\/check|keys\/identity-secret)\b|\/api\/syncs\/:sync\/(?:issues|preview)|\/api\/feeds\/:feed\/refused|(steps\/:step\/people|dry-run|replay|simulate|figures\/:key\/rows)$/;

/** Calls that only draft: files, broadcasts and reports, and what tries them out. */
const drafting: ReadonlySet<string> = new Set([
  'POST /api/broadcasts',
  'PUT /api/broadcasts/:id',
  'DELETE /api/broadcasts/:id',
  'POST /api/dry-runs',
  'POST /api/dry-runs/:id/cancel',
  'POST /api/forms/preview',
  'POST /api/journeys/:key/dry-run',
  'POST /api/journeys/:key/lint',
  'POST /api/journeys/:key/replay',
  'POST /api/journeys/:key/simulate',
  'POST /api/posts/check',
  'POST /api/posts/images',
  'DELETE /api/reports/:id',
  'POST /api/reports/:id/send',
  'POST /api/templates/:key/test',
  'POST /api/templates/page',
  'POST /api/warehouse/check',
  'POST /api/workspace/approvals',
  'POST /api/workspace/approvals/:id/send',
  'POST /api/workspace/approvals/:id/withdraw',
  'POST /api/workspace/check',
  'POST /api/workspace/publications/:revision/review',
  'PUT /api/workspace/drafts/:path',
  'DELETE /api/workspace/drafts/:path',
]);

/** Whether a route, named `GET /api/...`, changes nothing. */
export const looksOnly = (route: string): boolean =>
  route.startsWith('GET ') ||
  /^POST \/api\/(?:records\/:kind\/(?:search|preview)|segments\/preview|rules\/try|loyalty\/programs\/try|broadcasts\/audience|workspace\/compare|warehouse\/query)$/.test(
    route,
  );

/** The scopes that a route needs, each of them. */
export const neededBy = (route: string): readonly Scope[] => {
  const people: readonly Scope[] = personal.test(route) ? ['personal-data'] : [];
  if (route === 'GET /api/keys/identity-secret') return ['team', ...people];
  // Nobody makes or changes a viewer who may not do what viewers may.
  if (/^(?:POST|PATCH) \/api\/users\b/.test(route) || / \/api\/users\/:id\/sessions/.test(route))
    return ['team', 'read', 'records:read'];
  if (/ \/api\/(?:keys|users|teams)\b/.test(route)) return [looksOnly(route) ? 'read' : 'team'];
  if (route === 'POST /api/warehouse/query') return ['read', 'records:read', 'personal-data'];
  if (
    /^(?:PUT|POST) \/api\/workspace(?:\/drafts\/publish|\/publications\/:revision\/revert|\/approvals\/:id\/(?:approve|return|schedule|publish))?$/.test(
      route,
    )
  )
    return ['publish'];
  // Nobody makes a report of figures that they may not see.
  if (/^(?:POST|PUT) \/api\/reports(?:\/:id)?$/.test(route)) return ['draft', 'read'];
  if (route.startsWith('POST /api/connectors/')) return ['publish'];
  if (/ \/api\/(?:objects|records|search|sales|exports)\b/.test(route))
    return [looksOnly(route) ? 'records:read' : 'records:write'];
  if (/ \/api\/(?:tasks|conversations|work|profiles\/:id\/self-service\/end)\b/.test(route))
    return [looksOnly(route) ? 'read' : 'records:write', ...people];
  return [looksOnly(route) ? 'read' : drafting.has(route) ? 'draft' : 'write', ...people];
};
