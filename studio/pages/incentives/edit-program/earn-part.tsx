import { Autocomplete, Select, SimpleGrid, Stack, Switch } from '@mantine/core';
import { useState } from 'react';

import { SelectAt, TagsAt } from '../../../parts/drafts/fields/choices.tsx';
import { commonOf, NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import { freeKey, rowAt, RowsAt, rowsAt } from '../../../parts/drafts/fields/rows-at.tsx';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { useWords } from '../../../words/language.tsx';
import { EventConditions } from '../../rules/trial/event-conditions.tsx';
import { LimitAt } from './limit-at.tsx';
import { programWords } from './words.ts';

type Props = { form: FileForm };
type RowProps = Props & { path: Path };

const rulesMost = 100;
const measures = ['event', 'amount', 'item'] as const;
const usualEvents = ['Order Completed', 'Product Reviewed', 'Signed Up', 'Newsletter Subscribed'];
const pendingAfter = ['order', 'delivery'] as const;

/** What points are counted by: the event, the amount of the goods, or each item. */
const Measure = ({ form, path, currency }: RowProps & { currency: string }) => {
  const words = useWords(programWords);
  const measure =
    form.valueAt([...path, 'perAmount']) !== undefined
      ? 'amount'
      : form.valueAt([...path, 'perItem']) === true
        ? 'item'
        : 'event';
  const change = (next: string | null): void => {
    if (next === measure) return;
    const { perAmount: _amount, perItem: _item, ...rest } = rowAt(form, path);
    form.merge(path, {
      ...rest,
      ...(next === 'amount' ? { perAmount: 1 } : next === 'item' ? { perItem: true } : {}),
    });
  };
  return (
    <>
      <NumberAt form={form} path={[...path, 'points']} label={words.points} required />
      <Select
        label={words.forEach}
        allowDeselect={false}
        data={measures.map((value) => ({ value, label: words.nameOf(value) }))}
        value={measure}
        onChange={change}
      />
      {measure === 'amount' ? (
        <NumberAt
          form={form}
          path={[...path, 'perAmount']}
          label={words.perAmount}
          suffix={` ${currency}`}
          required
        />
      ) : null}
    </>
  );
};

/** Points that cannot be spent at once. */
const Pending = ({ form, path }: RowProps) => {
  const words = useWords(programWords);
  const pending = [...path, 'pending'];
  const isPending = form.valueAt(pending) !== undefined;
  return (
    <Stack gap="xs">
      <Switch
        label={words.pending}
        checked={isPending}
        onChange={({ currentTarget: { checked } }) =>
          form.set(pending, checked ? { for: '14 days', after: 'delivery' } : undefined)
        }
      />
      {isPending ? (
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <TextAt
            form={form}
            path={[...pending, 'for']}
            label={words.pendingFor}
            description={words.durationText}
            maxLength={40}
            required
          />
          <SelectAt
            form={form}
            path={[...pending, 'after']}
            label={words.pendingAfter}
            description={words.pendingAfterText}
            byDefault="order"
            data={pendingAfter.map((value) => ({ value, label: words.nameOf(value) }))}
          />
          <TextAt
            form={form}
            path={[...pending, 'atMost']}
            label={words.pendingAtMost}
            description={words.pendingAtMostText}
            placeholder="60 days"
            maxLength={40}
          />
        </SimpleGrid>
      ) : null}
    </Stack>
  );
};

/** Conditions that narrow something down, in lines, tried on what happened. */
export const OnlyIf = ({ form, path, on }: RowProps & { on: readonly string[] }) => {
  const words = useWords(programWords);
  const conditions = [...path, 'conditions'];
  const [isBegun, setBegun] = useState(false);
  const isLimited = form.valueAt(conditions) !== undefined || isBegun;
  return (
    <Stack gap="sm">
      <Switch
        label={words.onlyIf}
        checked={isLimited}
        onChange={({ currentTarget: { checked } }) => {
          setBegun(checked);
          if (!checked) form.set(conditions, undefined);
        }}
      />
      {isLimited ? <EventConditions form={form} path={conditions} on={on} /> : null}
    </Stack>
  );
};

const Rule = ({ form, path, currency }: RowProps & { currency: string }) => {
  const words = useWords(programWords);
  const on = form.textAt([...path, 'on']);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
        <TextAt form={form} path={[...path, 'name']} label={words.name} maxLength={120} />
        <TextAt form={form} path={[...path, 'key']} label={words.key} maxLength={64} required />
        <Autocomplete
          {...commonOf({ form, path: [...path, 'on'], label: words.on, required: true })}
          data={usualEvents}
          maxLength={200}
          value={on}
          onChange={(next) => form.set([...path, 'on'], next)}
        />
        <Measure form={form} path={path} currency={currency} />
        <TagsAt form={form} path={[...path, 'products']} label={words.onlyProducts} most={500} />
        <TagsAt form={form} path={[...path, 'categories']} label={words.onlyCategories} most={500} />
        <LimitAt form={form} path={[...path, 'limit']} most={50} />
        <TextAt
          form={form}
          path={[...path, 'oncePer']}
          label={words.oncePer}
          description={words.oncePerText}
          placeholder="properties.product_id"
          maxLength={80}
        />
      </SimpleGrid>
      <Pending form={form} path={path} />
      <OnlyIf form={form} path={path} on={[on]} />
    </Stack>
  );
};

/** How people earn points. */
export const EarnPart = ({ form, currency }: Props & { currency: string }) => {
  const words = useWords(programWords);
  return (
    <RowsAt
      form={form}
      path={['earn']}
      label={words.rule}
      add={words.addRule}
      most={rulesMost}
      begun={() => ({ key: freeKey('rule', rowsAt(form, ['earn'])), on: 'Order Completed', points: 10 })}
    >
      {(path) => <Rule form={form} path={path} currency={currency} />}
    </RowsAt>
  );
};
