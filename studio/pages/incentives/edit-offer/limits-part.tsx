import { Button, Checkbox, Group, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { z } from 'zod';

import { insertAt, nodeAt } from '../../../parts/editor/splice-json.ts';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { RemoveButton } from '../../../parts/drafts/fields/remove-button.tsx';
import { useWords } from '../../../words/language.tsx';
import { AmountAt } from './inputs.tsx';
import type { OfferForm } from './offer-form.ts';
import { offerEditWords } from './words.ts';

type Props = { form: OfferForm };

const limitsMost = 20;
const measures = ['number', 'value', 'orderValue'] as const;
const periods = ['ever', 'day', 'week', 'month'] as const;

const limitSchema = z.record(z.string(), z.unknown()).catch({});
const limitsSchema = z.array(limitSchema).catch([]);
const redeem = ['limits', 'redeem'] as const;

const Limit = ({ form, at }: Props & { at: number }) => {
  const words = useWords(offerEditWords);
  const path = [...redeem, at] as const;
  const limit = limitSchema.parse(form.valueAt(path));
  const measure = measures.find((one) => Object.hasOwn(limit, one)) ?? 'number';
  const changeMeasure = (next: string | null): void => {
    const { [measure]: most, ...others } = limit;
    if (next !== null && next !== measure) form.set(path, { [next]: most, ...others });
  };
  const error = form.errorAt(path);
  return (
    <Group align="flex-end" gap="xs" role="group" aria-label={words.limit(String(at + 1))}>
      <Select
        label={words.counted}
        w="13rem"
        allowDeselect={false}
        data={measures.map((value) => ({ value, label: words.limitOf(value) }))}
        value={measure}
        {...(error === undefined ? {} : { error })}
        onChange={changeMeasure}
      />
      {measure === 'number' ? (
        <NumberAt form={form} path={[...path, measure]} label={words.most} isWhole />
      ) : (
        <AmountAt form={form} path={[...path, measure]} label={words.most} />
      )}
      <Select
        label={words.per}
        w="9rem"
        allowDeselect={false}
        data={periods.map((value) => ({ value, label: words.periodOf(value) }))}
        value={form.textAt([...path, 'per']) || 'ever'}
        onChange={(next) => form.set([...path, 'per'], next === 'ever' ? undefined : next)}
      />
      <Select
        label={words.whose}
        w="11rem"
        allowDeselect={false}
        data={[
          { value: 'all', label: words.everybody },
          { value: 'person', label: words.eachPerson },
        ]}
        value={form.textAt([...path, 'by']) || 'all'}
        onChange={(next) => form.set([...path, 'by'], next === 'person' ? next : undefined)}
      />
      <RemoveButton onRemove={() => form.set(path, undefined)} />
    </Group>
  );
};

const RedeemLimits = ({ form }: Props) => {
  const words = useWords(offerEditWords);
  const limits = limitsSchema.parse(form.valueAt(redeem));
  const { text, setText } = form.written;
  const add = (): void => {
    const value = { number: 100 };
    if (nodeAt(text, redeem) === undefined) form.set(redeem, [value]);
    else setText(insertAt({ text, path: redeem, index: limits.length - 1, value }));
  };
  return (
    <Stack gap="sm">
      <Text size="sm" fw={500}>
        {words.redeemLimits}
      </Text>
      {limits.map((_limit, at) => (
        <Limit key={`${at} of ${limits.length}`} form={form} at={at} />
      ))}
      <Button
        variant="default"
        disabled={limits.length >= limitsMost}
        style={{ alignSelf: 'flex-start' }}
        onClick={add}
      >
        {words.addLimit}
      </Button>
    </Stack>
  );
};

/** How much of the offer there is: in all, for each person, in each period. */
export const LimitsPart = ({ form }: Props) => {
  const words = useWords(offerEditWords);
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberAt form={form} path={['limits', 'total']} label={words.total} isWhole />
        <NumberAt
          form={form}
          path={['limits', 'perPerson']}
          label={words.perPerson}
          placeholder="1"
          isWhole
        />
        <AmountAt form={form} path={['limits', 'totalValue']} label={words.totalValue} />
        <AmountAt form={form} path={['limits', 'minOrder']} label={words.minOrder} />
      </SimpleGrid>
      <RedeemLimits form={form} />
    </Stack>
  );
};

/** How the offer goes with others on one cart. */
export const StackingPart = ({ form }: Props) => {
  const words = useWords(offerEditWords);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextAt
          form={form}
          path={['stacking', 'group']}
          label={words.group}
          description={words.groupText}
          maxLength={64}
        />
        <NumberAt
          form={form}
          path={['stacking', 'priority']}
          label={words.priority}
          description={words.priorityText}
          placeholder="0"
          max={1000}
          isWhole
        />
      </SimpleGrid>
      <Checkbox
        label={words.exclusive}
        checked={form.valueAt(['stacking', 'exclusive']) === true}
        onChange={({ currentTarget }) =>
          form.set(['stacking', 'exclusive'], currentTarget.checked || undefined)
        }
      />
    </Stack>
  );
};
