/** The languages of the studio. */
export const languages = ['en', 'es'] as const;
export type Language = (typeof languages)[number];

/** A text, or one that is made of values. */
type Text = string | ((...values: never[]) => string);
type Texts = Readonly<Record<string, Text>>;

/** The same texts in another language. */
type Same<T extends Texts> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] };

/** The texts of a page in each language. */
export type Words<T extends Texts = Texts> = { readonly en: T; readonly es: Same<T> };

/** Declares the texts of a page; a language that lacks one does not compile. */
export const defineWords = <const T extends Texts>(words: { en: T; es: Same<T> }): Words<T> => words;

/** The language that a browser asks for; English where it asks for none of ours. */
export const preferredLanguage = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
};
