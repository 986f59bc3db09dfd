import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';

import type { Path } from '../../editor/splice-json.ts';
import type { FileForm } from './file-form.ts';

/** A field of the form of a file. */
export type FieldProps = {
  form: FileForm;
  path: Path;
  label: string;
  description?: string;
  required?: boolean;
};

/** What every input has: its label, and what is wrong at its place. */
export const commonOf = ({ form, path, label, description, required = false }: FieldProps) => {
  const error = form.errorAt(path);
  return {
    label,
    withAsterisk: required,
    ...(description === undefined ? {} : { description }),
    ...(error === undefined ? {} : { error }),
  };
};

/** A text of the file; an empty one is left out of it unless it is required. */
export const TextAt = (
  props: FieldProps & { maxLength: number; placeholder?: string; isUpper?: boolean },
) => {
  const { form, path, required = false, maxLength, placeholder = '', isUpper = false } = props;
  return (
    <TextInput
      {...commonOf(props)}
      maxLength={maxLength}
      placeholder={placeholder}
      value={form.textAt(path)}
      onChange={({ currentTarget: { value } }) =>
        form.set(path, value === '' && !required ? undefined : isUpper ? value.toUpperCase() : value)
      }
    />
  );
};

const numberOf = (typed: number | string): number | undefined => {
  if (typeof typed === 'number') return typed;
  const value = Number(typed);
  return typed.trim() === '' || !Number.isFinite(value) ? undefined : value;
};

/** A number of the file; where none is typed the file has none. */
export const NumberAt = (
  props: FieldProps & {
    suffix?: string;
    isWhole?: boolean;
    isSigned?: boolean;
    placeholder?: string;
    max?: number;
  },
) => {
  const {
    form,
    path,
    suffix = '',
    isWhole = false,
    isSigned = false,
    placeholder = '',
    max = 1_000_000_000,
  } = props;
  const written = form.valueAt(path);
  const [typed, setTyped] = useState<number | string>('');
  // `10.` and `10` are the same number: what is typed stays until the file says another one.
  const shown = numberOf(typed) === written ? typed : typeof written === 'number' ? written : '';
  return (
    <NumberInput
      {...commonOf(props)}
      allowDecimal={!isWhole}
      allowNegative={isSigned}
      max={max}
      clampBehavior="none"
      hideControls
      suffix={suffix}
      placeholder={placeholder}
      value={shown}
      onChange={(next) => {
        setTyped(next);
        const value = numberOf(next);
        if (value !== written) form.set(path, value);
      }}
    />
  );
};
