import { z } from 'zod';
import { type PostRules, secret, secrets } from '../contract.ts';

export const facebookConfig = z.strictObject({
  /** The id of the page. */
  page: z.string().regex(/^\d{1,30}$/),
  /** A token of the page that does not expire, with `pages_manage_posts`, `pages_manage_engagement` and `pages_read_engagement`. */
  token: secret(),
  /** The app's secret: Facebook signs webhooks with it. */
  appSecrets: secrets().optional(),
  /** What was written as "Verify Token" when the webhook was set up. */
  verifyToken: secret().optional(),
  version: z
    .string()
    .regex(/^v\d{1,2}\.\d$/)
    .default('v23.0'),
  url: z.url({ protocol: /^https?$/ }).default('https://graph.facebook.com'),
});
export type FacebookConfig = z.output<typeof facebookConfig>;

/** What a Facebook page takes of a post: a link is a field of its own, except beside images. */
export const facebookRules: PostRules = {
  textMax: 63_206,
  lengthOf: ({ text, link = '' }) => text.length + link.length,
  images: {
    max: 10,
    types: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
    maxBytes: 4_000_000,
    altMax: 1_000,
  },
  comments: true,
};
