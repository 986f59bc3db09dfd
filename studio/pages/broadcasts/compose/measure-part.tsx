import { Autocomplete, NumberInput, Stack } from '@mantine/core';

import { useWords } from '../../../words/language.tsx';
import { composeWords } from './compose-words.ts';
import type { Plan } from './plan.ts';
import { SpanInput } from './span-input.tsx';

const holdoutMost = 50;
const goals = ['Order Completed', 'Checkout Started', 'Product Viewed', 'Product Added', 'Signed Up'];
const usualWithin = '7 days';

/** What counts as success, and who gets nothing so that it can be told. */
export const MeasurePart = ({ plan, change }: { plan: Plan; change: (plan: Plan) => void }) => {
  const words = useWords(composeWords);
  const { goal } = plan;
  return (
    <Stack maw="24rem">
      <Autocomplete
        label={words.goal}
        description={words.goalText}
        maxLength={200}
        required
        data={goals}
        value={goal.on}
        onChange={(on) => change({ ...plan, goal: { ...goal, on } })}
      />
      <SpanInput
        label={words.within}
        description={words.withinText}
        value={goal.within ?? usualWithin}
        onChange={(within) => change({ ...plan, goal: { ...goal, within } })}
      />
      <NumberInput
        label={words.holdout}
        description={words.holdoutText}
        min={0}
        max={holdoutMost}
        suffix=" %"
        allowNegative={false}
        value={plan.holdout}
        onChange={(holdout) => {
          if (typeof holdout === 'number' && holdout <= holdoutMost) change({ ...plan, holdout });
        }}
      />
    </Stack>
  );
};
