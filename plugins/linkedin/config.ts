import { z } from 'zod';
import { type ActionContext, type PostRules, secret, textWithLink } from '../contract.ts';

/** What an instance of `linkedin` is configured with. */
export const linkedinConfig = z.strictObject({
  /** Whose posts they are: an organization, or a member. */
  author: z
    .string()
    .regex(/^urn:li:(?:organization|person):[\w-]{1,60}$/, 'A URN, such as urn:li:organization:2414183.'),
  /** An access token with `w_organization_social` and `r_organization_social` (`w_member_social` of a member). */
  token: secret(),
  /** The month of the version of the API; LinkedIn keeps each for a year. */
  version: z
    .string()
    .regex(/^20\d{4}$/)
    .default('202610'),
  url: z.url({ protocol: /^https?$/ }).default('https://api.linkedin.com'),
  /** Where images are uploaded to. */
  uploadHosts: z.array(z.string().min(1)).max(5).default(['www.linkedin.com']),
});
export type LinkedinConfig = z.output<typeof linkedinConfig>;

export type Ctx = ActionContext<LinkedinConfig, undefined>;

/** What LinkedIn takes of a post. */
export const linkedinRules: PostRules = {
  textMax: 3_000,
  lengthOf: (post) => textWithLink(post).length,
  images: {
    max: 20,
    types: ['image/png', 'image/jpeg', 'image/gif'],
    maxBytes: 8_000_000,
    altMax: 4_086,
  },
  comments: true,
};
