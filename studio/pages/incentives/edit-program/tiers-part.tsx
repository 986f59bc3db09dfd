import { SimpleGrid, Stack, Switch } from '@mantine/core';

import { SelectAt } from '../../../parts/drafts/fields/choices.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import { freeKey, RowsAt, rowsAt } from '../../../parts/drafts/fields/rows-at.tsx';
import { useWords } from '../../../words/language.tsx';
import { programWords } from './words.ts';

const levelsMost = 20;
const periods = ['calendar-year', '12-months', 'ever'] as const;
const levels = ['tiers', 'levels'] as const;

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

const Levels = ({ form }: { form: FileForm }) => {
  const words = useWords(programWords);
  const rows = rowsAt(form, levels);
  const begun = () => {
    const key = freeKey('tier', rows);
    // Above the highest so far, so that it can be published as it is.
    return { key, name: words.tier(String(rows.length + 1)), from: numberOf(rows.at(-1)?.['from']) + 500 };
  };
  return (
    <RowsAt
      form={form}
      path={levels}
      label={words.tier}
      add={words.addTier}
      most={levelsMost}
      least={1}
      begun={begun}
    >
      {(path) => (
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          <TextAt form={form} path={[...path, 'name']} label={words.name} maxLength={120} required />
          <TextAt form={form} path={[...path, 'key']} label={words.key} maxLength={64} required />
          <NumberAt form={form} path={[...path, 'from']} label={words.fromPoints} isWhole required />
          <NumberAt
            form={form}
            path={[...path, 'multiply']}
            label={words.multiply}
            placeholder="1"
            max={100}
          />
        </SimpleGrid>
      )}
    </RowsAt>
  );
};

/** Tiers by what was earned in a period. */
export const TiersPart = ({ form }: { form: FileForm }) => {
  const words = useWords(programWords);
  const hasTiers = form.valueAt(['tiers']) !== undefined;
  return (
    <Stack gap="sm">
      <Switch
        label={words.hasTiers}
        checked={hasTiers}
        onChange={({ currentTarget: { checked } }) =>
          form.set(
            ['tiers'],
            checked ? { levels: [{ key: 'silver', name: words.silver, from: 500 }] } : undefined,
          )
        }
      />
      {hasTiers ? (
        <>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <SelectAt
              form={form}
              path={['tiers', 'period']}
              label={words.period}
              description={words.periodText}
              byDefault="calendar-year"
              data={periods.map((value) => ({ value, label: words.nameOf(value) }))}
            />
            <TextAt
              form={form}
              path={['tiers', 'grace']}
              label={words.grace}
              description={words.graceText}
              maxLength={40}
            />
          </SimpleGrid>
          <Levels form={form} />
        </>
      ) : null}
    </Stack>
  );
};
