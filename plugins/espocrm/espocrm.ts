import { z } from 'zod';
import { definePlugin, secret } from '../contract.ts';
import { espoEntity } from './entity.ts';

export const config = z.strictObject({
  /** Where EspoCRM is, without `/api/v1`. */
  url: z.url({ protocol: /^https?$/ }),
  /** The key of an API user with access to the entities. */
  apiKey: secret(),
  /** Whether EspoCRM looks for duplicates by name and address before it makes a record. */
  checkDuplicates: z.boolean().default(true),
  /** Further entities by their names, such as `CBoat`. */
  entities: z
    .array(z.string().regex(/^[A-Z]\w{0,99}$/))
    .max(50)
    .default([]),
});
export type EspoConfig = z.output<typeof config>;

const usual = ['Account', 'Call', 'Case', 'Contact', 'Lead', 'Meeting', 'Opportunity', 'Task'];

/** EspoCRM: contacts, leads, accounts, opportunities, cases and other entities, kept the same on both sides. */
export const espocrmPlugin = definePlugin({
  id: 'espocrm',
  version: '1.0.0',
  name: 'EspoCRM',
  config,
  hosts: ({ url }) => [new URL(url).host],
  auth: ({ apiKey }) => ({ kind: 'header', name: 'x-api-key', value: apiKey }),
  syncs: ({ entities }) =>
    Object.fromEntries([...usual, ...entities].map((entity) => [entity, espoEntity(entity)])),
  health: async (ctx) => {
    const base = ctx.config.url.replace(/\/+$/, '');
    const answer = await ctx.http({ url: `${base}/api/v1/App/user` });
    return answer.status === 200
      ? { ok: true }
      : { ok: false, message: `EspoCRM answered ${answer.status}.` };
  },
});
