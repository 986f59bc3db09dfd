import { SimpleGrid } from '@mantine/core';

import { TagsAt } from '../../../parts/drafts/fields/choices.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import { freeKey, RowsAt, rowsAt } from '../../../parts/drafts/fields/rows-at.tsx';
import { useWords } from '../../../words/language.tsx';
import { programWords } from './words.ts';

const membershipsMost = 20;

/** Memberships that people buy or are given. */
export const MembershipsPart = ({ form }: { form: FileForm }) => {
  const words = useWords(programWords);
  const begun = () => {
    const rows = rowsAt(form, ['memberships']);
    return { key: freeKey('membership', rows), name: words.membership(String(rows.length + 1)) };
  };
  return (
    <RowsAt
      form={form}
      path={['memberships']}
      label={words.membership}
      add={words.addMembership}
      most={membershipsMost}
      begun={begun}
    >
      {(path) => (
        <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
          <TextAt form={form} path={[...path, 'name']} label={words.name} maxLength={120} required />
          <TextAt form={form} path={[...path, 'key']} label={words.key} maxLength={64} required />
          <TagsAt
            form={form}
            path={[...path, 'products']}
            label={words.boughtBy}
            description={words.boughtByText}
            most={100}
          />
          <TextAt
            form={form}
            path={[...path, 'period']}
            label={words.lasts}
            description={words.lastsText}
            maxLength={40}
          />
          <TextAt
            form={form}
            path={[...path, 'grace']}
            label={words.grace}
            description={words.durationText}
            maxLength={40}
          />
          <TagsAt
            form={form}
            path={[...path, 'warn']}
            label={words.warn}
            description={words.durationText}
            most={5}
          />
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
