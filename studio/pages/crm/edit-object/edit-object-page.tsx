import { SimpleGrid, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { EditedFile, type Written } from '../../../parts/drafts/edited-file.tsx';
import { SelectAt } from '../../../parts/drafts/fields/choices.tsx';
import { TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { FormOrJson, Section } from '../../../parts/drafts/fields/form-or-json.tsx';
import { readable } from '../../../parts/text/readable.ts';
import { useWords } from '../../../words/language.tsx';
import { AccessPart } from './access-part.tsx';
import { Effects } from './effects.tsx';
import { EventsPart } from './events-part.tsx';
import { FieldsPart } from './fields-part.tsx';
import { choicesOf, useObjectForm } from './object-form.ts';
import { SlaPart } from './sla-part.tsx';
import { slaPartWords } from './sla-words.ts';
import { StagesPart } from './stages-part.tsx';
import { ViewsPart } from './views-part.tsx';
import { objectWords } from './words.ts';

const nameSchema = z.object({ plural: z.string().optional(), name: z.string().optional() });

/** What the extended object has, where the file says nothing. */
const byDefault = (value: string | undefined) => (value === undefined ? {} : { byDefault: value });

const Form = ({ written, of: key }: { written: Written; of: string }) => {
  const words = useWords(objectWords);
  const form = useObjectForm(written);
  const people = form.fields.filter(({ type }) => type === 'person');
  const isExtension = form.base !== undefined;
  return (
    <Stack>
      {isExtension ? <Text>{words.extension(form.base?.name ?? '')}</Text> : null}
      <SimpleGrid cols={{ base: 1, sm: 2, md: 4 }}>
        <TextAt
          form={form}
          path={['name']}
          label={words.name}
          description={words.nameText}
          placeholder={form.base?.name ?? ''}
          maxLength={60}
          required={!isExtension}
        />
        <TextAt form={form} path={['plural']} label={words.plural} maxLength={60} />
        <SelectAt
          form={form}
          path={['title']}
          label={words.title}
          description={words.titleText}
          data={choicesOf(form.fields)}
          {...byDefault(form.base?.title)}
          required={!isExtension}
        />
        <SelectAt
          form={form}
          path={['person']}
          label={words.person}
          description={words.personText}
          data={choicesOf(people)}
          {...byDefault(form.base?.person)}
        />
      </SimpleGrid>
      <Section legend={words.fields}>
        <FieldsPart form={form} />
      </Section>
      <Section legend={words.stages}>
        <StagesPart form={form} />
      </Section>
      <Section legend={useWords(slaPartWords).sla}>
        <SlaPart form={form} />
      </Section>
      <Section legend={words.views}>
        <ViewsPart form={form} />
      </Section>
      <Section legend={words.access}>
        <AccessPart form={form} />
      </Section>
      <Section legend={words.events}>
        <EventsPart form={form} />
      </Section>
      <Effects of={key} />
    </Stack>
  );
};

/** Changes one object, by a form or as JSON, as a draft. */
export const Content = () => {
  const { key } = z.object({ key: z.string().default('') }).parse(useParams({ strict: false }));
  return (
    <EditedFile
      key={key}
      path={`objects/${key}.json`}
      of="object"
      title={(value) => {
        const { data } = nameSchema.safeParse(value);
        return data?.plural ?? data?.name ?? readable(key);
      }}
      list="/records"
    >
      {(written) => (
        <FormOrJson written={written}>
          <Form written={written} of={key} />
        </FormOrJson>
      )}
    </EditedFile>
  );
};
