import { applyEdits, scanHtml } from '../links/scan-html.ts';

const places: ReadonlySet<string> = new Set(['src', 'srcset', 'background']);
const styleUrl = /url\(\s*(["']?)(?!data:)[^)]*\1\s*\)/gi;

/** A mail whose pictures are not asked for, in elements and in styles: the words of `alt` stand in their place. */
export const withoutPictures = (html: string): string => {
  const edits = scanHtml(html).flatMap(({ attributes }) =>
    attributes
      .filter(({ name, value }) => places.has(name) && !value.startsWith('data:'))
      .map(({ start, end, quoted }) => ({ start, end, text: quoted ? '' : '""' })),
  );
  return applyEdits({ text: html, edits }).replaceAll(styleUrl, 'none');
};
