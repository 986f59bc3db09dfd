/** Countries and territories whose addresses have no postal code, or do not need one (Universal Postal Union). */
const withoutPostalCode: ReadonlySet<string> = new Set(
  (
    'AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GA GD GM GQ GY HK IE JM KI KM KN KP ' +
    'ML MO MR MW NR NU PA QA RW SB SC SL SR ST SY TD TK TL TO TV UG VU YE ZW'
  ).split(' '),
);

/** Countries whose addresses name the state or province. */
const withRegion: ReadonlySet<string> = new Set(['AU', 'CA', 'US']);

/** Countries that are one city: the name of the country says it. */
const withoutCity: ReadonlySet<string> = new Set(['GI', 'HK', 'MC', 'MO', 'SG', 'VA']);

/** What an address needs beside a name, a street and a country, by the country. */
export const neededIn = (country: string): readonly ('city' | 'region' | 'postalCode')[] => [
  ...(withoutCity.has(country) ? [] : ['city' as const]),
  ...(withRegion.has(country) ? ['region' as const] : []),
  ...(withoutPostalCode.has(country) ? [] : ['postalCode' as const]),
];

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** A country as ISO 3166-1 writes it with two letters, in capitals; undefined for what is none. */
export const countryCode = (text: string): string | undefined => {
  const code = text.trim().toUpperCase();
  if (!/^[A-Z]{2}$/.test(code) || code === 'ZZ') return undefined;
  return names.of(code) === undefined ? undefined : code;
};
