import { z } from 'zod';
import { type PostRules, secret, textWithLink } from '../contract.ts';

/** What X counts for any address. */
const linkLength = 23;
/** Letters that count one; all others count two (X's weighted length, configuration version 3). */
const light: readonly (readonly [number, number])[] = [
  [0, 4_351],
  [8_192, 8_205],
  [8_208, 8_223],
  [8_242, 8_247],
];
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const isEmoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

const weightOf = (character: string): number => {
  // An emoji counts two, whatever it is made of.
  if (isEmoji.test(character)) return 2;
  let weight = 0;
  for (const letter of character.normalize('NFC')) {
    const code = letter.codePointAt(0) ?? 0;
    weight += light.some(([from, to]) => code >= from && code <= to) ? 1 : 2;
  }
  return weight;
};

/** How long a post counts on X. */
export const lengthOf = (post: { readonly text: string; readonly link?: string | undefined }): number => {
  const text = textWithLink(post).replace(/https?:\/\/[^\s<>"']+/g, '-'.repeat(linkLength));
  let length = 0;
  for (const { segment } of segmenter.segment(text)) length += weightOf(segment);
  return length;
};

export const xConfig = z.strictObject({
  /** "API Key" and "API Key Secret" of the app. */
  apiKey: secret(),
  apiSecret: secret(),
  /** "Access Token" and "Access Token Secret" of the account, with the permission "Read and write". */
  accessToken: secret(),
  accessSecret: secret(),
  /** 280; accounts that pay may write more. */
  textMax: z.int().min(1).max(25_000).default(280),
  /** Takes mentions and replies as messages; X bills what is read. */
  listen: z.boolean().default(false),
  everySeconds: z.int().min(60).max(86_400).default(300),
  url: z.url({ protocol: /^https?$/ }).default('https://api.x.com'),
});
export type XConfig = z.output<typeof xConfig>;

/** What X takes of a post. */
export const xRules = ({ textMax }: XConfig): PostRules => ({
  textMax,
  lengthOf,
  images: {
    max: 4,
    types: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
    maxBytes: 5_000_000,
    altMax: 1_000,
  },
  comments: true,
});
