import { z } from 'zod';
import { type Auth, definePlugin, secret } from '../contract.ts';
import { hubspotObject } from './object.ts';

/** What is asked for when somebody lets Ciclo in: everything that the usual kinds of records need. */
const usualScopes = [
  'oauth',
  ...['contacts', 'companies', 'deals'].flatMap((kind) => [
    `crm.objects.${kind}.read`,
    `crm.objects.${kind}.write`,
  ]),
];

export const config = z
  .strictObject({
    /** The access token of a private app. */
    token: secret().optional(),
    /** A public app, which somebody with an account lets in (`ciclo connectors connect`). */
    oauth: z
      .strictObject({
        clientId: z.string().min(1).max(200),
        clientSecret: secret(),
        scopes: z.array(z.string().min(1).max(200)).min(1).max(50).default(usualScopes),
        /** Where somebody agrees, for accounts in another region. */
        app: z.url({ protocol: /^https?$/ }).default('https://app.hubspot.com'),
      })
      .optional(),
    /** Another address of the API. */
    url: z.url({ protocol: /^https?$/ }).default('https://api.hubapi.com'),
    /** How a person who was erased is removed: put into the bin, or deleted for good, so that HubSpot refuses the address from then on. */
    erase: z.enum(['archive', 'gdpr']).default('archive'),
    /** Kinds of objects of your own, by their names or ids (`p_boats`, `2-3465404`). */
    objects: z
      .array(z.string().regex(/^[\w-]{1,100}$/))
      .max(50)
      .default([]),
  })
  .refine(({ token, oauth }) => (token === undefined) !== (oauth === undefined), {
    error: 'Give `token`, of a private app, or `oauth`, of a public one.',
    path: ['token'],
  });
export type HubspotConfig = z.output<typeof config>;

const authOf = ({ token, oauth, url }: HubspotConfig): Auth => {
  if (oauth === undefined) return { kind: 'bearer', token: token ?? '' };
  const { clientId, clientSecret, scopes, app } = oauth;
  return {
    kind: 'oauth2',
    grant: 'authorization-code',
    authorizeUrl: new URL('/oauth/authorize', app).href,
    tokenUrl: new URL('/oauth/v1/token', url).href,
    clientId,
    clientSecret,
    scopes,
  };
};

const usual = ['contacts', 'companies', 'deals', 'leads', 'tickets'];

/** HubSpot: contacts, companies, deals and other objects, kept the same on both sides. */
export const hubspotPlugin = definePlugin({
  id: 'hubspot',
  version: '1.0.0',
  name: 'HubSpot',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.hubapi.com'],
  auth: authOf,
  syncs: ({ objects }) =>
    Object.fromEntries([...usual, ...objects].map((object) => [object, hubspotObject(object)])),
  health: async (ctx) => {
    const { url } = ctx.config;
    const answer = await ctx.http({ url: new URL('/crm/v3/objects/contacts?limit=1', url).href });
    return answer.status === 200
      ? { ok: true }
      : { ok: false, message: `HubSpot answered ${answer.status}.` };
  },
});
