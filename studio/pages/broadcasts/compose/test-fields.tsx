import { Card, NumberInput, Select, Stack, Switch, Text } from '@mantine/core';

import { useWords } from '../../../words/language.tsx';
import { composeWords } from './compose-words.ts';
import type { Plan } from './plan.ts';
import { SpanInput } from './span-input.tsx';

const rules = ['clicked', 'opened', 'converted', 'hand'] as const;
const shareMost = 90;

/** Whether variants are tried on a part first, and how the winner is found. */
export const TestFields = ({ plan, change }: { plan: Plan; change: (plan: Plan) => void }) => {
  const words = useWords(composeWords);
  const { test, ...rest } = plan;
  const toggle = (isTried: boolean): void =>
    change(isTried ? { ...plan, test: { share: 20, after: '4 hours', by: 'clicked' } } : rest);
  return (
    <Card withBorder padding="md">
      <Stack gap="sm">
        <Switch
          label={words.tryFirst}
          description={words.tryFirstText}
          checked={test !== undefined}
          onChange={({ currentTarget }) => toggle(currentTarget.checked)}
        />
        {test === undefined ? null : (
          <>
            <NumberInput
              label={words.share}
              maw="24rem"
              min={1}
              max={shareMost}
              suffix=" %"
              allowNegative={false}
              value={test.share}
              onChange={(share) => {
                if (typeof share === 'number' && share >= 1 && share <= shareMost)
                  change({ ...plan, test: { ...test, share } });
              }}
            />
            <Select
              label={words.winnerBy}
              maw="24rem"
              allowDeselect={false}
              data={rules.map((value) => ({ value, label: words[`by_${value}`] }))}
              value={test.by}
              onChange={(next) => {
                const by = rules.find((one) => one === next);
                if (by !== undefined) change({ ...plan, test: { ...test, by } });
              }}
            />
            <SpanInput
              label={words.winnerAfter}
              value={test.after}
              onChange={(after) => change({ ...plan, test: { ...test, after } })}
            />
            {plan.schedule.kind === 'local' ? (
              <Text size="sm" c="red.8">
                {words.testNotLocal}
              </Text>
            ) : null}
          </>
        )}
      </Stack>
    </Card>
  );
};
