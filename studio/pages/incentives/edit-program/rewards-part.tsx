import { Select, SimpleGrid } from '@mantine/core';

import { ManyAt, SelectAt } from '../../../parts/drafts/fields/choices.tsx';
import { DayAt } from '../../../parts/drafts/fields/day-at.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import { freeKey, rowName, RowsAt, rowsAt } from '../../../parts/drafts/fields/rows-at.tsx';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { useWords } from '../../../words/language.tsx';
import { useOfferNames } from '../use-offer-names.ts';
import { LimitAt } from './limit-at.tsx';
import { programWords } from './words.ts';

const rewardsMost = 200;
const gives = ['offer', 'product'] as const;

const textsOf = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : []);

/** What one gets: a coupon of an offer, or a product. */
const Gives = ({ form, path }: { form: FileForm; path: Path }) => {
  const words = useWords(programWords);
  const offers = useOfferNames();
  const kind = form.valueAt([...path, 'gives', 'product']) === undefined ? 'offer' : 'product';
  const error = form.errorAt([...path, 'gives']);
  return (
    <>
      <Select
        label={words.gives}
        allowDeselect={false}
        data={gives.map((value) => ({ value, label: words.nameOf(value) }))}
        value={kind}
        {...(error === undefined ? {} : { error })}
        onChange={(next) => {
          if (next !== null && next !== kind) form.set([...path, 'gives'], { [next]: '' });
        }}
      />
      {kind === 'offer' ? (
        <SelectAt form={form} path={[...path, 'gives', kind]} label={words.offer} data={offers} required />
      ) : (
        <TextAt
          form={form}
          path={[...path, 'gives', kind]}
          label={words.product}
          description={words.productText}
          maxLength={200}
          required
        />
      )}
    </>
  );
};

/** What people get for points. */
export const RewardsPart = ({ form }: { form: FileForm }) => {
  const words = useWords(programWords);
  const tiers = rowsAt(form, ['tiers', 'levels']);
  const begun = () => {
    const rows = rowsAt(form, ['rewards']);
    const name = words.reward(String(rows.length + 1));
    return { key: freeKey('reward', rows), name, points: 100, gives: { offer: '' } };
  };
  return (
    <RowsAt
      form={form}
      path={['rewards']}
      label={words.reward}
      add={words.addReward}
      most={rewardsMost}
      begun={begun}
    >
      {(path) => (
        <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
          <TextAt form={form} path={[...path, 'name']} label={words.name} maxLength={120} required />
          <TextAt form={form} path={[...path, 'key']} label={words.key} maxLength={64} required />
          <NumberAt form={form} path={[...path, 'points']} label={words.costs} isWhole required />
          <Gives form={form} path={path} />
          <TextAt form={form} path={[...path, 'description']} label={words.description} maxLength={1000} />
          <NumberAt
            form={form}
            path={[...path, 'stock']}
            label={words.stock}
            placeholder={words.anyNumber}
            isWhole
          />
          <LimitAt form={form} path={[...path, 'limit']} most={1000} />
          <ManyAt
            form={form}
            path={[...path, 'tiers']}
            label={words.onlyTiers}
            placeholder={words.everybody}
            data={tiers.flatMap((tier) =>
              textsOf(tier['key']).map((value) => ({ value, label: rowName(tier) })),
            )}
          />
          <DayAt form={form} path={[...path, 'from']} label={words.from} />
          <DayAt form={form} path={[...path, 'until']} label={words.until} />
        </SimpleGrid>
      )}
    </RowsAt>
  );
};
