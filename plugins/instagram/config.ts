import { z } from 'zod';
import { type ActionContext, type PostRules, secret, textWithLink } from '../contract.ts';

/** What an instance of `instagram` is configured with. */
export const instagramConfig = z.strictObject({
  /** The id of the professional account. */
  account: z.string().regex(/^\d{1,30}$/),
  /** A token of its page with `instagram_basic`, `instagram_content_publish` and `instagram_manage_comments`. */
  token: secret(),
  version: z
    .string()
    .regex(/^v\d{1,2}\.\d$/)
    .default('v23.0'),
  url: z.url({ protocol: /^https?$/ }).default('https://graph.facebook.com'),
});
export type InstagramConfig = z.output<typeof instagramConfig>;

export type Ctx = ActionContext<InstagramConfig, undefined>;

/** What Instagram takes of a post: never one without an image, and links as text. */
export const instagramRules: PostRules = {
  textMax: 2_200,
  lengthOf: (post) => textWithLink(post).length,
  images: { max: 10, types: ['image/jpeg'], maxBytes: 8_000_000, altMax: 1_000, needed: true },
  comments: true,
};
