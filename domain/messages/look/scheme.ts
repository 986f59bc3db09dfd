import { applyEdits } from '../links/scan-html.ts';

/** How a mail program shows a mail: on a light or a dark ground. */
export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

const styles = /(<style\b[^>]*>)([\s\S]*?)(<\/style\s*>)/gi;
const preference = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi;
const both = /(color-scheme\s*:\s*)light\s+dark/gi;

/** True where a mail says how it looks on a dark ground. */
export const hasDarkLook = (html: string): boolean =>
  [...html.matchAll(styles)].some(([, , css = '']) => /prefers-color-scheme\s*:\s*dark/i.test(css));

/**
 * A mail as a mail program of this scheme shows it, whatever the browser prefers: the media queries that ask for the scheme are
 * answered in its style elements.
 */
export const inScheme = (html: string, scheme: Scheme): string =>
  applyEdits({
    text: html,
    edits: [...html.matchAll(styles)].map((match) => {
      const [, open = '', css = ''] = match;
      const start = match.index + open.length;
      const text = css
        .replaceAll(preference, (_all, wanted: string) =>
          wanted.toLowerCase() === scheme ? '(min-width: 0px)' : '(max-width: 0px)',
        )
        .replaceAll(both, (_all, name: string) => `${name}${scheme}`);
      return { start, end: start + css.length, text };
    }),
  });
