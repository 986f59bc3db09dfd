import { JsonInput, NumberInput, Select, TextInput } from '@mantine/core';

import { readable } from '../../parts/text/readable.ts';
import { useWords } from '../../words/language.tsx';
import { type ConfigField, isReadable } from './config-fields.ts';
import { connectorWords } from './words.ts';

/** One field of a config. What is written is a text; the form makes of it what the field wants. */
export const ConfigInput = (props: {
  field: ConfigField;
  value: string;
  onChange: (value: string) => void;
}) => {
  const { field, value, onChange } = props;
  const words = useWords(connectorWords);
  const { name, kind, isRequired, usual = '', choices } = field;
  const hint = kind === 'secret' ? words.secretHint : kind === 'json' ? words.jsonHint : undefined;
  const common = {
    label: readable(name),
    description: [field.text ?? '', hint ?? ''].filter((part) => part !== '').join(' '),
    required: isRequired,
    placeholder: usual,
  };
  if (kind === 'number') {
    return (
      <NumberInput
        {...common}
        value={value === '' ? '' : Number(value)}
        onChange={(next) => onChange(String(next))}
      />
    );
  }
  if (kind === 'choice' || kind === 'yes-no') {
    const data = kind === 'choice' ? [...choices] : ['true', 'false'];
    return (
      <Select
        {...common}
        clearable
        data={data}
        value={value === '' ? null : value}
        onChange={(next) => onChange(next ?? '')}
      />
    );
  }
  if (kind === 'json') {
    return (
      <JsonInput
        {...common}
        autosize
        minRows={2}
        value={value}
        error={isReadable(field, value) ? undefined : words.badJson}
        onChange={onChange}
      />
    );
  }
  return (
    <TextInput
      {...common}
      placeholder={kind === 'secret' ? 'CICLO_PLUGIN_...' : usual}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
};
