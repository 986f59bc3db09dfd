/** What the `Authorization` header says. */
export type Credentials =
  | { readonly scheme: 'basic' | 'bearer'; readonly text: string }
  | { readonly scheme: 'none' };

const longest = 1000;

/** Segment's clients send the write key as the user name, with an empty password; some leave out the colon. */
const userOf = (encoded: string): string => {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? text : text.slice(0, colon);
};

/** Reads an `Authorization` header of the Basic or Bearer scheme; anything else counts as none. */
export const readCredentials = (header: string | undefined): Credentials => {
  if (header === undefined || header.length > longest) return { scheme: 'none' };
  const [scheme, text, ...rest] = header.trim().split(/ +/);
  if (text === undefined || rest.length > 0) return { scheme: 'none' };
  if (scheme?.toLowerCase() === 'bearer') return { scheme: 'bearer', text };
  return scheme?.toLowerCase() === 'basic' ? { scheme: 'basic', text: userOf(text) } : { scheme: 'none' };
};
