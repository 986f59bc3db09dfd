import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';

import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { type Definition, fieldName } from './definition.ts';
import { FieldInput } from './field-input.tsx';

/** Types of fields that are not typed in one by one: what is worked out, and rows. */
const leftOut: ReadonlySet<string> = new Set(['formula', 'list']);

type Values = Readonly<Record<string, unknown>>;

const changesOf = (before: Values, now: Values): Values =>
  Object.fromEntries(
    Object.keys({ ...before, ...now })
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(now[key]))
      .map((key) => [key, now[key] ?? null]),
  );

/** A form of the fields of an object, or of some of them. `onSave` is told what was changed; null empties a field. */
export const RecordForm = (props: {
  definition: Definition;
  values: Values;
  /** All that can be typed in by default. */
  fields?: readonly string[];
  /** Fields that the form asks for beside those that the object requires. */
  needed?: readonly string[];
  save: string;
  cancel?: { label: string; act: () => void };
  onSave: (changes: Values) => Promise<unknown>;
}) => {
  const { definition, values, needed = [], save, cancel, onSave } = props;
  const all = Object.entries(definition.fields).filter(([, { type }]) => !leftOut.has(type));
  const shown = all.filter(([key]) => props.fields === undefined || props.fields.includes(key));
  const [now, setNow] = useState<Values>(values);
  const act = useMutation({ mutationFn: () => onSave(changesOf(values, now)) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          {shown.map(([key, field]) => (
            <FieldInput
              key={key}
              label={fieldName(definition, key)}
              field={needed.includes(key) ? { ...field, required: true } : field}
              value={now[key]}
              onChange={(value) => setNow((before) => ({ ...before, [key]: value }))}
            />
          ))}
        </SimpleGrid>
        {act.isError ? <ProblemAlert error={act.error} /> : null}
        <Group>
          <Button type="submit" loading={act.isPending}>
            {save}
          </Button>
          {cancel === undefined ? null : (
            <Button variant="default" onClick={cancel.act}>
              {cancel.label}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
};
