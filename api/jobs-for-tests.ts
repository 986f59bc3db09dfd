import type { BulkJobs } from '../engine/jobs/bulk-jobs.ts';
import type { Job } from '../engine/jobs/ports.ts';

const since = Date.parse('2026-03-04T00:00:00.000Z');
const isShop = (tenant: string): boolean => tenant === 'shop';

/** The one job of `shop`. */
export const job: Job = {
  id: 'job-1',
  journey: 'cart',
  action: { kind: 'skip' },
  who: { journey: 'cart' },
  rate: 50,
  state: 'running',
  total: 3,
  done: 1,
  passed: 0,
  failed: 0,
  troubles: [],
  tenant: 'shop',
  page: [],
  next: 'start',
  attempts: 0,
  looks: 0,
  twice: false,
  createdWall: since,
  createdAt: since,
};

/** Operations on many people, of which there is one. */
export const bulkJobs: BulkJobs = {
  preview: async ({ tenant }) =>
    isShop(tenant)
      ? { total: 1, standing: [{ version: 2, step: 'think', runs: 1, frozen: 0 }], problems: [] }
      : { total: 0, standing: [], problems: [] },
  start: async ({ id = job.id, action, who }) => ({ ...job, id, action, who }),
  reviveAll: async ({ tenant }) => (isShop(tenant) ? [{ ...job, action: { kind: 'revive' } }] : []),
  get: async ({ tenant, id }) => (isShop(tenant) && id === job.id ? job : undefined),
  list: async ({ tenant, state, ...page }) =>
    isShop(tenant) && (state === undefined || state === job.state) && page.after === undefined ? [job] : [],
  cancel: async ({ tenant, id }) => (isShop(tenant) && id === job.id ? 'cancelled' : 'not-found'),
  setRate: async ({ tenant, id }) => (isShop(tenant) && id === job.id ? 'changed' : 'not-found'),
};
