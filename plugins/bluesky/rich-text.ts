import { linksIn } from '../contract.ts';

/** A stretch of a text that leads somewhere, by its bytes in UTF-8. */
export type Facet = {
  readonly index: { readonly byteStart: number; readonly byteEnd: number };
  readonly features: readonly { readonly $type: string; readonly [field: string]: string }[];
};

const shownMax = 32;

const bytesIn = (text: string): number => Buffer.byteLength(text);

const facet = (input: {
  text: string;
  from: number;
  to: number;
  feature: Facet['features'][number];
}): Facet => {
  const { text, from, to, feature } = input;
  const byteStart = bytesIn(text.slice(0, from));
  return {
    index: { byteStart, byteEnd: byteStart + bytesIn(text.slice(from, to)) },
    features: [feature],
  };
};

const linkTo = (uri: string) => ({ $type: 'app.bsky.richtext.facet#link', uri });

/** An address as people read it: without `https://`, and not longer than a glance. */
const shortened = (url: string): string => {
  const { host, pathname, search } = new URL(url);
  const path = `${pathname}${search}` === '/' ? '' : `${pathname}${search}`;
  const shown = `${host}${path}`;
  return shown.length <= shownMax ? shown : `${shown.slice(0, shownMax - 1)}…`;
};

/** A post as it is shown: the link below the text, shortened, unless the text has it. */
export const shownText = (post: {
  readonly text: string;
  readonly link?: string | undefined;
}): { readonly text: string; readonly link?: { readonly from: number; readonly uri: string } } => {
  const { text, link } = post;
  if (link === undefined || text.includes(link)) return { text };
  const before = text === '' ? '' : `${text}\n\n`;
  return { text: `${before}${shortened(link)}`, link: { from: before.length, uri: link } };
};

/** Words that begin with `#`, as Bluesky takes them for tags. */
const tagsIn = (text: string) =>
  [...text.matchAll(/(^|\s)([#＃])((?!\ufe0f)[^\s\u00AD\u2060\u200A\u200B\u200C\u200D]{1,64})/g)].flatMap(
    ({ 1: space = '', 3: found = '', index }) => {
      const tag = found.replace(/\p{P}+$/u, '');
      const from = index + space.length;
      return tag === '' || /^\d+$/.test(tag) ? [] : [{ tag, from, to: from + 1 + tag.length }];
    },
  );

/** Handles that a text names, such as `@shop.example`. */
export const handlesIn = (text: string) =>
  [...text.matchAll(/(^|\s|\()@((?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{0,62})/gi)].map(
    ({ 1: before = '', 2: handle = '', index }) => {
      const from = index + before.length;
      return { handle, from, to: from + 1 + handle.length };
    },
  );

/** What leads somewhere in a text: its addresses, tags, and the handles whose accounts are known. */
export const facetsOf = (input: {
  shown: ReturnType<typeof shownText>;
  /** The DIDs of handles. */
  accounts: ReadonlyMap<string, string>;
}): readonly Facet[] => {
  const { shown, accounts } = input;
  const { text, link } = shown;
  const found = [
    ...linksIn(text).map(({ url, from, to }) => facet({ text, from, to, feature: linkTo(url) })),
    ...tagsIn(text).map(({ tag, from, to }) =>
      facet({ text, from, to, feature: { $type: 'app.bsky.richtext.facet#tag', tag } }),
    ),
    ...handlesIn(text).flatMap(({ handle, from, to }) => {
      const did = accounts.get(handle);
      const feature = { $type: 'app.bsky.richtext.facet#mention', did: did ?? '' };
      return did === undefined ? [] : [facet({ text, from, to, feature })];
    }),
    ...(link === undefined
      ? []
      : [facet({ text, from: link.from, to: text.length, feature: linkTo(link.uri) })]),
  ];
  return found.toSorted((a, b) => a.index.byteStart - b.index.byteStart);
};
