import { Select, SimpleGrid } from '@mantine/core';
import { z } from 'zod';

import { DayAt } from '../../../parts/drafts/fields/day-at.tsx';
import { TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { useWords } from '../../../words/language.tsx';
import type { OfferForm } from './offer-form.ts';
import { offerEditWords } from './words.ts';

const expirySchema = z.record(z.string(), z.unknown()).catch({});
const ends = ['never', 'at', 'after'] as const;

/** From when and until when the offer can be used. */
export const WhenPart = ({ form }: { form: OfferForm }) => {
  const words = useWords(offerEditWords);
  const expires = expirySchema.parse(form.valueAt(['expires']));
  const end = Object.hasOwn(expires, 'at') ? 'at' : Object.hasOwn(expires, 'after') ? 'after' : 'never';
  const error = form.errorAt(['expires']);
  const change = (next: string | null): void => {
    if (next === end) return;
    if (next === 'after') form.set(['expires'], { after: '7 days' });
    else form.set(['expires'], next === 'at' ? { at: '' } : undefined);
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <DayAt form={form} path={['starts']} label={words.starts} description={words.startsText} />
      <Select
        label={words.ends}
        description={words.endsText}
        allowDeselect={false}
        data={ends.map((value) => ({ value, label: words.endOf(value) }))}
        value={end}
        {...(error === undefined ? {} : { error })}
        onChange={change}
      />
      {end === 'at' ? (
        <DayAt
          form={form}
          path={['expires', end]}
          label={words.lastDay}
          description={words.lastDayText}
          required
        />
      ) : null}
      {end === 'after' ? (
        <TextAt
          form={form}
          path={['expires', end]}
          label={words.after}
          description={words.afterText}
          maxLength={40}
          required
        />
      ) : null}
    </SimpleGrid>
  );
};
