import { isWebUrl, maxTargetLength, type LinkOwner, type Links } from './links.ts';

/** What happens to the web links of one rendering, and the open pixel if there is one. */
export type Tracking = {
  readonly link: (input: { url: string; index: number; isData?: boolean }) => string;
  readonly pixel: string | undefined;
};

/** Campaign parameters; see `utm` in message.json. */
export type Utm = {
  readonly source?: string | undefined;
  readonly medium?: string | undefined;
  readonly campaign?: string | undefined;
  readonly term?: string | undefined;
  readonly content?: string | undefined;
};

type Parameter = { readonly name: string; readonly pair: string };

const parametersOf = (utm: Utm): readonly Parameter[] =>
  Object.entries(utm).flatMap(([key, value]) =>
    value === undefined || value === ''
      ? []
      : [{ name: `utm_${key}`, pair: `utm_${key}=${encodeURIComponent(value)}` }],
  );

const isCarried = (query: string, name: string): boolean =>
  query !== '' && query.split('&').some((pair) => pair.split('=')[0]?.toLowerCase() === name);

/**
 * Adds campaign parameters that the address does not carry yet. The rest of the address stays as written:
 * it is not parsed and put together again, which would re-encode what shops sign or compare.
 */
const withParameters = (url: string, parameters: readonly Parameter[]): string => {
  const hash = url.indexOf('#');
  const address = hash < 0 ? url : url.slice(0, hash);
  const mark = address.indexOf('?');
  const query = mark < 0 ? '' : address.slice(mark + 1);
  const added = parameters.filter(({ name }) => !isCarried(query, name)).map(({ pair }) => pair);
  if (added.length === 0) return url;
  const joint = mark < 0 ? '?' : query === '' || query.endsWith('&') ? '' : '&';
  return `${address}${joint}${added.join('&')}${hash < 0 ? '' : url.slice(hash)}`;
};

/**
 * The tracking of one message to one person: campaign parameters on every web link, a signed click address
 * around it and an open pixel, each only where allowed. The message's own wish (`track` in message.json)
 * and what the person or country allows must both be yes.
 */
export const createTracking = (input: {
  links: Links;
  owner: LinkOwner;
  clicks: boolean;
  opens: boolean;
  utm?: Utm | undefined;
}): Tracking => {
  const { links, owner } = input;
  const parameters = parametersOf(input.utm ?? {});
  const made = new Map<string, string>();
  const make = ({ url, index, isData }: Parameters<Tracking['link']>[0]): string => {
    const target = parameters.length === 0 ? url : withParameters(url, parameters);
    if (!input.clicks || target.length > maxTargetLength || !isWebUrl(target)) return target;
    return links.click({ ...owner, index, url: target, ...(isData === true ? { isData } : {}) });
  };
  return {
    link: (asked) => {
      // The HTML and the plain text hold the same links: make each once.
      const key = `${asked.index} ${asked.isData === true ? 'data ' : ''}${asked.url}`;
      const known = made.get(key);
      if (known !== undefined) return known;
      const link = make(asked);
      made.set(key, link);
      return link;
    },
    pixel: input.opens ? links.open(owner) : undefined,
  };
};
