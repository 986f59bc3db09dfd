import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { useLanguage, useWords } from '../../words/language.tsx';
import { type Asked, askedIn } from './asked.ts';
import type { Figure } from './figure-types.ts';
import { analyticsWords } from './words.ts';

type Parameter = Figure['parameters'][number];

const JourneyInput = ({ parameter, value }: { parameter: Parameter; value: string }) => {
  const { language } = useLanguage();
  const api = useApi();
  const found = useQuery({ queryKey: ['journeys'], queryFn: () => ask(api.GET('/api/journeys')) });
  const journeys = (found.data?.journeys ?? []).map(({ key, name }) => ({ value: key, label: name }));
  const isKnown = value === '' || journeys.some((one) => one.value === value);
  return (
    <NativeSelect
      key={String(found.isSuccess)}
      name={parameter.name}
      label={parameter.title[language]}
      required
      withAsterisk={false}
      defaultValue={value}
      data={[{ value: '', label: '' }, ...journeys, ...(isKnown ? [] : [{ value, label: value }])]}
    />
  );
};

const ParameterInput = ({ parameter, value }: { parameter: Parameter; value: string }) => {
  const words = useWords(analyticsWords);
  const { language } = useLanguage();
  const { name, title, type, choices } = parameter;
  const common = { name, label: title[language], defaultValue: value };
  if (name === 'journey') return <JourneyInput parameter={parameter} value={value} />;
  if (choices !== undefined)
    return (
      <NativeSelect {...common} data={choices.map((one) => ({ value: one, label: words.valueOf(one) }))} />
    );
  if (type === 'day') return <TextInput {...common} type="date" />;
  if (type === 'integer') return <TextInput {...common} type="number" min={0} max={999_999} step={1} />;
  return <TextInput {...common} />;
};

/** What a figure is asked with. It is asked when the form is sent, and the address keeps it. */
export const ParametersForm = (props: { figure: Figure; asked: Asked; onAsk: (next: Asked) => void }) => {
  const { figure, asked, onAsk } = props;
  const words = useWords(analyticsWords);
  const values = new Map(Object.entries(asked));
  if (figure.parameters.length === 0) return null;
  return (
    <form
      aria-label={words.parameters}
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(askedIn(Object.fromEntries(new FormData(event.currentTarget))));
      }}
    >
      <Group align="flex-end" gap="sm" mb="md">
        {figure.parameters.map((parameter) => (
          <ParameterInput
            key={parameter.name}
            parameter={parameter}
            value={values.get(parameter.name) ?? ''}
          />
        ))}
        <Button type="submit">{words.show}</Button>
      </Group>
    </form>
  );
};
