import { Button, Group, Select, Text, TextInput } from '@mantine/core';

import type { components } from '../../../api/schema.ts';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { usePlace } from '../place.ts';
import { journeyWords } from '../words.ts';

type Detail = components['schemas']['JourneyDetail'];

const dayOf = (value: string): string | undefined => (value === '' ? undefined : value);

/** Which people of a journey are counted: of a version, in a period of days. */
export const CountedFilter = ({ journey }: { journey: Detail }) => {
  const words = useWords(journeyWords);
  const format = useFormat();
  const [{ version, from, to }, change] = usePlace();
  const hasPeriod = from !== undefined || to !== undefined;
  return (
    <>
      <Group mb={hasPeriod ? 'xs' : 'md'} align="flex-end">
        {journey.versions.length < 2 ? null : (
          <Select
            label={words.version}
            w={{ base: '100%', xs: '20rem' }}
            allowDeselect={false}
            data={[
              { value: '', label: words.everyVersion },
              ...journey.versions.map((one) => ({
                value: String(one.version),
                label: words.versionOf(format.number(one.version), format.day(one.publishedAt)),
              })),
            ]}
            value={version === undefined ? '' : String(version)}
            onChange={(next) => change({ version: next === '' ? undefined : Number(next) })}
          />
        )}
        <TextInput
          type="date"
          label={words.fromDay}
          {...(to === undefined ? {} : { max: to })}
          value={from ?? ''}
          onChange={({ currentTarget }) => change({ from: dayOf(currentTarget.value) })}
        />
        <TextInput
          type="date"
          label={words.toDay}
          {...(from === undefined ? {} : { min: from })}
          value={to ?? ''}
          onChange={({ currentTarget }) => change({ to: dayOf(currentTarget.value) })}
        />
        {hasPeriod ? (
          <Button variant="subtle" onClick={() => change({ from: undefined, to: undefined })}>
            {words.allTime}
          </Button>
        ) : null}
      </Group>
      {hasPeriod ? (
        <Text size="sm" c="dimmed" mb="md">
          {words.periodText}
        </Text>
      ) : null}
    </>
  );
};
