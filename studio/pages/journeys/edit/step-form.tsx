import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { type ReactNode, useState } from 'react';

import type { Schema } from '../../../parts/editor/schema-at.ts';
import { useWords } from '../../../words/language.tsx';
import { useTypeName } from '../use-step-names.ts';
import { type Path, readJson, setAt, writeAt, writtenAt } from '../../../parts/editor/splice-json.ts';
import { fieldsOf, type StepField } from './step-fields.ts';
import { editWords } from './words.ts';

type FieldProps = {
  field: StepField;
  value: unknown;
  /** How the value is written in the file; undefined where it is not there. */
  written: string | undefined;
  set: (value: unknown) => void;
  write: (written: string) => void;
};

const common = ({ name, info, isRequired }: StepField) => ({
  label: name,
  description: info,
  withAsterisk: isRequired,
});

const TextField = ({ field, value, set }: FieldProps) => {
  const [text, setText] = useState(typeof value === 'string' ? value : '');
  return (
    <TextInput
      {...common(field)}
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={() => {
        if (text !== (value ?? '')) set(text === '' && !field.isRequired ? undefined : text);
      }}
    />
  );
};

const NumberField = ({ field, value, set, isInteger }: FieldProps & { isInteger: boolean }) => {
  const before = typeof value === 'number' ? value : '';
  const [now, setNow] = useState<number | string>(before);
  return (
    <NumberInput
      {...common(field)}
      allowDecimal={!isInteger}
      value={now}
      onChange={setNow}
      onBlur={() => {
        if (now === before) return;
        if (typeof now === 'number') set(now);
        else if (now === '' && !field.isRequired) set(undefined);
      }}
    />
  );
};

const JsonField = ({ field, written, set, write }: FieldProps) => {
  const words = useWords(editWords);
  const [text, setText] = useState(written ?? '');
  const isWrong = text.trim() !== '' && readJson(text) === undefined;
  return (
    <Textarea
      {...common(field)}
      autosize
      minRows={written === undefined ? 1 : 3}
      maxRows={14}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8rem' } }}
      {...(isWrong ? { error: words.notJson } : {})}
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={() => {
        if (isWrong || text === (written ?? '')) return;
        if (text.trim() === '') set(undefined);
        else write(text.trim());
      }}
    />
  );
};

const Field = (props: FieldProps) => {
  const { field, value, set } = props;
  const { input, isRequired } = field;
  switch (input.kind) {
    case 'text':
      return <TextField {...props} />;
    case 'choice':
      return (
        <Select
          {...common(field)}
          data={[...input.values]}
          clearable={!isRequired}
          allowDeselect={!isRequired}
          value={typeof value === 'string' ? value : null}
          onChange={(next) => set(next ?? undefined)}
        />
      );
    case 'number':
      return <NumberField {...props} isInteger={input.isInteger} />;
    case 'yes-no':
      return (
        <Checkbox
          label={field.name}
          description={field.info}
          checked={value === true}
          onChange={({ currentTarget }) => set(currentTarget.checked || undefined)}
        />
      );
    case 'json':
      return <JsonField {...props} />;
  }
};

/** The form of a step, from the JSON Schema of its type. A change is written into the text; all other bytes stay. */
export const StepForm = (props: {
  text: string;
  path: Path;
  step: Schema;
  root: Schema;
  onText: (text: string) => void;
  /** What else can be done with the step. */
  children: ReactNode;
}) => {
  const { text, path, step, root, onText, children } = props;
  const words = useWords(editWords);
  const typeName = useTypeName();
  const type = typeof step['type'] === 'string' ? step['type'] : '';
  const id = typeof step['id'] === 'string' ? step['id'] : '';
  return (
    <Stack component="section" aria-label={words.step(id)}>
      <div>
        <Title order={2} size="h4">
          {typeName(type)}
        </Title>
        <Text size="sm" c="dimmed">
          {id}
        </Text>
      </div>
      <Group gap="xs">{children}</Group>
      {fieldsOf({ root, type }).map((field) => {
        const place = [...path, field.name];
        const written = writtenAt({ text, path: place });
        return (
          <Field
            key={`${id} ${field.name} ${written ?? ''}`}
            field={field}
            value={step[field.name]}
            written={written}
            set={(value) => onText(setAt({ text, path: place, value }))}
            write={(wanted) => onText(writeAt({ text, path: place, written: wanted }))}
          />
        );
      })}
    </Stack>
  );
};

/** A button that changes the text, where the change can be made. */
export const TextButton = (props: {
  label: string;
  next: string | undefined;
  onText: (text: string) => void;
}) => {
  const { label, next, onText } = props;
  return (
    <Button
      size="xs"
      variant="default"
      disabled={next === undefined}
      onClick={() => {
        if (next !== undefined) onText(next);
      }}
    >
      {label}
    </Button>
  );
};
