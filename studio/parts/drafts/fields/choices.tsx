import { MultiSelect, Select, Switch, TagsInput } from '@mantine/core';
import { z } from 'zod';

import { commonOf, type FieldProps } from './fields.tsx';

const listSchema = z.array(z.string()).catch([]);

type Choice = { readonly value: string; readonly label: string };

/** One of several; what holds by default is chosen where the file says nothing, and left out of it. */
export const SelectAt = (props: FieldProps & { data: readonly Choice[]; byDefault?: string }) => {
  const { form, path, data, byDefault, required = false } = props;
  const value = form.textAt(path) || byDefault;
  // What the file says and nobody offers is shown as it is.
  const all =
    value === undefined || data.some((one) => one.value === value)
      ? data
      : [...data, { value, label: value }];
  return (
    <Select
      {...commonOf(props)}
      data={[...all]}
      allowDeselect={false}
      searchable={data.length > 10}
      clearable={byDefault === undefined && !required}
      value={value ?? null}
      onChange={(next) =>
        form.set(path, next === null || (next === byDefault && !required) ? undefined : next)
      }
    />
  );
};

/** Yes or no. */
export const SwitchAt = (props: FieldProps & { byDefault?: boolean }) => {
  const { form, path, byDefault = false } = props;
  const { label, description } = props;
  const value = form.valueAt(path);
  return (
    <Switch
      label={label}
      {...(description === undefined ? {} : { description })}
      checked={typeof value === 'boolean' ? value : byDefault}
      onChange={({ currentTarget: { checked } }) =>
        form.set(path, checked === byDefault ? undefined : checked)
      }
    />
  );
};

/** Several texts that somebody types; the file has none of them where the list is empty, unless it has to. */
export const TagsAt = (props: FieldProps & { most: number; placeholder?: string }) => {
  const { form, path, most, placeholder = '', required = false } = props;
  const value = listSchema.parse(form.valueAt(path));
  const error = form.errorAt(path, { within: true });
  return (
    <TagsInput
      {...commonOf(props)}
      {...(error === undefined ? {} : { error })}
      maxTags={most}
      placeholder={value.length === 0 ? placeholder : ''}
      value={value}
      onChange={(next) =>
        next.length === 0 && !required ? form.set(path, undefined) : form.merge(path, next)
      }
    />
  );
};

/** Several of what there is, in the order in which they were chosen. */
export const ManyAt = (props: FieldProps & { data: readonly Choice[]; placeholder?: string }) => {
  const { form, path, data, placeholder = '', required = false } = props;
  const value = listSchema.parse(form.valueAt(path));
  const error = form.errorAt(path, { within: true });
  const unknown = value.filter((one) => !data.some((choice) => choice.value === one));
  return (
    <MultiSelect
      {...commonOf(props)}
      {...(error === undefined ? {} : { error })}
      data={[...data, ...unknown.map((one) => ({ value: one, label: one }))]}
      searchable
      placeholder={value.length === 0 ? placeholder : ''}
      value={value}
      onChange={(next) =>
        next.length === 0 && !required ? form.set(path, undefined) : form.merge(path, next)
      }
    />
  );
};
