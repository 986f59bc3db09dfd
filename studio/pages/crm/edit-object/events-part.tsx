import { Group, SimpleGrid, Stack } from '@mantine/core';

import { ManyAt, SelectAt, SwitchAt } from '../../../parts/drafts/fields/choices.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { RowsAt } from '../../../parts/drafts/fields/rows-at.tsx';
import { useWords } from '../../../words/language.tsx';
import { choicesOf, type ObjectForm } from './object-form.ts';
import { objectWords } from './words.ts';

const kinds = ['created', 'stage', 'assigned', 'deleted'] as const;
const crossesMost = 20;

/** Which changes of a record are events about the person. */
export const EventsPart = ({ form }: { form: ObjectForm }) => {
  const words = useWords(objectWords);
  const numbers = form.fields.filter(({ type }) => type === 'number' || type === 'formula');
  return (
    <Stack gap="sm">
      <Group gap="lg">
        {kinds.map((kind) => (
          <SwitchAt key={kind} form={form} path={['events', kind]} label={words.eventOf(kind)} byDefault />
        ))}
      </Group>
      <ManyAt
        form={form}
        path={['events', 'changed']}
        label={words.changed}
        description={words.changedText}
        data={choicesOf(form.fields)}
      />
      {numbers.length === 0 ? null : (
        <RowsAt
          form={form}
          path={['events', 'crosses']}
          label={words.crossing}
          add={words.addCrossing}
          most={crossesMost}
          begun={() => ({ field: numbers[0]?.key ?? '', at: 100, event: 'Became Large' })}
        >
          {(path) => (
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              <SelectAt
                form={form}
                path={[...path, 'field']}
                label={words.crossingField}
                data={choicesOf(numbers)}
                required
              />
              <NumberAt form={form} path={[...path, 'at']} label={words.crossingAt} isSigned required />
              <TextAt form={form} path={[...path, 'event']} label={words.eventName} maxLength={40} required />
            </SimpleGrid>
          )}
        </RowsAt>
      )}
    </Stack>
  );
};
