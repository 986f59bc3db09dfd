import { Select, SimpleGrid } from '@mantine/core';
import { z } from 'zod';

import { SelectAt, TagsAt } from '../../../parts/drafts/fields/choices.tsx';
import { TextAt } from '../../../parts/drafts/fields/fields.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import { useWords } from '../../../words/language.tsx';
import { programWords } from './words.ts';

const expirySchema = z.record(z.string(), z.unknown()).optional().catch({});
const ends = ['day', 'month', 'year'] as const;
const kinds = ['never', 'after', 'inactive'] as const;

/** When points expire, and when people are warned of it. */
export const ExpiryPart = ({ form }: { form: FileForm }) => {
  const words = useWords(programWords);
  const expiry = expirySchema.parse(form.valueAt(['expiry'])) ?? {};
  const kind = kinds.find((one) => Object.hasOwn(expiry, one)) ?? 'never';
  const error = form.errorAt(['expiry']);
  const change = (next: string | null): void => {
    if (next === kind || next === null) return;
    form.set(['expiry'], next === 'never' ? undefined : { [next]: '12 months' });
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={words.expires}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: words.nameOf(value) }))}
        value={kind}
        {...(error === undefined ? {} : { error })}
        onChange={change}
      />
      {kind === 'never' ? null : (
        <TextAt
          form={form}
          path={['expiry', kind]}
          label={words.afterTime}
          description={words.durationText}
          maxLength={40}
          required
        />
      )}
      {kind === 'after' ? (
        <SelectAt
          form={form}
          path={['expiry', 'endOf']}
          label={words.endOf}
          byDefault="day"
          data={ends.map((value) => ({ value, label: words.nameOf(value) }))}
        />
      ) : null}
      {kind === 'never' ? null : (
        <TagsAt
          form={form}
          path={['warn']}
          label={words.warn}
          description={words.warnText}
          placeholder="30 days"
          most={5}
        />
      )}
    </SimpleGrid>
  );
};
