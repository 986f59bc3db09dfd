import { Group, NumberInput, Select } from '@mantine/core';

import { useWords } from '../../../words/language.tsx';
import { composeWords } from './compose-words.ts';
import { type Span, spanOf, spanText, units } from './plan.ts';

const usual: Span = { count: 1, unit: 'days' };
const countMost = 1000;

/** A length of time: a number and its unit. */
export const SpanInput = (props: {
  label: string;
  description?: string;
  value: string;
  onChange: (text: string) => void;
}) => {
  const { label, description, value, onChange } = props;
  const words = useWords(composeWords);
  const span = spanOf(value) ?? usual;
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput
        label={label}
        description={description}
        flex={1}
        min={1}
        max={countMost}
        allowDecimal={false}
        allowNegative={false}
        value={span.count}
        onChange={(count) => {
          if (typeof count === 'number' && count >= 1) onChange(spanText({ ...span, count }));
        }}
      />
      <Select
        aria-label={words.unitOf(label)}
        w="8.5rem"
        allowDeselect={false}
        data={units.map((unit) => ({ value: unit, label: words[unit] }))}
        value={span.unit}
        onChange={(next) => {
          const unit = units.find((one) => one === next);
          if (unit !== undefined) onChange(spanText({ ...span, unit }));
        }}
      />
    </Group>
  );
};
