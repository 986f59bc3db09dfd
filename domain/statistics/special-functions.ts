/** Terms of series and continued fractions at most; both converge long before. */
const termsMax = 10_000;
const smallest = 1e-300;
const precision = 1e-15;

const lanczos: readonly number[] = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/**
 * The natural logarithm of the gamma function for x > 0, to about 14 digits: Lanczos' approximation with g = 7
 * (C. Lanczos, "A precision approximation of the gamma function", SIAM J. Numer. Anal. B 1, 1964).
 */
export const logGamma = (x: number): number => {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const [first = 0, ...rest] = lanczos;
  const sum = rest.reduce((total, term, n) => total + term / (x + n), first);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
};

/** Evaluates a continued fraction by Lentz' method (W. J. Lentz, Applied Optics 15, 1976; Thompson and Barnett 1986). */
const lentz = (input: { first: number; step: (n: number) => { a: number; b: number } }): number => {
  const away = (value: number): number => (Math.abs(value) < smallest ? smallest : value);
  let f = away(input.first);
  let c = f;
  let d = 0;
  for (let n = 1; n < termsMax; n += 1) {
    const { a, b } = input.step(n);
    d = 1 / away(b + a * d);
    c = away(b + a / c);
    const change = c * d;
    f *= change;
    if (Math.abs(change - 1) < precision) break;
  }
  return f;
};

/**
 * The upper regularised incomplete gamma function Q(a, x) for a > 0 and x >= 0: by its series below a + 1, by its
 * continued fraction above (NIST Digital Library of Mathematical Functions, 8.7.1 and 8.9.2).
 */
export const upperGamma = (input: { a: number; x: number }): number => {
  const { a, x } = input;
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < termsMax && Math.abs(term) > Math.abs(sum) * precision; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - sum * scale);
  }
  const fraction = lentz({ first: x + 1 - a, step: (n) => ({ a: -n * (n - a), b: x + 2 * n + 1 - a }) });
  return scale / fraction;
};

/**
 * The regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 <= x <= 1, by its continued fraction
 * (NIST Digital Library of Mathematical Functions, 8.17.22).
 */
export const incompleteBeta = (input: { a: number; b: number; x: number }): number => {
  const { a, b, x } = input;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on this side; the other follows by symmetry.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta({ a: b, b: a, x: 1 - x });
  const scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  const numerator = (n: number): number => {
    const m = Math.floor(n / 2);
    return n % 2 === 0
      ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
      : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
  };
  const fraction = lentz({ first: 1, step: (n) => ({ a: numerator(n), b: 1 }) });
  return scale / (a * fraction);
};
