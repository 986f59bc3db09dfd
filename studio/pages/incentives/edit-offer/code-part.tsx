import { Autocomplete, Select, SimpleGrid } from '@mantine/core';
import { z } from 'zod';

import { useFiles } from '../../../parts/drafts/use-file.ts';
import { TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { useWords } from '../../../words/language.tsx';
import { incentiveWords } from '../words.ts';
import type { OfferForm } from './offer-form.ts';
import { codeSources, newCode } from './offer-text.ts';
import { offerEditWords } from './words.ts';

const codeSchema = z.record(z.string(), z.unknown()).catch({});
const poolPattern = /^offers\/([\w-]{1,60}\.csv)$/;

/** A file of codes: one of those there are, or another name. */
const Pool = ({ form }: { form: OfferForm }) => {
  const words = useWords(offerEditWords);
  const files = useFiles();
  const pools = (files.data ?? []).flatMap(({ path }) => poolPattern.exec(path)?.[1] ?? []);
  const error = form.errorAt(['code'], { within: true });
  return (
    <Autocomplete
      label={words.pool}
      description={words.poolText}
      withAsterisk
      maxLength={64}
      data={pools}
      {...(error === undefined ? {} : { error })}
      value={form.textAt(['code', 'pool'])}
      onChange={(value) => form.set(['code', 'pool'], value)}
    />
  );
};

/** Where the codes of the offer come from. */
export const CodePart = ({ form, of: key }: { form: OfferForm; of: string }) => {
  const words = useWords(offerEditWords);
  const names = useWords(incentiveWords);
  const code = codeSchema.parse(form.valueAt(['code']));
  const source = codeSources.find((one) => Object.hasOwn(code, one));
  const error = form.errorAt(['code']);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={words.source}
        allowDeselect={false}
        data={codeSources.map((value) => ({ value, label: names.codeOf(value) }))}
        value={source ?? null}
        {...(error === undefined ? {} : { error })}
        onChange={(next) => {
          const wanted = codeSources.find((one) => one === next);
          if (wanted !== undefined && wanted !== source) form.set(['code'], newCode(wanted, key));
        }}
      />
      {source === 'pattern' ? (
        <TextAt
          form={form}
          path={['code', source]}
          label={words.pattern}
          description={words.patternText}
          maxLength={40}
          required
          isUpper
        />
      ) : null}
      {source === 'shared' ? (
        <TextAt form={form} path={['code', source]} label={words.code} maxLength={40} required isUpper />
      ) : null}
      {source === 'pool' ? <Pool form={form} /> : null}
    </SimpleGrid>
  );
};
