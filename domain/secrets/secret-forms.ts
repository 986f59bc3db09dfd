/** How a secret looks inside base64 of something longer, whatever stands before it: three alignments. */
const insideBase64 = (secret: string): readonly string[] =>
  [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.from('\0'.repeat(offset) + secret).toString('base64');
    const inside = encoded
      .slice(offset === 0 ? 0 : offset + 1)
      .replace(/=+$/, '')
      .slice(0, -1);
    return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
  });

/** As text stands between the quotes of JSON. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** As text stands in an address or a form; half a surrogate pair cannot stand there. */
const inAddress = (text: string): readonly string[] => {
  if (/\p{Surrogate}/u.test(text)) return [];
  const encoded = encodeURIComponent(text);
  return [encoded, encoded.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()), encodeURI(text)];
};

/** Shorter ones would stand in base64 of anything. */
const longEnoughForBase64 = 8;

/**
 * The ways in which a secret is written where it is passed on: as it is, in an address, in JSON and in JSON within JSON,
 * in base64 and hex (alone, or as the password of basic authentication, after a name of any length).
 */
export const secretForms = (secret: string): readonly string[] => [
  secret,
  ...inAddress(secret),
  new URLSearchParams([['', secret]]).toString().slice(1),
  inJson(secret),
  inJson(inJson(secret)),
  ...(secret.length >= longEnoughForBase64 ? insideBase64(secret) : []),
  ...(secret.length >= longEnoughForBase64 ? [Buffer.from(secret).toString('hex')] : []),
];

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * The password of a secret that is an address, as it is written and as it is meant: it must not appear on its own either.
 * Addresses of several hosts, as MongoDB has them, are read too.
 */
export const passwordsIn = (secret: string): readonly string[] => {
  const [, authority = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\s]+)/i.exec(secret) ?? [];
  const [, password = ''] = /^[^:]*:(.+)@[^@]*$/.exec(authority) ?? [];
  return password === '' ? [] : [...new Set([password, decoded(password)])];
};

/** Addresses of servers: of these the password is secret, and the host is what an operator looks for. */
const ofServer = /^(?:mongodb(?:\+srv)?|smtps?):\/\//i;

const secretParameter = /(?:^|[?&,])[^=&,]*(?:password|secret|token)[^=:&,]*[=:]([^&,]+)/gi;

/** What of a secret must not appear: all of it; of the address of a server its password, and passwords among its options. */
export const secretValues = (secret: string): readonly string[] => {
  const passwords = passwordsIn(secret);
  if (!ofServer.test(secret)) return [secret, ...passwords];
  const options = secret.slice(secret.indexOf('?') + 1);
  const named = secret.includes('?')
    ? Array.from(options.matchAll(secretParameter), ([, value = '']) => value)
    : [];
  return [...passwords, ...named.flatMap((value) => [value, decoded(value)])];
};

/**
 * Makes a function that puts a mark in place of every form of the given values. Values and forms shorter than `shortest`
 * stay: in a text they are words like any other.
 */
export const createCover = (input: {
  values: Iterable<string>;
  mark: string;
  shortest: number;
}): ((text: string) => string) => {
  const whole = [...input.values].filter((value) => value.length >= input.shortest);
  const forms = new Set(whole.flatMap(secretForms).filter((form) => form.length >= input.shortest));
  if (forms.size === 0) return (text) => text;
  const literal = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`);
  const longestFirst = [...forms].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(longestFirst.map(literal).join('|'), 'g');
  return (text) => text.replace(pattern, () => input.mark);
};
