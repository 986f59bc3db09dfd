import { z } from 'zod';
import { definePlugin, secret } from '../contract.ts';
import { salesforceObject } from './object.ts';

export const config = z.strictObject({
  /** My Domain of the organisation: `https://shop.my.salesforce.com`. */
  url: z.url({ protocol: /^https?$/ }),
  /** Consumer key and secret of a connected app, or of an external client app. */
  clientId: z.string().min(1).max(300),
  clientSecret: secret(),
  /** `client-credentials`: as the user that the app runs as. `authorization-code`: as the user who lets Ciclo in. */
  grant: z.enum(['client-credentials', 'authorization-code']).default('client-credentials'),
  /** The version of the REST API. */
  version: z
    .string()
    .regex(/^\d{2,3}\.0$/)
    .default('62.0'),
  /** Further objects by their API names, such as `Boat__c`. */
  objects: z
    .array(z.string().regex(/^[A-Za-z]\w{0,79}$/))
    .max(50)
    .default([]),
});
export type SalesforceConfig = z.output<typeof config>;

const usual = ['Account', 'Campaign', 'Case', 'Contact', 'Lead', 'Opportunity', 'Product2', 'Task'];

/** Salesforce: contacts, leads, accounts, opportunities and other objects, kept the same on both sides. */
export const salesforcePlugin = definePlugin({
  id: 'salesforce',
  version: '1.0.0',
  name: 'Salesforce',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['*.my.salesforce.com'],
  auth: ({ url, clientId, clientSecret, grant }) => ({
    kind: 'oauth2',
    grant,
    authorizeUrl: new URL('/services/oauth2/authorize', url).href,
    tokenUrl: new URL('/services/oauth2/token', url).href,
    revokeUrl: new URL('/services/oauth2/revoke', url).href,
    clientId,
    clientSecret,
    scopes: grant === 'client-credentials' ? [] : ['api', 'refresh_token'],
  }),
  syncs: ({ objects }) =>
    Object.fromEntries([...usual, ...objects].map((object) => [object, salesforceObject(object)])),
  health: async (ctx) => {
    const { url, version } = ctx.config;
    const answer = await ctx.http({ url: new URL(`/services/data/v${version}/limits`, url).href });
    return answer.status === 200
      ? { ok: true }
      : { ok: false, message: `Salesforce answered ${answer.status}.` };
  },
});
