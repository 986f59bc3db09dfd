import { SimpleGrid, Stack, Text, Title } from '@mantine/core';

import { fraudReasons, weighedReasons } from '../../../../domain/referrals/fraud-reasons.ts';
import { NumberAt } from '../../../parts/drafts/fields/fields.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import { useWords } from '../../../words/language.tsx';
import { incentiveWords } from '../words.ts';
import { referralEditWords } from './words.ts';

const fraud = ['referral', 'fraud'] as const;

const limits = [
  ['holdAt', 40],
  ['denyAt', 80],
  ['perHour', 5],
  ['perDay', 10],
  ['perDevice', 3],
  ['suspendAfter', 3],
] as const;

/** How a referral is judged: from which score on it is held or denied, and what each reason adds to the score. */
export const FraudPart = ({ form, currency }: { form: FileForm; currency: string }) => {
  const words = useWords(referralEditWords);
  const names = useWords(incentiveWords);
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        {limits.map(([key, byDefault]) => (
          <NumberAt
            key={key}
            form={form}
            path={[...fraud, key]}
            label={words.limitOf(key)}
            placeholder={String(byDefault)}
            isWhole
          />
        ))}
        <NumberAt
          form={form}
          path={[...fraud, 'nearZero']}
          label={words.nearZero}
          placeholder="1"
          suffix={` ${currency}`}
        />
      </SimpleGrid>
      <Title order={2} size="h5">
        {words.weights}
      </Title>
      <Text size="sm" c="dimmed">
        {words.weightsText}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        {weighedReasons.map((reason) => (
          <NumberAt
            key={reason}
            form={form}
            path={[...fraud, 'weights', reason]}
            label={names.reasonOf(reason)}
            placeholder={String(fraudReasons[reason].weight)}
            max={100}
            isWhole
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
};
