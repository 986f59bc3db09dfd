const maxLength = 250;

/**
 * Text made safe for one mail header: line ends, NUL and other control characters (also Unicode's line and
 * paragraph separators and its invisible direction overrides) become blanks, runs of blanks become one, and
 * over-long text is cut with an ellipsis. Nothing in it can start a second header.
 */
export const headerText = (text: string): string => {
  const plain = text
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  if (plain.length <= maxLength) return plain;
  return `${Array.from(plain)
    .slice(0, maxLength - 1)
    .join('')
    .trimEnd()}…`;
};
