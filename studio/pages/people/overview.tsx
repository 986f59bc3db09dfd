import { SimpleGrid, Stack } from '@mantine/core';
import { z } from 'zod';

import { Stat } from '../../parts/page/stat.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { readable } from '../../parts/text/readable.ts';
import { type Fact, Facts } from './facts.tsx';
import type { Profile } from './profile.ts';
import { Merges } from './merge/merges.tsx';
import { usePlain } from './use-plain.ts';
import { useSegments } from './use-segments.ts';
import { peopleWords } from './words.ts';
import { Identities } from './identities.tsx';

const computedSchema = z.looseObject({
  orders: z.number().catch(0),
  money: z
    .looseObject({
      currency: z.string(),
      revenue: z.number(),
      averageOrder: z.number(),
      refunded: z.number(),
    })
    .optional()
    .catch(undefined),
  firstOrderAt: z.string().optional().catch(undefined),
  lastOrderAt: z.string().optional().catch(undefined),
  preferredCategory: z.string().optional().catch(undefined),
  rfm: z.looseObject({ group: z.string() }).optional().catch(undefined),
});

/** What their orders come to; nothing where there are none. */
const Figures = ({ profile }: { profile: Profile }) => {
  const words = useWords(peopleWords);
  const format = useFormat();
  const { orders, money, ...more } = computedSchema.parse(profile.computed);
  const { firstOrderAt, lastOrderAt, preferredCategory, rfm } = more;
  if (orders === 0) return null;
  const sum = (minor: number): string =>
    money === undefined ? '' : format.money({ minor, currency: money.currency });
  const details = [
    { key: 'first', name: words.firstOrder, value: firstOrderAt && format.day(firstOrderAt) },
    { key: 'refunded', name: words.refunded, value: money && sum(money.refunded) },
    { key: 'category', name: words.preferredCategory, value: preferredCategory },
    { key: 'group', name: words.group, value: rfm && readable(rfm.group) },
  ];
  return (
    <Stack>
      <SimpleGrid cols={{ base: 2, lg: 4 }} spacing={{ base: 'xs', sm: 'md' }}>
        <Stat label={words.orders} value={format.number(orders)} />
        {money === undefined ? null : (
          <>
            <Stat label={words.revenue} value={sum(money.revenue)} />
            <Stat label={words.averageOrder} value={sum(money.averageOrder)} />
          </>
        )}
        {lastOrderAt === undefined ? null : (
          <Stat label={words.lastOrder} value={format.ago(lastOrderAt)} text={format.day(lastOrderAt)} />
        )}
      </SimpleGrid>
      <Facts title={words.figures} facts={details.filter(({ value }) => value !== undefined)} />
    </Stack>
  );
};

const useAbout = (profile: Profile): readonly Fact[] => {
  const words = useWords(peopleWords);
  const format = useFormat();
  const names = new Map(useSegments().map(({ value, label }) => [value, label]));
  const listed = (all: readonly string[]): string => (all.length === 0 ? words.none : all.join(', '));
  const { fit, engagement } = profile.scores;
  const { activity } = profile;
  const count = (value = 0): string => format.number(value);
  const counted = [count(activity?.opens), count(activity?.clicks), count(activity?.sessions)] as const;
  return [
    { key: 'created', name: words.created, value: format.instant(profile.createdAt) },
    { key: 'seen', name: words.lastSeen, value: format.instant(profile.lastSeenAt) },
    {
      key: 'segments',
      name: words.segments,
      value: listed(profile.segments.map((key) => names.get(key) ?? key)),
    },
    { key: 'tags', name: words.tags, value: listed(profile.tags) },
    {
      key: 'scores',
      name: words.scores,
      value: words.fitAndEngagement(format.number(fit), format.number(engagement)),
    },
    { key: 'code', name: words.referralCode, value: profile.referralCode },
    ...(activity === undefined
      ? []
      : [
          {
            key: 'activity',
            name: words.activity,
            value: words.activityOf(...counted),
          },
        ]),
    ...(activity?.preferredChannel === undefined
      ? []
      : [{ key: 'channel', name: words.preferredChannel, value: readable(activity.preferredChannel) }]),
  ];
};

/** Who somebody is: traits, identities, and what their orders come to. */
export const Overview = ({ profile }: { profile: Profile }) => {
  const words = useWords(peopleWords);
  const plain = usePlain();
  const about = useAbout(profile);
  const predictions = plain(profile.predictions ?? {});
  return (
    <Stack gap="md">
      <Figures profile={profile} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Facts title={words.traits} facts={plain(profile.traits)} empty={words.noTraits} />
        <Facts title={words.about} facts={about} />
        <Identities profile={profile} />
        <Merges id={profile.id} />
      </SimpleGrid>
      {predictions.length === 0 ? null : <Facts title={words.predictions} facts={predictions} />}
    </Stack>
  );
};
