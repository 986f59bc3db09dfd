import { SimpleGrid, Stack } from '@mantine/core';

import { ManyAt } from '../../../parts/drafts/fields/choices.tsx';
import { DayAt } from '../../../parts/drafts/fields/day-at.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import { freeKey, rowName, RowsAt, rowsAt } from '../../../parts/drafts/fields/rows-at.tsx';
import { useWords } from '../../../words/language.tsx';
import { OnlyIf } from './earn-part.tsx';
import { programWords } from './words.ts';

const campaignsMost = 100;

const textOf = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : []);

/** Times in which points count more. */
export const CampaignsPart = ({ form }: { form: FileForm }) => {
  const words = useWords(programWords);
  const rules = rowsAt(form, ['earn']);
  const begun = () => ({
    key: freeKey('campaign', rowsAt(form, ['campaigns'])),
    from: '',
    until: '',
    multiply: 2,
  });
  return (
    <RowsAt
      form={form}
      path={['campaigns']}
      label={words.campaign}
      add={words.addCampaign}
      most={campaignsMost}
      begun={begun}
    >
      {(path) => (
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
            <TextAt form={form} path={[...path, 'name']} label={words.name} maxLength={120} />
            <TextAt form={form} path={[...path, 'key']} label={words.key} maxLength={64} required />
            <NumberAt
              form={form}
              path={[...path, 'multiply']}
              label={words.multiply}
              description={words.highest}
              max={100}
              required
            />
            <DayAt form={form} path={[...path, 'from']} label={words.from} required />
            <DayAt form={form} path={[...path, 'until']} label={words.until} required />
            <ManyAt
              form={form}
              path={[...path, 'rules']}
              label={words.forRules}
              placeholder={words.allRules}
              data={rules.flatMap((rule) =>
                textOf(rule['key']).map((value) => ({ value, label: rowName(rule) })),
              )}
            />
          </SimpleGrid>
          <OnlyIf form={form} path={path} on={rules.flatMap((rule) => textOf(rule['on']))} />
        </Stack>
      )}
    </RowsAt>
  );
};
