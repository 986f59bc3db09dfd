import type { EngineApiDeps } from '../server/engine-api.ts';
import type { Reads } from './ports/reads.ts';

const at = Date.parse('2026-03-03T10:00:00.000Z');
const isShop = (tenant: string): boolean => tenant === 'shop';

const task = {
  tenant: 'shop',
  id: 'task-1',
  title: 'Call Ana',
  state: 'open' as const,
  profileId: 'p-ana',
  run: 'run-3',
  journey: 'cart',
  step: 'call',
  createdAt: at,
  dueAt: at + 86_400_000,
};

/** The tasks of the tests: one, of `shop`. */
export const tasks: Reads['tasks'] = async ({ tenant, state = 'open', profileId = 'p-ana', after }) =>
  isShop(tenant) && state === 'open' && profileId === 'p-ana' && after === undefined ? [task] : [];

/** Says that it is done; it stays open for the next test. */
export const finishTask: EngineApiDeps['finishTask'] = async ({ tenant, id, output }) =>
  isShop(tenant) && id === task.id ? { kind: 'done', task: { ...task, doneAt: at + 1, output } } : undefined;
