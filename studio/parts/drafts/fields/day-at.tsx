import { TextInput } from '@mantine/core';

import { commonOf, type FieldProps } from './fields.tsx';

const dayOrEmpty = /^(?:\d{4}-\d{2}-\d{2})?$/;

/** A day of the file; a day with a time is changed as text. */
export const DayAt = (props: FieldProps) => {
  const { form, path, required = false } = props;
  const value = form.textAt(path);
  return (
    <TextInput
      {...commonOf(props)}
      type={dayOrEmpty.test(value) ? 'date' : 'text'}
      maxLength={40}
      value={value}
      onChange={({ currentTarget }) =>
        form.set(path, currentTarget.value === '' && !required ? undefined : currentTarget.value)
      }
    />
  );
};
