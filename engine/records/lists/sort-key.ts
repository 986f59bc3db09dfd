/** The bits of a number as 16 digits whose order as text is the order of the numbers. */
const digitsOf = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigUint64(0);
  const sign = 1n << 63n;
  const ordered = (bits & sign) === 0n ? bits | sign : ~bits & ((1n << 64n) - 1n);
  return ordered.toString(16).padStart(16, '0');
};

/**
 * What records are sorted by, as text: no value first, then numbers in their order, then texts in the order of their code points.
 * One type for all fields, so that a place in a list is one comparison.
 */
export const sortKey = (value: string | number | undefined): string => {
  if (value === undefined) return '';
  return typeof value === 'number' ? `n${digitsOf(value)}` : `t${value.slice(0, 150)}`;
};
