import { SimpleGrid, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { useMe } from '../../../app/session.tsx';
import { EditedFile, type Written } from '../../../parts/drafts/edited-file.tsx';
import { TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { FormOrJson, Section } from '../../../parts/drafts/fields/form-or-json.tsx';
import { useWords } from '../../../words/language.tsx';
import { AudiencePart } from './audience-part.tsx';
import { BenefitPart } from './benefit-part.tsx';
import { CodePart } from './code-part.tsx';
import { LimitsPart, StackingPart } from './limits-part.tsx';
import { offerForm } from './offer-form.ts';
import { TryPart } from './try-part.tsx';
import { WhenPart } from './when-part.tsx';
import { offerEditWords } from './words.ts';

const nameSchema = z.object({ name: z.string() });

const Form = ({ written, of: key }: { written: Written; of: string }) => {
  const words = useWords(offerEditWords);
  const { workspace } = useMe();
  const form = offerForm({ written, currency: workspace.currency });
  return (
    <Stack>
      <TextAt form={form} path={['name']} label={words.name} maxLength={120} required />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextAt form={form} path={['description']} label={words.description} maxLength={1000} />
        <TextAt
          form={form}
          path={['currency']}
          label={words.currency}
          placeholder={workspace.currency}
          maxLength={3}
          isUpper
        />
      </SimpleGrid>
      <Section legend={words.gives}>
        <BenefitPart form={form} />
      </Section>
      <Section legend={words.codes}>
        <CodePart form={form} of={key} />
      </Section>
      <Section legend={words.when}>
        <WhenPart form={form} />
      </Section>
      <Section legend={words.limits}>
        <LimitsPart form={form} />
      </Section>
      <Section legend={words.audience}>
        <AudiencePart form={form} />
      </Section>
      <Section legend={words.stacking}>
        <StackingPart form={form} />
      </Section>
      <Section legend={words.tryIt}>
        <TryPart form={form} of={key} />
      </Section>
    </Stack>
  );
};

/** Changes one offer, by a form or as JSON, as a draft, and tries the draft on a cart. */
export const Content = () => {
  const { key } = z.object({ key: z.string().default('') }).parse(useParams({ strict: false }));
  return (
    <EditedFile
      key={key}
      path={`offers/${key}.json`}
      of="offer"
      title={(value) => nameSchema.safeParse(value).data?.name ?? key}
      list="/offers"
    >
      {(written) => (
        <FormOrJson written={written}>
          <Form written={written} of={key} />
        </FormOrJson>
      )}
    </EditedFile>
  );
};
