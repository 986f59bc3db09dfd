import type { Conditions } from '../rules/condition-shape.ts';
import type { BroadcastAudience } from './plan.ts';

const isIn = (segment: string): Conditions => ({
  all: [{ fact: 'segments', operator: 'contains', value: segment }],
});

const isNotIn = (segment: string): Conditions => ({
  all: [{ fact: 'segments', operator: 'doesNotContain', value: segment }],
});

/** Whether an audience names anybody at all. */
export const namesSomebody = ({ everybody, segments, when }: BroadcastAudience): boolean =>
  everybody || segments.length > 0 || when !== undefined;

/** The audience of a broadcast as conditions on people; `when` is its own conditions, checked. */
export const audienceConditions = (input: {
  audience: BroadcastAudience;
  when: Conditions | undefined;
}): Conditions => {
  const { audience, when } = input;
  const { segments, exclude } = audience;
  return {
    all: [
      // Nobody fails this: it stands for everybody.
      { fact: 'profile', path: '$.stage', operator: 'exists', value: true },
      ...(segments.length === 0 ? [] : [{ any: segments.map(isIn) }]),
      ...(when === undefined ? [] : [when]),
      ...exclude.map(isNotIn),
    ],
  };
};
