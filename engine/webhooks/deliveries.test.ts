import { describe, expect, it } from 'vitest';

import { CicloError } from '../../domain/errors.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { DeliveryRow } from './ports.ts';
import { createDeliveries } from './deliveries.ts';

const row: DeliveryRow = {
  id: 'd-1',
  tenant: 'shop',
  instance: 'hooks',
  webhook: 'main',
  dedupeKey: 'd-1',
  request: { method: 'POST', path: '/', query: {}, headers: {}, rawBody: new Uint8Array() },
  receivedAt: 0,
  state: 'pending',
  attempts: 6,
};

const notUsed = async (): Promise<never> => {
  throw new Error('not used');
};
const plugins: Plugins = {
  runtime: () => {
    throw new Error('not used');
  },
  send: notUsed,
  perform: notUsed,
  channels: () => [],
  postsOn: () => [],
  close: notUsed,
};

/** A delivery whose tenant's workspace cannot be had, for a reason. */
const readWhen = async (thrown: unknown, attempts = row.attempts) => {
  const failed: object[] = [];
  const outcomes: string[] = [];
  const live: LiveWorkspaces = {
    tenants: notUsed,
    of: () => Promise.reject(thrown),
    journey: notUsed,
    fresh: notUsed,
    refresh: notUsed,
  };
  const silent = { debug: () => 0, info: () => 0, warn: () => 0, error: () => 0 };
  const deliveries = createDeliveries({
    takeInbound: notUsed,
    changeProducts: notUsed,
    deliveries: {
      insert: notUsed,
      get: notUsed,
      takeDue: async () => [{ ...row, attempts }],
      finish: notUsed,
      fail: async (input) => {
        failed.push(input);
      },
    },
    live,
    plugins,
    aboutMessages: async ({ events }) => events,
    accept: notUsed,
    clock: { now: () => 0, systemTime: () => 1000 },
    log: silent,
    meter: { delivery: ({ outcome }) => outcomes.push(outcome) },
  });
  await deliveries.sweep();
  return { failed, outcomes };
};

describe('a delivery whose reading breaks', () => {
  it('counts an attempt, so that it is seen and ends one day', async () => {
    const missing = new CicloError({ code: 'not-found', message: 'There is no workspace.' });
    expect(await readWhen(missing)).toEqual({
      failed: [{ tenant: 'shop', id: 'd-1', error: 'not-found: There is no workspace.', due: 3_601_000 }],
      outcomes: ['failed'],
    });
    expect(await readWhen(new RangeError('too deep'), 7)).toEqual({
      failed: [{ tenant: 'shop', id: 'd-1', error: 'internal: too deep', due: undefined }],
      outcomes: ['dead'],
    });
  });

  it('counts none while a server is away: an outage gives up no delivery', async () => {
    for (const code of ['unavailable', 'timeout'] as const) {
      const away = new CicloError({ code, message: 'away' });
      expect(await readWhen(away)).toEqual({ failed: [], outcomes: [] });
    }
  });
});
