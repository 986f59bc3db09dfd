const dayMs = 86_400_000;

type Parts = { readonly first: number; readonly second: number; readonly year: number; readonly ms: number };

/** A day as two numbers and a year, `21-07-2015` or `12/1/2010 8:26`; which of them is the month it does not say. */
const partsOf = (text: string): Parts | undefined => {
  const found = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (found === null) return undefined;
  const [first = 0, second = 0, year = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((one: string | undefined) => Number(one ?? 0));
  return { first, second, year, ms: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
};

/**
 * Makes the reading of times as the rows of one file write them: with the day or the month first, whichever all of `texts` can be (the day
 * where both can), the number of an order, epoch milliseconds, or ISO 8601. All grow with time. Answers undefined for what is no time.
 */
export const createReadInstant = (texts: readonly string[]): ((text: string) => number | undefined) => {
  const parts = texts.flatMap((text) => partsOf(text) ?? []);
  const isMonthFirst = parts.some(({ second }) => second > 12) && parts.every(({ first }) => first <= 12);
  return (text) => {
    const found = partsOf(text);
    if (found !== undefined) {
      const { first, second, year, ms } = found;
      const [month, day] = isMonthFirst ? [first, second] : [second, first];
      return month < 1 || month > 12 || day < 1 || day > 31 ? undefined : Date.UTC(year, month - 1, day) + ms;
    }
    // Numbers of orders count as days, so that their order is that of time.
    if (/^\d{1,6}$/.test(text)) return Number(text) * dayMs;
    if (/^\d{12,14}$/.test(text)) return Number(text);
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : at;
  };
};
