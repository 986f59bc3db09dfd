/** How many digits amounts of a currency have behind the point; 2 for a text that is none yet. */
export const digitsOf = (currency: string): number =>
  /^[A-Z]{3}$/.test(currency)
    ? (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2)
    : 2;

/** An amount that somebody typed as integer minor units of a currency; undefined for what is none above zero. */
export const minorOf = (typed: string | number, currency: string): number | undefined => {
  const value = typeof typed === 'number' ? typed : Number.parseFloat(typed);
  return Number.isFinite(value) && value > 0 ? Math.round(value * 10 ** digitsOf(currency)) : undefined;
};
