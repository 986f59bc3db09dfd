import { chiSquareTail } from './distributions.ts';

/** With fewer expected in a group the test is no test (W. G. Cochran, "Some methods for strengthening chi-square tests", Biometrics 10, 1954). */
const expectedMin = 5;

/** Below this probability the sizes of the groups cannot be chance; the threshold of the literature below. */
export const sampleRatioAlpha = 0.001;

/**
 * Whether groups are as large as their shares ask, by Pearson's chi-square test of fit (K. Pearson, Philosophical
 * Magazine 50, 1900). A mismatch means that the lot or the recording is broken, and that nothing else may be read from
 * the numbers (A. Fabijan et al., "Diagnosing sample ratio mismatch in online controlled experiments", KDD 2019).
 * Shares are in proportion.
 */
export const sampleRatioTest = (input: {
  groups: readonly { readonly count: number; readonly share: number }[];
}): { readonly chiSquare: number; readonly p: number; readonly isMismatch: boolean } => {
  const groups = input.groups;
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const shares = groups.reduce((sum, group) => sum + group.share, 0);
  if (total === 0 || groups.length < 2) return { chiSquare: 0, p: 1, isMismatch: false };
  const chiSquare = groups.reduce((sum, { count, share }) => {
    const expected = (total * share) / shares;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  const p = chiSquareTail({ x: chiSquare, df: groups.length - 1 });
  const isTest = groups.every((group) => (total * group.share) / shares >= expectedMin);
  return { chiSquare, p, isMismatch: isTest && p < sampleRatioAlpha };
};
