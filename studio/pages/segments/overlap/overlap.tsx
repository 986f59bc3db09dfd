import { Group, MultiSelect, SimpleGrid, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { usePlaceOf } from '../../../parts/page/use-place.ts';
import { useWords } from '../../../words/language.tsx';
import { circlesOf, viewOf } from './circles.ts';
import classes from './overlap.module.css';
import { overlapWords } from './words.ts';

type Found = components['schemas']['SegmentOverlap'];
type Combination = Found['combinations'][number];

const placeSchema = z.looseObject({ with: z.array(z.string().max(64)).max(4).optional().catch(undefined) });

const colors = ['teal', 'orange', 'violet', 'blue', 'red'] as const;
const colorOf = (index: number): string => `var(--mantine-color-${colors[index] ?? 'gray'}-6)`;

/** How many are in both of two segments, by their place. */
const sharedIn =
  ({ segments, combinations }: Found) =>
  (one: number, other: number): number => {
    const keys = [segments[one]?.key ?? '', segments[other]?.key ?? ''];
    return combinations
      .filter((each) => keys.every((key) => each.in.includes(key)))
      .reduce((sum, { people }) => sum + people, 0);
  };

/** Two or three segments as circles whose areas are true to the numbers; nothing where that cannot be drawn. */
const Circles = ({ found }: { found: Found }) => {
  const words = useWords(overlapWords);
  const format = useFormat();
  const { segments } = found;
  const circles = circlesOf(
    segments.map(({ members }) => members),
    sharedIn(found),
  );
  if (circles === undefined) return null;
  const label = words.picture(segments.map(({ name }) => name).join(', '));
  return (
    <figure style={{ margin: 0 }}>
      <svg className={classes['picture']} viewBox={viewOf(circles)} role="img" aria-label={label}>
        {circles.map(({ x, y, radius }, index) => (
          <circle
            key={segments[index]?.key ?? ''}
            className={classes['circle']}
            cx={x}
            cy={y}
            r={radius}
            fill={colorOf(index)}
            stroke={colorOf(index)}
          />
        ))}
      </svg>
      <figcaption>
        <Group gap="md" mt="xs">
          {segments.map(({ key, name, members }, index) => (
            <Text key={key} size="sm">
              <span className={classes['dot']} data-in style={{ color: colorOf(index) }} />{' '}
              {words.members(name, format.number(members))}
            </Text>
          ))}
        </Group>
        <Text size="xs" c="dimmed" mt={4}>
          {segments.length === 2 ? words.areas : words.pairs}
        </Text>
      </figcaption>
    </figure>
  );
};

const useColumns = ({ segments, combinations }: Found): readonly Column<Combination>[] => {
  const words = useWords(overlapWords);
  const format = useFormat();
  const all = combinations.reduce((sum, { people }) => sum + people, 0);
  const most = Math.max(1, ...combinations.map(({ people }) => people));
  return [
    ...segments.map(({ key, name }, index): Column<Combination> => ({
      key,
      title: name,
      cell: ({ in: those }) => {
        const isIn = those.includes(key);
        return (
          <>
            <span
              className={classes['dot']}
              data-in={isIn || undefined}
              style={{ color: isIn ? colorOf(index) : 'var(--mantine-color-default-border)' }}
            />
            <VisuallyHidden>{isIn ? words.isIn : words.isNot}</VisuallyHidden>
          </>
        );
      },
    })),
    { key: 'people', title: words.people, align: 'right', cell: ({ people }) => format.number(people) },
    {
      key: 'share',
      title: words.share,
      isWide: true,
      cell: ({ people }) => (
        <>
          <Text size="sm">{format.percent(people / all)}</Text>
          <div className={classes['bar']} style={{ width: `${(100 * people) / most}%` }} />
        </>
      ),
    },
  ];
};

const Shown = ({ found }: { found: Found }) => {
  const words = useWords(overlapWords);
  const columns = useColumns(found);
  const { segments, combinations } = found;
  if (combinations.length === 0) return <Text size="sm">{words.nobody}</Text>;
  const table = (
    <PlainTable
      label={words.title}
      columns={columns}
      rows={combinations}
      rowKey={({ in: those }) => those.join(',')}
    />
  );
  if (segments.length > 3) return table;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Circles found={found} />
      {table}
    </SimpleGrid>
  );
};

/** How a segment overlaps with others: a picture of two or three, and for any number a row for each combination that somebody is in. */
export const Overlap = ({ of }: { of: string }) => {
  const words = useWords(overlapWords);
  const api = useApi();
  const [{ with: others = [] }, change] = usePlaceOf(placeSchema);
  const all = useQuery({ queryKey: ['segments'], queryFn: () => ask(api.GET('/api/segments')) });
  const found = useQuery({
    queryKey: ['segment', of, 'overlap', others],
    enabled: others.length > 0,
    placeholderData: keepPreviousData,
    queryFn: () =>
      ask(
        api.GET('/api/segments/{key}/overlap', {
          params: { path: { key: of }, query: { with: others.join(',') } },
        }),
      ),
  });
  const segments = all.data?.segments ?? [];
  if (!segments.some(({ key }) => key === of) || segments.length < 2) return null;
  return (
    <Stack component="section" mt="xl">
      <div>
        <Title order={2} size="h4">
          {words.title}
        </Title>
        <Text c="dimmed" size="sm">
          {words.text}
        </Text>
      </div>
      <MultiSelect
        label={words.with}
        data={segments.filter(({ key }) => key !== of).map(({ key, name }) => ({ value: key, label: name }))}
        maxValues={4}
        searchable
        value={others}
        onChange={(next) => change({ with: next.length === 0 ? undefined : next })}
      />
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {others.length === 0 ? null : found.data === undefined ? (
        found.isLoadingError ? null : (
          <Loading />
        )
      ) : (
        <Shown found={found.data} />
      )}
    </Stack>
  );
};
