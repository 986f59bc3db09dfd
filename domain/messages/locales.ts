/** A locale as file names and the keys of texts write it: `en`, `es`, `es-AR`, `zh-Hant-TW`. */
export const localePattern = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/;

/** `es_ar`, `ES-ar` and `es-AR` are one locale: `es-AR`. Undefined for what names no locale. */
export const canonicalLocale = (text: string): string | undefined => {
  try {
    const [name] = Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'));
    if (name === undefined) return undefined;
    const { language, script, region } = new Intl.Locale(name);
    return [language, script, region].filter((part) => part !== undefined).join('-');
  } catch {
    return undefined;
  }
};

const parentsOf = (locale: string): readonly string[] => {
  const parts = locale.split('-');
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join('-'));
};

/**
 * The locales to try in order, most exact first: what the person prefers, each with its parents, then the
 * tenant's default: `es-AR` -> `['es-AR', 'es', 'en']`. What names no locale is left out.
 */
export const localeChain = (input: {
  preferred: readonly (string | undefined)[];
  fallback: string;
}): readonly string[] => {
  const wanted = [...input.preferred, input.fallback].flatMap((text) => {
    const locale = text === undefined ? undefined : canonicalLocale(text);
    return locale === undefined ? [] : parentsOf(locale);
  });
  return [...new Set(wanted)];
};

/** The first locale of the chain that is there, else the default one. */
export const pickLocale = (input: {
  chain: readonly string[];
  available: ReadonlySet<string> | readonly string[];
  defaultLocale: string;
}): string => {
  const available = new Set(input.available);
  return input.chain.find((locale) => available.has(locale)) ?? input.defaultLocale;
};

/** True for languages written from right to left. */
export const isRightToLeft = (locale: string): boolean =>
  ['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi'].includes(
    locale.split('-')[0] ?? '',
  );
