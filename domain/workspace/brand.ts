import { z } from 'zod';

import { isWebUrl } from '../messages/links/links.ts';
import type { Problem } from '../problem.ts';

/** Text on the colour has to be readable: WCAG 2.2, success criterion 1.4.3 (AA). */
const leastContrast = 4.5;
const pictureBytesMax = 100_000;

const colorSchema = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as `#2f5d3a`');

/** A picture of the workspace: `brand/logo.svg`. */
export const pictureFile = /^brand\/[a-z0-9][a-z0-9._-]{0,63}\.(svg|png|jpe?g|webp)$/;

const isLogo = (text: string): boolean =>
  pictureFile.test(text) || (text.startsWith('https://') && text.length <= 500 && isWebUrl(text));

/** The share of a colour's light that the eye sees, from 0 (black) to 1 (white), as WCAG 2.2 defines it. */
const luminance = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** How two colours (`#rrggbb`) stand apart, from 1 (the same) to 21 (black on white), as WCAG 2.2 defines it. */
export const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

/** Black or white, whichever is easier to read on a colour. */
export const readableOn = (color: string): '#000000' | '#ffffff' =>
  contrast(color, '#ffffff') >= contrast(color, '#000000') ? '#ffffff' : '#000000';

/** What the public pages (unsubscribe, preferences, confirmation) look like. */
export const brandSchema = z
  .strictObject({
    color: colorSchema.optional().describe('The colour of the main button and of the edge, `#2f5d3a`.'),
    textColor: colorSchema
      .optional()
      .describe('The colour of text on `color`; by default black or white, whichever is easier to read.'),
    logo: z
      .string()
      .refine(
        isLogo,
        'must be a picture of the workspace, such as `brand/logo.svg`, or an `https://` address',
      )
      .optional()
      .describe(
        'The logo above the page: a file `brand/...` of the workspace (SVG, PNG, JPEG, WebP; at most 100 KB) or an `https://` address.',
      ),
  })
  .superRefine(({ color, textColor }, ctx) => {
    if (textColor === undefined) return;
    const ratio = color === undefined ? 0 : contrast(color, textColor);
    if (ratio >= leastContrast) return;
    const message =
      color === undefined
        ? 'needs `color` beside it'
        : `must be readable on \`color\`: the contrast is ${ratio.toFixed(1)} and has to be ${leastContrast} or more; \`${readableOn(color)}\` is`;
    ctx.addIssue({ code: 'custom', path: ['textColor'], message });
  })
  .describe('The look of the pages that links in messages lead to.');
export type Brand = z.infer<typeof brandSchema>;

/** What an SVG picture of a logo needs not have: scripts, handlers, pages within, and anything from elsewhere. */
const activeSvg =
  /<script|<foreignObject|<!ENTITY|<iframe|\son[a-z]+\s*=|javascript:|(?:href|src)\s*=\s*["'](?!#|data:image\/(?:png|jpeg|webp);base64,)|url\(\s*["']?(?!#)|@import/i;

const picture = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/;

/** A picture as a page carries it, or what is wrong with it. */
const toDataUri = (input: {
  file: string;
  text: string;
}): { uri: string } | { message: string; hint: string } => {
  const { file, text } = input;
  if (text.length > pictureBytesMax * 1.4) {
    return {
      message: `\`${file}\` is over 100 KB.`,
      hint: 'Make it smaller; 400 pixels of width are enough.',
    };
  }
  if (!file.endsWith('.svg')) {
    return picture.test(text)
      ? { uri: text }
      : { message: `\`${file}\` is not a picture.`, hint: 'Save it as PNG, JPEG, WebP or SVG.' };
  }
  if (!/<svg[\s>]/i.test(text)) return { message: `\`${file}\` is not an SVG.`, hint: 'Save it as SVG.' };
  return activeSvg.test(text)
    ? {
        message: `\`${file}\` has a script, a handler or something from elsewhere in it.`,
        hint: 'Save it as a plain SVG (paths and colours only), or as PNG.',
      }
    : { uri: `data:image/svg+xml;base64,${Buffer.from(text).toString('base64')}` };
};

/**
 * The brand with the logo that is a file of the workspace in it, as a data URI, so that pages load nothing from elsewhere. `pictures` are
 * the files of `brand/` by path: SVG as text, others as data URIs.
 */
export const withLogo = (input: {
  brand: Brand;
  pictures: Readonly<Record<string, string>>;
}): { readonly brand: Brand } | { readonly problem: Problem } => {
  const { brand, pictures } = input;
  const { logo } = brand;
  if (logo === undefined || !pictureFile.test(logo)) return { brand };
  const text = Object.hasOwn(pictures, logo) ? pictures[logo] : undefined;
  const known = Object.keys(pictures).map((name) => `\`${name}\``);
  const made =
    text === undefined
      ? {
          message: `There is no file \`${logo}\`.`,
          hint:
            known.length === 0
              ? 'Put it into the folder `brand` of the workspace.'
              : `There is ${known.join(', ')}.`,
        }
      : toDataUri({ file: logo, text });
  if ('uri' in made) return { brand: { ...brand, logo: made.uri } };
  return { problem: { code: 'bad-picture', path: 'brand.logo', severity: 'error', ...made } };
};
