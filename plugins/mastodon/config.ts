import { z } from 'zod';
import { type PostRules, graphemesIn, secret, textWithLink } from '../contract.ts';

/** What Mastodon counts for any address, whatever its length. */
const linkLength = 23;

/** Mastodon counts characters as readers see them; of a mention of another server only the name. */
export const lengthOf = (post: { readonly text: string; readonly link?: string | undefined }): number =>
  graphemesIn(
    textWithLink(post)
      .replace(/https?:\/\/[^\s<>"']+/g, '-'.repeat(linkLength))
      .replace(/(^|[^\w/])@(\w+)@[\w.-]+\w/g, '$1@$2'),
  );

export const mastodonConfig = z.strictObject({
  /** Where the account is: `https://mastodon.social`. */
  server: z.url({ protocol: /^https?$/ }),
  /** The access token of an application of the account, with the scopes `read write`. */
  token: secret(),
  visibility: z.enum(['public', 'unlisted', 'private']).default('public'),
  /** The language of posts, as ISO 639 writes it; the account's by default. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .optional(),
  /** How long a post may be: servers may allow more than 500. */
  textMax: z.int().min(1).max(100_000).default(500),
  /** Takes mentions and replies as messages. */
  listen: z.boolean().default(true),
  everySeconds: z.int().min(10).max(86_400).default(60),
});
export type MastodonConfig = z.output<typeof mastodonConfig>;

/** What Mastodon takes of a post, as version 4.3 has it by default. */
export const mastodonRules = ({ textMax }: MastodonConfig): PostRules => ({
  textMax,
  lengthOf,
  images: {
    max: 4,
    types: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
    maxBytes: 16_000_000,
    altMax: 1_500,
  },
  comments: true,
});
