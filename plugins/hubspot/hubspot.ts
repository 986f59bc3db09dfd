import { z } from 'zod';
import { definePlugin, secret } from '../contract.ts';
import { hubspotObject } from './object.ts';

export const config = z.strictObject({
  /** The access token of a private app. */
  token: secret(),
  /** Another address of the API. */
  url: z.url({ protocol: /^https?$/ }).default('https://api.hubapi.com'),
  /** How a person who was erased is removed: put into the bin, or deleted for good, so that HubSpot refuses the address from then on. */
  erase: z.enum(['archive', 'gdpr']).default('archive'),
  /** Kinds of objects of your own, by their names or ids (`p_boats`, `2-3465404`). */
  objects: z
    .array(z.string().regex(/^[\w-]{1,100}$/))
    .max(50)
    .default([]),
});
export type HubspotConfig = z.output<typeof config>;

const usual = ['contacts', 'companies', 'deals', 'leads', 'tickets'];

/** HubSpot: contacts, companies, deals and other objects, kept the same on both sides. */
export const hubspotPlugin = definePlugin({
  id: 'hubspot',
  version: '1.0.0',
  name: 'HubSpot',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.hubapi.com'],
  syncs: ({ objects }) =>
    Object.fromEntries([...usual, ...objects].map((object) => [object, hubspotObject(object)])),
  health: async (ctx) => {
    const { url, token } = ctx.config;
    const answer = await ctx.http({
      url: new URL('/crm/v3/objects/contacts?limit=1', url).href,
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.status === 200
      ? { ok: true }
      : { ok: false, message: `HubSpot answered ${answer.status}.` };
  },
});
