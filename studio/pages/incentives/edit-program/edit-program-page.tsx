import { SimpleGrid, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { useMe } from '../../../app/session.tsx';
import { EditedFile, type Written } from '../../../parts/drafts/edited-file.tsx';
import { SelectAt } from '../../../parts/drafts/fields/choices.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { type FileForm, fileForm } from '../../../parts/drafts/fields/file-form.ts';
import { FormOrJson, Section } from '../../../parts/drafts/fields/form-or-json.tsx';
import { useWords } from '../../../words/language.tsx';
import { CampaignsPart } from './campaigns-part.tsx';
import { EarnPart } from './earn-part.tsx';
import { ExpiryPart } from './expiry-part.tsx';
import { MembershipsPart } from './memberships-part.tsx';
import { RewardsPart } from './rewards-part.tsx';
import { TiersPart } from './tiers-part.tsx';
import { TryPart } from './try-part.tsx';
import { programWords } from './words.ts';

const nameSchema = z.object({ name: z.string() });
const roundings = ['down', 'nearest', 'up'] as const;
const refunds = ['owe', 'forgive'] as const;

/** How points are rounded, what refunds do to spent ones, and what points cost. */
const AccountsPart = ({ form, currency }: { form: FileForm; currency: string }) => {
  const words = useWords(programWords);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <SelectAt
        form={form}
        path={['rounding']}
        label={words.rounding}
        byDefault="down"
        data={roundings.map((value) => ({ value, label: words.nameOf(value) }))}
      />
      <SelectAt
        form={form}
        path={['refunds']}
        label={words.refunds}
        byDefault="owe"
        data={refunds.map((value) => ({ value, label: words.nameOf(value) }))}
      />
      <NumberAt form={form} path={['cost', 'points']} label={words.costPoints} isWhole />
      <NumberAt form={form} path={['cost', 'amount']} label={words.costAmount} suffix={` ${currency}`} />
    </SimpleGrid>
  );
};

const Form = ({ written }: { written: Written }) => {
  const words = useWords(programWords);
  const { currency } = useMe().workspace;
  const form = fileForm(written);
  return (
    <Stack>
      <TextAt form={form} path={['name']} label={words.name} maxLength={120} required />
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <TextAt form={form} path={['description']} label={words.description} maxLength={1000} />
        <TextAt
          form={form}
          path={['unit', 'one']}
          label={words.unitOne}
          placeholder="point"
          maxLength={120}
          required={form.valueAt(['unit']) !== undefined}
        />
        <TextAt
          form={form}
          path={['unit', 'many']}
          label={words.unitMany}
          placeholder="points"
          maxLength={120}
          required={form.valueAt(['unit']) !== undefined}
        />
      </SimpleGrid>
      <Section legend={words.earn}>
        <EarnPart form={form} currency={currency} />
      </Section>
      <Section legend={words.campaigns}>
        <CampaignsPart form={form} />
      </Section>
      <Section legend={words.expiry}>
        <ExpiryPart form={form} />
      </Section>
      <Section legend={words.tiers}>
        <TiersPart form={form} />
      </Section>
      <Section legend={words.memberships}>
        <MembershipsPart form={form} />
      </Section>
      <Section legend={words.rewards}>
        <RewardsPart form={form} />
      </Section>
      <Section legend={words.accounts}>
        <AccountsPart form={form} currency={currency} />
      </Section>
      <Section legend={words.past}>
        <TryPart form={form} />
      </Section>
    </Stack>
  );
};

/** Changes one loyalty programme, by a form or as JSON, as a draft. */
export const Content = () => {
  const { key } = z.object({ key: z.string().default('') }).parse(useParams({ strict: false }));
  return (
    <EditedFile
      key={key}
      path={`programs/${key}.json`}
      of="program"
      title={(value) => nameSchema.safeParse(value).data?.name ?? key}
      list="/loyalty"
    >
      {(written) => (
        <FormOrJson written={written}>
          <Form written={written} />
        </FormOrJson>
      )}
    </EditedFile>
  );
};
