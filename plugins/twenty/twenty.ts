import { z } from 'zod';
import { definePlugin, secret } from '../contract.ts';
import { twentyObject } from './object.ts';

export const config = z.strictObject({
  /** Where Twenty is; that of its own cloud by default. */
  url: z.url({ protocol: /^https?$/ }).default('https://api.twenty.com'),
  /** An API key (Settings > APIs & Webhooks). */
  apiKey: secret(),
  /** What becomes of a record that is removed: it goes into the trash, or is gone for good. */
  remove: z.enum(['trash', 'destroy']).default('trash'),
  /** Further objects by the plural of their API names, such as `boats`. */
  objects: z
    .array(z.string().regex(/^[a-z]\w{0,99}$/))
    .max(50)
    .default([]),
});
export type TwentyConfig = z.output<typeof config>;

const usual = ['companies', 'notes', 'opportunities', 'people', 'tasks'];

/** Twenty: people, companies, opportunities and other objects, kept the same on both sides. */
export const twentyPlugin = definePlugin({
  id: 'twenty',
  version: '1.0.0',
  name: 'Twenty',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.twenty.com'],
  auth: ({ apiKey }) => ({ kind: 'bearer', token: apiKey }),
  syncs: ({ objects }) =>
    Object.fromEntries([...usual, ...objects].map((object) => [object, twentyObject(object)])),
  health: async (ctx) => {
    const base = ctx.config.url.replace(/\/+$/, '');
    const answer = await ctx.http({ url: `${base}/rest/people?limit=1&depth=0` });
    return answer.status === 200 ? { ok: true } : { ok: false, message: `Twenty answered ${answer.status}.` };
  },
});
