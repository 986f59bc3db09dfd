/** Red, green and blue from 0 to 255, and how far it covers what lies below, from 0 to 1. */
export type Color = readonly [red: number, green: number, blue: number, alpha: number];

const names: ReadonlyMap<string, string> = new Map([
  ['black', '000000'],
  ['white', 'ffffff'],
  ['silver', 'c0c0c0'],
  ['gray', '808080'],
  ['grey', '808080'],
  ['maroon', '800000'],
  ['red', 'ff0000'],
  ['purple', '800080'],
  ['fuchsia', 'ff00ff'],
  ['magenta', 'ff00ff'],
  ['green', '008000'],
  ['lime', '00ff00'],
  ['olive', '808000'],
  ['yellow', 'ffff00'],
  ['navy', '000080'],
  ['blue', '0000ff'],
  ['teal', '008080'],
  ['aqua', '00ffff'],
  ['cyan', '00ffff'],
  ['orange', 'ffa500'],
  ['pink', 'ffc0cb'],
  ['brown', 'a52a2a'],
  ['gold', 'ffd700'],
  ['darkgray', 'a9a9a9'],
  ['lightgray', 'd3d3d3'],
  ['whitesmoke', 'f5f5f5'],
]);

const ofHex = (digits: string): Color | undefined => {
  const long = digits.length <= 4 ? digits.replaceAll(/./g, '$&$&') : digits;
  if (long.length !== 6 && long.length !== 8) return undefined;
  const [red = 0, green = 0, blue = 0, alpha = 255] = (long.match(/../g) ?? []).map((pair) =>
    Number.parseInt(pair, 16),
  );
  return [red, green, blue, alpha / 255];
};

const part = (text: string, whole: number): number =>
  text.endsWith('%') ? (Number.parseFloat(text) / 100) * whole : Number.parseFloat(text);

const ofFunction = (inside: string): Color | undefined => {
  const [red, green, blue, alpha = '1'] = inside.split(/[\s,/]+/).filter((one) => one !== '');
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  const color: Color = [part(red, 255), part(green, 255), part(blue, 255), part(alpha, 1)];
  return color.some((one) => Number.isNaN(one)) ? undefined : color;
};

/** Reads a colour of CSS: hexadecimal, `rgb()`, a common name or `transparent`. Undefined for anything else. */
export const readColor = (css: string): Color | undefined => {
  const text = css.trim().toLowerCase();
  if (text === 'transparent') return [0, 0, 0, 0];
  const hex = /^#?([\da-f]{3,8})$/.exec(names.get(text) ?? (text.startsWith('#') ? text : ''))?.[1];
  if (hex !== undefined) return ofHex(hex);
  const inside = /^rgba?\(([^()]{1,60})\)$/.exec(text)?.[1];
  return inside === undefined ? undefined : ofFunction(inside);
};

/** A colour laid upon another one that covers everything. */
export const over = (top: Color, ground: Color): Color => {
  const [red, green, blue, alpha] = top;
  const mix = (one: number, below: number): number => Math.round(one * alpha + below * (1 - alpha));
  return [mix(red, ground[0]), mix(green, ground[1]), mix(blue, ground[2]), 1];
};

/** As `#rrggbb`. */
export const hexOf = ([red, green, blue]: Color): string =>
  `#${[red, green, blue].map((one) => Math.round(one).toString(16).padStart(2, '0')).join('')}`;
