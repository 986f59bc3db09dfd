import { Group, Paper, Text } from '@mantine/core';

import { useWords } from '../../../words/language.tsx';
import { type Definition, fieldName } from '../definition.ts';
import { FieldValue } from '../field-value.tsx';
import { crmWords } from '../words.ts';
import type { Values } from './rows.ts';

/** What the engine works out from what stands in a form, such as net, tax and total of a quote. */
export const Totals = ({ definition, worked }: { definition: Definition; worked: Values }) => {
  const words = useWords(crmWords);
  const shown = Object.entries(definition.fields).filter(
    ([key, { type }]) => type === 'formula' && worked[key] !== undefined,
  );
  if (shown.length === 0) return null;
  return (
    <Paper withBorder p="sm" role="status" aria-label={words.workedOut}>
      <Group component="dl" gap="xl" m={0}>
        {shown.map(([key, field]) => (
          <div key={key}>
            <Text component="dt" size="sm" c="dimmed">
              {fieldName(definition, key)}
            </Text>
            <Text component="dd" m={0} fw={600}>
              <FieldValue field={field} value={worked[key]} />
            </Text>
          </div>
        ))}
      </Group>
    </Paper>
  );
};
