import { CicloError } from '../domain/errors.ts';
import type { EngineApiDeps } from '../server/engine-api.ts';

const since = Date.parse('2026-03-04T00:00:00.000Z');
const isShop = (tenant: string): boolean => tenant === 'shop';

const tripLog: EngineApiDeps['tripLog'] = async ({ tenant, journey: key }) =>
  isShop(tenant) && key === 'cart'
    ? [
        {
          id: 'trip-1',
          tenant,
          journey: key,
          at: since,
          numbers: { guard: 'bounces', bad: 30, all: 400, limit: 5, within: '24 hours' },
          text: 'Stopped by its guard.',
        },
      ]
    : undefined;

const channels: EngineApiDeps['channels'] = {
  list: async ({ tenant }) => (isShop(tenant) ? [{ channel: 'email', held: 0 }] : []),
  set: async ({ tenant, channel, to }) => {
    if (!isShop(tenant) || channel !== 'email') {
      throw new CicloError({ code: 'not-found', message: `There is no channel ${channel}.` });
    }
    return { channel, switched: { ...to, since: since }, held: 0 };
  },
};

const listPlugins: EngineApiDeps['listPlugins'] = async ({ tenant }) =>
  isShop(tenant)
    ? [{ instance: 'mail', plugin: 'smtp', state: 'open', why: 'It is down.', since: since, webhooks: [] }]
    : [];

/** What is off in the tests: `shop` has a journey a guard stopped, a channel, and a plugin that is not well. */
export const createGuardsWorld = () => ({ tripLog, channels, listPlugins });
