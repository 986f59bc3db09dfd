/** States and territories of the USA with their codes at the postal service (USPS Publication 28, appendix B). */
const states =
  'Alabama AL|Alaska AK|American Samoa AS|Arizona AZ|Arkansas AR|California CA|Colorado CO|Connecticut CT|Delaware DE|' +
  'District of Columbia DC|Florida FL|Georgia GA|Guam GU|Hawaii HI|Idaho ID|Illinois IL|Indiana IN|Iowa IA|Kansas KS|' +
  'Kentucky KY|Louisiana LA|Maine ME|Maryland MD|Massachusetts MA|Michigan MI|Minnesota MN|Mississippi MS|Missouri MO|' +
  'Montana MT|Nebraska NE|Nevada NV|New Hampshire NH|New Jersey NJ|New Mexico NM|New York NY|North Carolina NC|' +
  'North Dakota ND|Northern Mariana Islands MP|Ohio OH|Oklahoma OK|Oregon OR|Pennsylvania PA|Puerto Rico PR|' +
  'Rhode Island RI|South Carolina SC|South Dakota SD|Tennessee TN|Texas TX|Utah UT|Vermont VT|Virgin Islands VI|' +
  'Virginia VA|Washington WA|West Virginia WV|Wisconsin WI|Wyoming WY';

const codes: ReadonlyMap<string, string> = new Map(
  states.split('|').map((one) => [one.slice(0, -3).toLowerCase(), one.slice(-2)]),
);

/** The two letters of a state as shops write it: `CA`, `US-CA`, `California`; undefined for what is none. */
export const stateCode = (text: string): string | undefined => {
  const plain = text.trim().replace(/^US-/i, '');
  return /^[A-Za-z]{2}$/.test(plain) ? plain.toUpperCase() : codes.get(plain.toLowerCase());
};
