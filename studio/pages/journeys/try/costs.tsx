import { SimpleGrid, Text } from '@mantine/core';

import type { components } from '../../../api/schema.ts';
import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { Stat } from '../../../parts/page/stat.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { tryWords } from './words.ts';

type Priced = components['schemas']['DryRunCosts'];
type Segment = Priced['segments'][number];

/** An amount in minor units, or that nobody can know it. */
const useMoney = (currency: string) => {
  const words = useWords(tryWords);
  const format = useFormat();
  return (minor: number | null, of: string = currency): string =>
    minor === null ? words.unknown : format.money({ minor, currency: of });
};

const useSegmentColumns = (currency: string): readonly Column<Segment>[] => {
  const words = useWords(tryWords);
  const format = useFormat();
  const money = useMoney(currency);
  return [
    { key: 'segment', title: words.segment, cell: ({ segment }) => segment },
    { key: 'people', title: words.entered, align: 'right', cell: ({ people }) => format.number(people) },
    {
      key: 'given',
      title: words.coupons,
      align: 'right',
      isWide: true,
      cell: (row) => format.number(row.coupons),
    },
    { key: 'off', title: words.discount, align: 'right', isWide: true, cell: (row) => money(row.discount) },
    {
      key: 'points',
      title: words.pointsCost,
      align: 'right',
      isWide: true,
      cell: (row) => money(row.pointsValue),
    },
    {
      key: 'margin',
      title: words.margin,
      align: 'right',
      isWide: true,
      cell: (row) => money(row.costed === 0 ? null : row.margin),
    },
    {
      key: 'after',
      title: words.after,
      align: 'right',
      cell: (row) => money(row.costed === 0 ? null : row.after),
    },
  ];
};

/** What the plays give away and bring in: in all, by offer and programme, and by segment. Nothing where nothing is given. */
export const Costs = ({ costs }: { costs: Priced }) => {
  const words = useWords(tryWords);
  const format = useFormat();
  const { currency, coupons, points, all, segments } = costs;
  const money = useMoney(currency);
  const columns = useSegmentColumns(currency);
  if (coupons.length === 0 && points.length === 0) return null;
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: 'xs', sm: 'md' }}>
        <Stat label={words.expected} value={money(all.expected)} />
        <Stat label={words.discount} value={money(all.discount)} />
        <Stat label={words.pointsCost} value={money(all.pointsValue)} />
        <Stat label={words.after} value={money(all.costed === 0 ? null : all.after)} />
      </SimpleGrid>
      {coupons.map(({ offer, given, used, atMost, currency: of }) => (
        <Text key={offer} size="sm">
          {words.ofOffer(offer, format.number(given), format.number(used), money(atMost, of))}
        </Text>
      ))}
      {points.map(({ program, earned, bySteps, outstanding }) => (
        <Text key={program} size="sm">
          {words.ofProgram(
            program,
            format.number(earned),
            format.number(bySteps),
            format.number(outstanding),
          )}
        </Text>
      ))}
      <Text size="sm">
        {words.ordersOf(format.number(all.orders), money(all.revenue), format.number(all.costed))}
      </Text>
      {segments.length === 0 ? null : (
        <PlainTable
          label={words.bySegment}
          columns={columns}
          rows={segments}
          rowKey={({ segment }) => segment}
        />
      )}
    </>
  );
};
