import type { Auth } from '../../contract/sign-in/auth.ts';
import type { TokenAnswer, TokenPlace, TokenSource } from './tokens.ts';

type Header = { readonly name: string; readonly value: string };
type NoHeader = Extract<TokenAnswer, { kind: 'none' }>;

/** What the runtime adds to the requests of an instance so that its provider lets it in. */
export type Authorization = {
  readonly header: () => Promise<{ readonly kind: 'header'; readonly header: Header } | NoHeader>;
  /** After an answer 401 to a header: another one, if there is one now. */
  readonly another: (refused: Header) => Promise<Header | undefined>;
  /** What gets the tokens, where it signs in by OAuth 2. */
  readonly place: TokenPlace | undefined;
};

const bearer = (token: string): Header => ({ name: 'authorization', value: `Bearer ${token}` });

const fixed = (header: Header): Authorization => ({
  header: async () => ({ kind: 'header', header }),
  another: async () => undefined,
  place: undefined,
});

const withTokens = (input: {
  place: TokenPlace;
  tokens: TokenSource;
  hide: (token: string) => void;
}): Authorization => {
  const { place, tokens, hide } = input;
  const read = (answer: TokenAnswer) => {
    if (answer.kind === 'none') return answer;
    // What the plugin is given must not come out of it again.
    hide(answer.value);
    return { kind: 'header' as const, header: bearer(answer.value) };
  };
  return {
    place,
    header: async () => read(await tokens.get(place)),
    another: async ({ value }) => {
      const refused = value.slice('Bearer '.length);
      const answer = read(await tokens.renew({ ...place, refused }));
      return answer.kind === 'header' && answer.header.value !== value ? answer.header : undefined;
    },
  };
};

/** Makes what signs the requests of an instance in, by what its plugin declared; undefined where the plugin does so itself. */
export const createAuthorization = (input: {
  auth: Auth | undefined;
  place: Omit<TokenPlace, 'auth'>;
  tokens: TokenSource;
  /** Keeps a token out of everything that leaves the plugin. */
  hide: (token: string) => void;
}): Authorization | undefined => {
  const { auth, place, tokens, hide } = input;
  switch (auth?.kind) {
    case undefined:
      return undefined;
    case 'bearer':
      return fixed(bearer(auth.token));
    case 'basic': {
      const pair = Buffer.from(`${auth.user}:${auth.password}`).toString('base64');
      return fixed({ name: 'authorization', value: `Basic ${pair}` });
    }
    case 'header':
      return fixed({ name: auth.name.toLowerCase(), value: auth.value });
    case 'oauth2':
      return withTokens({ place: { ...place, auth }, tokens, hide });
  }
};
