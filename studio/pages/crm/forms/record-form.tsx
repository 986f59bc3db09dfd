import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';

import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { Unsaved } from '../../../parts/page/unsaved.tsx';
import { type Definition, type Field, fieldName } from '../definition.ts';
import { FieldInput } from './field-input.tsx';
import { type Values, writtenOf } from './rows.ts';
import { RowsInput } from './rows-input.tsx';
import { Totals } from './totals.tsx';
import { usePreview } from './use-preview.ts';

const changesOf = (before: Values, now: Values): Values =>
  Object.fromEntries(
    Object.keys({ ...before, ...now })
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(now[key]))
      .map((key) => [key, now[key] ?? null]),
  );

type Change = (key: string, change: (before: unknown) => unknown) => void;

const Inputs = (props: {
  definition: Definition;
  shown: readonly (readonly [string, Field])[];
  needed: readonly string[];
  now: Values;
  worked: Values;
  onChange: Change;
}) => {
  const { definition, shown, needed, now, worked, onChange } = props;
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        {shown.map(([key, field]) =>
          field.type === 'list' ? null : (
            <FieldInput
              key={key}
              label={fieldName(definition, key)}
              field={needed.includes(key) ? { ...field, required: true } : field}
              value={now[key]}
              onChange={(value) => onChange(key, () => value)}
            />
          ),
        )}
      </SimpleGrid>
      {shown.map(([key, field]) =>
        field.type === 'list' ? (
          <RowsInput
            key={key}
            label={fieldName(definition, key)}
            field={field}
            value={now[key]}
            worked={worked[key]}
            onChange={(change) => onChange(key, change)}
          />
        ) : null,
      )}
    </>
  );
};

/**
 * A form of the fields of an object, or of some of them, with what the engine works out from them. `values` is what there is, or what a new
 * record begins with (`start`). `onSave` is told what was changed; null empties a field.
 */
export const RecordForm = (props: {
  definition: Definition;
  values: Values;
  /** What a new record begins with, besides `values`. */
  start?: Values;
  /** All that can be typed in by default. */
  fields?: readonly string[];
  /** Fields that do not change any more. */
  locked?: readonly string[];
  /** Fields that the form asks for beside those that the object requires. */
  needed?: readonly string[];
  save: string;
  cancel?: { label: string; act: () => void };
  onSave: (changes: Values) => Promise<unknown>;
}) => {
  const { definition, start = {}, fields, locked = [], needed = [], save, cancel, onSave } = props;
  const values = writtenOf(definition, props.values);
  const shown = Object.entries(definition.fields).filter(
    ([key, { type }]) =>
      type !== 'formula' && !locked.includes(key) && (fields === undefined || fields.includes(key)),
  );
  const [now, setNow] = useState<Values>({ ...values, ...start });
  const worked = usePreview(definition, now);
  const act = useMutation({
    mutationFn: () => onSave(changesOf(values, writtenOf(definition, now))),
  });
  const [isTyped, setTyped] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Unsaved when={isTyped && !act.isPending && !act.isSuccess} />
      <Stack>
        <Inputs
          definition={definition}
          shown={shown}
          needed={needed}
          now={now}
          worked={worked}
          onChange={(key, change) => {
            setTyped(true);
            setNow((before) => ({ ...before, [key]: change(before[key]) }));
          }}
        />
        {fields === undefined ? <Totals definition={definition} worked={worked} /> : null}
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
