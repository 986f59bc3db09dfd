/** A circle of a picture, in units of its own. */
export type Circle = { readonly x: number; readonly y: number; readonly radius: number };

type Pair = { readonly a: number; readonly b: number };

/** The area that two circles share, by their radii and the distance of their centres. */
export const lensArea = ({ a, b, distance: d }: Pair & { readonly distance: number }): number => {
  if (d >= a + b) return 0;
  const small = Math.min(a, b);
  if (d <= Math.abs(a - b)) return Math.PI * small ** 2;
  const clamp = (value: number): number => Math.min(1, Math.max(-1, value));
  const angleA = Math.acos(clamp((d ** 2 + a ** 2 - b ** 2) / (2 * d * a)));
  const angleB = Math.acos(clamp((d ** 2 + b ** 2 - a ** 2) / (2 * d * b)));
  const kite = Math.max(0, (-d + a + b) * (d + a - b) * (d - a + b) * (d + a + b));
  return a ** 2 * angleA + b ** 2 * angleB - Math.sqrt(kite) / 2;
};

/** How far apart two circles stand that share so large an area: it shrinks as they part, so halving finds it. */
export const distanceFor = ({ a, b, area }: Pair & { readonly area: number }): number => {
  if (area <= 0) return (a + b) * 1.06;
  let near = Math.abs(a - b);
  let far = a + b;
  for (let n = 0; n < 60; n += 1) {
    const distance = (near + far) / 2;
    if (lensArea({ a, b, distance }) > area) near = distance;
    else far = distance;
  }
  return (near + far) / 2;
};

/** The third corner of a triangle over two corners on a line, by its distances from them; undefined when there is none. */
const corner = (input: {
  first: number;
  second: number;
  base: number;
}): Omit<Circle, 'radius'> | undefined => {
  const { first, second, base } = input;
  if (base === 0) return { x: 0, y: first };
  const x = (first ** 2 - second ** 2 + base ** 2) / (2 * base);
  const height = first ** 2 - x ** 2;
  return height < 0 ? undefined : { x, y: Math.sqrt(height) };
};

/**
 * Two or three circles whose areas are as the numbers of people, and each two of which share an area as the people in both.
 * Undefined when no three circles can stand so, or there is nobody to draw. What all three share follows from that, and need
 * not be true to its number.
 */
export const circlesOf = (
  sizes: readonly number[],
  shared: (one: number, other: number) => number,
): readonly Circle[] | undefined => {
  const [one = 0, two = 0, three] = sizes;
  if (sizes.length < 2 || sizes.length > 3 || sizes.some((size) => size <= 0)) return undefined;
  const radius = (size: number): number => Math.sqrt(size / Math.PI);
  const [a, b] = [radius(one), radius(two)];
  const base = distanceFor({ a, b, area: shared(0, 1) });
  const pair = [
    { x: 0, y: 0, radius: a },
    { x: base, y: 0, radius: b },
  ];
  if (three === undefined) return pair;
  const c = radius(three);
  const first = distanceFor({ a, b: c, area: shared(0, 2) });
  const second = distanceFor({ a: b, b: c, area: shared(1, 2) });
  const third = corner({ first, second, base });
  return third === undefined ? undefined : [...pair, { ...third, radius: c }];
};

/** The part of the plane that shows all circles, with some room around. */
export const viewOf = (circles: readonly Circle[]): string => {
  const ends = (of: (circle: Circle) => number, sign: 1 | -1): readonly number[] =>
    circles.map((circle) => of(circle) + sign * circle.radius);
  const left = Math.min(...ends(({ x }) => x, -1));
  const top = Math.min(...ends(({ y }) => y, -1));
  const width = Math.max(...ends(({ x }) => x, 1)) - left;
  const height = Math.max(...ends(({ y }) => y, 1)) - top;
  const room = 0.02 * Math.max(width, height);
  return [left - room, top - room, width + 2 * room, height + 2 * room].join(' ');
};
