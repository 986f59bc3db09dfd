import { Button, Group, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { z } from 'zod';

import { insertAt } from '../../../parts/editor/splice-json.ts';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { RemoveButton } from '../../../parts/drafts/fields/remove-button.tsx';
import { useWords } from '../../../words/language.tsx';
import { incentiveWords } from '../words.ts';
import { AmountAt } from './inputs.tsx';
import type { OfferForm } from './offer-form.ts';
import { changeKind, fieldsOfKind, kindsOf } from './offer-text.ts';
import { offerEditWords } from './words.ts';

type Props = { form: OfferForm };

const tiersMost = 20;
const measures = ['percent', 'amount', 'price'] as const;
type Measure = (typeof measures)[number];

const tierSchema = z.record(z.string(), z.unknown()).catch({});
const tiersSchema = z.array(tierSchema).catch([]);

const measureOf = (tier: Readonly<Record<string, unknown>>): Measure =>
  measures.find((one) => Object.hasOwn(tier, one)) ?? 'percent';

const Tier = ({ form, at, isOnly }: Props & { at: number; isOnly: boolean }) => {
  const words = useWords(offerEditWords);
  const path = ['tiers', at] as const;
  const tier = tierSchema.parse(form.valueAt(path));
  const measure = measureOf(tier);
  const label = words.measureOf(measure);
  const error = form.errorAt(path);
  const isByPieces = form.textAt(['by']) === 'quantity';
  return (
    <Group align="flex-end" gap="xs" role="group" aria-label={words.tier(String(at + 1))}>
      {isByPieces ? (
        <NumberAt form={form} path={[...path, 'from']} label={words.fromPieces} isWhole />
      ) : (
        <AmountAt form={form} path={[...path, 'from']} label={words.fromValue} />
      )}
      <Select
        label={words.gives}
        allowDeselect={false}
        w="11rem"
        data={measures.map((value) => ({ value, label: words.measureOf(value) }))}
        value={measure}
        {...(error === undefined ? {} : { error })}
        onChange={(next) => form.set(path, { from: tier['from'], [next ?? measure]: tier[measure] })}
      />
      {measure === 'percent' ? (
        <NumberAt form={form} path={[...path, measure]} label={label} suffix=" %" max={100} />
      ) : (
        <AmountAt form={form} path={[...path, measure]} label={label} />
      )}
      {isOnly ? null : <RemoveButton onRemove={() => form.set(path, undefined)} />}
    </Group>
  );
};

const Tiers = ({ form }: Props) => {
  const words = useWords(offerEditWords);
  const tiers = tiersSchema.parse(form.valueAt(['tiers']));
  const error = form.errorAt(['tiers']);
  const { text, setText } = form.written;
  const add = (): void =>
    setText(insertAt({ text, path: ['tiers'], index: tiers.length - 1, value: { from: 10, percent: 15 } }));
  return (
    <Stack gap="sm">
      <Select
        label={words.by}
        maw={320}
        allowDeselect={false}
        data={[
          { value: 'quantity', label: words.byQuantity },
          { value: 'order-value', label: words.byValue },
        ]}
        value={form.textAt(['by'])}
        {...(error === undefined ? {} : { error })}
        onChange={(next) => form.set(['by'], next ?? 'quantity')}
      />
      {tiers.map((_tier, at) => (
        <Tier key={`${at} of ${tiers.length}`} form={form} at={at} isOnly={tiers.length === 1} />
      ))}
      <Button
        variant="default"
        disabled={tiers.length >= tiersMost}
        style={{ alignSelf: 'flex-start' }}
        onClick={add}
      >
        {words.addTier}
      </Button>
    </Stack>
  );
};

const BuyGet = ({ form }: Props) => {
  const words = useWords(offerEditWords);
  return (
    <>
      <NumberAt form={form} path={['buyGet', 'buy']} label={words.buy} isWhole required />
      <NumberAt form={form} path={['buyGet', 'get']} label={words.get} isWhole required />
      <NumberAt form={form} path={['buyGet', 'percent']} label={words.off} suffix=" %" placeholder="100 %" />
      <NumberAt form={form} path={['buyGet', 'times']} label={words.timesMost} isWhole />
    </>
  );
};

/** What the offer gives: its kind, and the fields that the schema has for that kind. */
export const BenefitPart = ({ form }: Props) => {
  const words = useWords(offerEditWords);
  const names = useWords(incentiveWords);
  const { text, schema, setText } = form.written;
  const kind = form.textAt(['kind']);
  const has = fieldsOfKind(schema, kind);
  const error = form.errorAt(['kind']);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={names.kind}
          allowDeselect={false}
          data={kindsOf(schema).map((value) => ({ value, label: names.kindOf(value) }))}
          value={kind}
          {...(error === undefined ? {} : { error })}
          onChange={(next) => {
            if (next !== null && next !== kind) setText(changeKind({ text, root: schema, kind: next }));
          }}
        />
        {kind === 'percentage' ? (
          <NumberAt form={form} path={['value']} label={words.percent} suffix=" %" max={100} required />
        ) : null}
        {kind === 'amount' ? <AmountAt form={form} path={['value']} label={words.amount} required /> : null}
        {has.has('product') ? (
          <TextAt
            form={form}
            path={['product']}
            label={words.product}
            description={words.productText}
            maxLength={100}
            required
          />
        ) : null}
        {has.has('buyGet') ? <BuyGet form={form} /> : null}
        {has.has('value') && kind !== 'amount' && kind !== 'percentage' ? (
          <AmountAt form={form} path={['value']} label={words.worth} description={words.worthText} />
        ) : null}
        {has.has('maxDiscount') ? (
          <AmountAt form={form} path={['maxDiscount']} label={words.maxDiscount} />
        ) : null}
      </SimpleGrid>
      {has.has('tiers') ? <Tiers form={form} /> : null}
      {form.valueAt(['products']) === undefined ? null : (
        <Text size="sm" c="dimmed">
          {words.someProducts}
        </Text>
      )}
    </Stack>
  );
};
