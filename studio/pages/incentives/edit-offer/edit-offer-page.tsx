import { Fieldset, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { z } from 'zod';

import { useMe } from '../../../app/session.tsx';
import { EditedFile, type Written } from '../../../parts/drafts/edited-file.tsx';
import { usePlaceOf } from '../../../parts/page/use-place.ts';
import { TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { useWords } from '../../../words/language.tsx';
import { AudiencePart } from './audience-part.tsx';
import { BenefitPart } from './benefit-part.tsx';
import { CodePart } from './code-part.tsx';
import { LimitsPart, StackingPart } from './limits-part.tsx';
import { offerForm } from './offer-form.ts';
import { TryPart } from './try-part.tsx';
import { WhenPart } from './when-part.tsx';
import { offerEditWords } from './words.ts';

const placeSchema = z.looseObject({ view: z.enum(['form', 'json']).optional().catch(undefined) });
const objectSchema = z.record(z.string(), z.unknown());
const nameSchema = z.object({ name: z.string() });

const Section = (props: { legend: string; children: ReactNode }) => (
  <Fieldset {...props} mx={0} styles={{ legend: { fontWeight: 600 } }} />
);

const Form = ({ written, of: key }: { written: Written; of: string }) => {
  const words = useWords(offerEditWords);
  const { workspace } = useMe();
  if (!objectSchema.safeParse(written.value).success) return <Text>{words.unreadable}</Text>;
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

const Edit = ({ written, of }: { written: Written; of: string }) => {
  const words = useWords(offerEditWords);
  const [{ view = 'form' }, change] = usePlaceOf(placeSchema);
  return (
    <>
      <SegmentedControl
        aria-label={words.view}
        style={{ alignSelf: 'flex-start' }}
        data={[
          { value: 'form', label: words.form },
          { value: 'json', label: 'JSON' },
        ]}
        value={view}
        onChange={(next) => change({ view: next === 'json' ? 'json' : 'form' })}
      />
      {view === 'json' ? written.editor : <Form written={written} of={of} />}
    </>
  );
};

/** Changes one offer, by a form or as JSON, as a draft, and tries what is published on a cart. */
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
      {(written) => <Edit written={written} of={key} />}
    </EditedFile>
  );
};
