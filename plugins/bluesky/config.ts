import { z } from 'zod';
import { graphemesIn, type PostRules, secret } from '../contract.ts';
import { shownText } from './rich-text.ts';

export const blueskyConfig = z.strictObject({
  /** The server of the account (PDS). */
  service: z.url({ protocol: /^https?$/ }).default('https://bsky.social'),
  /** The handle or DID of the account. */
  identifier: z.string().min(1).max(300),
  /** An app password of it. */
  password: secret(),
  /** The languages of posts (BCP 47). */
  languages: z.array(z.string().min(2).max(20)).min(1).max(3).optional(),
  /** Takes mentions, replies and quotes as messages. */
  listen: z.boolean().default(true),
  everySeconds: z.int().min(10).max(86_400).default(60),
});
export type BlueskyConfig = z.output<typeof blueskyConfig>;

/** What Bluesky takes of a post, as the lexicons `app.bsky.feed.post` and `app.bsky.embed.images` have it. */
export const blueskyRules: PostRules = {
  textMax: 300,
  lengthOf: (post) => graphemesIn(shownText(post).text),
  images: {
    max: 4,
    types: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
    maxBytes: 1_000_000,
    altMax: 2_000,
  },
  comments: true,
};
