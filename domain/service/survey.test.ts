import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isBadScore, readSurveyAnswer, type Survey } from './survey.ts';
import { netPromoterScore, satisfactionScore } from './survey-score.ts';

const surveys: Readonly<Record<string, Survey>> = {
  likely: { method: 'nps', question: 'How likely?' },
  happy: { method: 'csat', question: 'How happy?' },
  words: { method: 'comment', question: 'What do you say?' },
};

describe('an answer to a survey', () => {
  it.each([
    [
      { survey: 'likely', score: 0 },
      { survey: 'likely', method: 'nps', score: 0 },
    ],
    [
      { survey: 'happy', score: 5, comment: ' Fine ', about: 77, response: 'r1' },
      { survey: 'happy', method: 'csat', score: 5, comment: 'Fine', about: '77', response: 'r1' },
    ],
    [
      { survey: 'words', comment: 'Good' },
      { survey: 'words', method: 'comment', comment: 'Good' },
    ],
    [
      { survey: 'likely', comment: 'Good', score: null },
      { survey: 'likely', method: 'nps', comment: 'Good' },
    ],
    [{ survey: 'likely', score: 11 }, undefined],
    [{ survey: 'happy', score: 0 }, undefined],
    [{ survey: 'happy', score: 2.5 }, undefined],
    [{ survey: 'words', score: 3, comment: 'Good' }, undefined],
    [{ survey: 'likely' }, undefined],
    [{ survey: 'likely', comment: '' }, undefined],
    [{ survey: 'other', score: 3 }, undefined],
    [{ survey: 'constructor', score: 3 }, undefined],
    [{}, undefined],
  ])('%j', (properties, answer) => {
    expect(readSurveyAnswer({ properties, surveys })).toEqual(answer);
  });

  it('is bad for detractors and for the lower two of five', () => {
    const bad = (method: 'nps' | 'csat', scores: readonly number[]) =>
      scores.filter((score) => isBadScore({ method, score }));
    expect(bad('nps', [0, 6, 7, 10])).toEqual([0, 6]);
    expect(bad('csat', [1, 2, 3, 5])).toEqual([1, 2]);
    expect(isBadScore({ method: 'comment', score: undefined })).toBe(false);
  });
});

describe('the Net Promoter Score', () => {
  it('is promoters less detractors, with the interval of a difference of shares of one sample', () => {
    const counts = [
      { score: 10, count: 40 },
      { score: 9, count: 20 },
      { score: 7, count: 20 },
      { score: 6, count: 15 },
      { score: 0, count: 5 },
    ];
    const nps = netPromoterScore({ counts, confidence: 0.95 });
    expect(nps).toMatchObject({ promoters: 60, passives: 20, detractors: 20 });
    expect(nps?.value).toBeCloseTo(40, 10);
    // 1.959964 times the root of (0.8 - 0.16) / 100.
    expect(nps?.low).toBeCloseTo(24.32, 2);
    expect(nps?.high).toBeCloseTo(55.68, 2);
  });

  it('is nothing without answers, and within -100 and 100 for any', () => {
    expect(netPromoterScore({ counts: [], confidence: 0.95 })).toBeUndefined();
    const any = fc.array(
      fc.record({ score: fc.integer({ min: 0, max: 10 }), count: fc.integer({ min: 1, max: 1000 }) }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(any, (counts) => {
        const { value = NaN, low = NaN, high = NaN } = netPromoterScore({ counts, confidence: 0.95 }) ?? {};
        expect(low).toBeGreaterThanOrEqual(-100);
        expect(high).toBeLessThanOrEqual(100);
        expect(low - 1e-9).toBeLessThanOrEqual(value);
        expect(value).toBeLessThanOrEqual(high + 1e-9);
      }),
    );
  });
});

describe('satisfaction', () => {
  it('is the share of fours and fives, with the interval of Wilson', () => {
    // 81 of 263: the example of Newcombe (1998), table I.
    const counts = [
      { score: 5, count: 41 },
      { score: 4, count: 40 },
      { score: 3, count: 182 },
    ];
    const csat = satisfactionScore({ counts, confidence: 0.95 });
    expect(csat?.satisfied).toBe(81);
    expect(csat?.low).toBeCloseTo(25.53, 2);
    expect(csat?.high).toBeCloseTo(36.62, 2);
  });

  it('is nothing without answers', () => {
    expect(satisfactionScore({ counts: [], confidence: 0.95 })).toBeUndefined();
  });
});
