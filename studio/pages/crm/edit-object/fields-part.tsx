import { Button, Card, Group, Select, Stack, Text } from '@mantine/core';

import { RemoveButton } from '../../../parts/drafts/fields/remove-button.tsx';
import { useRowKeys } from '../../../parts/drafts/fields/use-row-keys.ts';
import { readable } from '../../../parts/text/readable.ts';
import { useWords } from '../../../words/language.tsx';
import { calledBy, FieldRow, freeFieldKey } from './field-row.tsx';
import { type ObjectForm, ownFields } from './object-form.ts';
import { objectWords } from './words.ts';

type Props = { form: ObjectForm };
const fieldsMost = 200;

/** A field of the extended object that this file takes away. */
const Removed = ({ form, of: key, onTakenBack }: Props & { of: string; onTakenBack: () => void }) => {
  const words = useWords(objectWords);
  return (
    <Group justify="space-between">
      <Text size="sm">{words.removed(form.base?.fields[key]?.name ?? readable(key))}</Text>
      <Button size="xs" variant="default" onClick={onTakenBack}>
        {words.takeBack}
      </Button>
    </Group>
  );
};

/** Lets the file take a field of the extended object away, or write it again. */
const FromBase = ({ form }: Props) => {
  const words = useWords(objectWords);
  const own = new Set(ownFields(form).map(([key]) => key));
  const others = form.fields.filter(({ key }) => !own.has(key));
  if (others.length === 0) return null;
  return (
    <Select
      label={words.removeField}
      description={words.removeFieldText}
      maw={360}
      searchable
      data={others.map(({ key, name }) => ({ value: key, label: name }))}
      value={null}
      onChange={(key) => {
        if (key !== null) form.set(['fields', key], null);
      }}
    />
  );
};

/** The fields of the file, each with what its type can have. */
export const FieldsPart = ({ form }: Props) => {
  const words = useWords(objectWords);
  const fields = ownFields(form);
  const taken = form.fields.map(({ key }) => key);
  const { keys, removed } = useRowKeys(fields.length);
  const remove = (key: string, at: number): void => {
    removed(at);
    form.set(['fields', key], undefined);
  };
  return (
    <Stack gap="sm">
      {fields.map(([key, field], at) => (
        <Card
          key={keys[at]}
          withBorder
          padding="sm"
          role="group"
          aria-label={words.field(calledBy(key, field))}
        >
          {field === null ? (
            <Removed form={form} of={key} onTakenBack={() => remove(key, at)} />
          ) : (
            <>
              <Group justify="space-between" wrap="nowrap" mb="xs">
                <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {calledBy(key, field)}
                </Text>
                <RemoveButton onRemove={() => remove(key, at)} />
              </Group>
              <FieldRow
                form={form}
                at={['fields']}
                of={key}
                field={field}
                taken={taken}
                known={form.fields}
              />
            </>
          )}
        </Card>
      ))}
      <Button
        variant="default"
        disabled={fields.length >= fieldsMost}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => form.set(['fields', freeFieldKey(taken, 'field')], { type: 'text' })}
      >
        {words.addField}
      </Button>
      {form.base === undefined ? null : <FromBase form={form} />}
    </Stack>
  );
};
