import { Anchor, Badge, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi, useMe } from '../../app/session.tsx';
import { type Column, DataTable, PlainTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Icon, icons } from '../../parts/icon.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { usePages } from '../../parts/page/use-pages.ts';
import { useWords } from '../../words/language.tsx';
import { readable } from '../../parts/text/readable.ts';
import { type ListPlace, useListPlace } from './place.ts';
import { nameOf, plainId, type Profile } from './profile.ts';
import { useSegments } from './use-segments.ts';
import { peopleWords } from './words.ts';

const foundMost = 50;
const idsShown = 2;

type Change = (next: Partial<ListPlace>) => void;

const PersonLink = ({ id, name }: { id: string; name: string }) => (
  <Anchor inherit fw={500} renderRoot={(props) => <Link to={`/people/${id}`} {...props} />}>
    {name}
  </Anchor>
);

/** Words find people everywhere; segment and stage narrow the list. */
const Filters = ({ place, change }: { place: ListPlace; change: Change }) => {
  const words = useWords(peopleWords);
  const { workspace } = useMe();
  const segments = useSegments();
  const [typed, setTyped] = useState(place.q ?? '');
  const search = useDebouncedCallback((text: string) => {
    const q = text.trim();
    change(q === '' ? { q: undefined } : { q, segment: undefined, stage: undefined });
  }, 250);
  const narrow = (next: Partial<ListPlace>): void => {
    search.cancel();
    setTyped('');
    change({ q: undefined, ...next });
  };
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <TextInput
        type="search"
        flex="1 1 16rem"
        label={words.search}
        placeholder={words.searchHint}
        leftSection={<Icon path={icons.search} />}
        value={typed}
        maxLength={200}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          search(currentTarget.value);
        }}
      />
      <Select
        label={words.segment}
        placeholder={words.anySegment}
        clearable
        searchable
        flex="1 1 10rem"
        maw={260}
        data={segments}
        value={place.segment ?? null}
        onChange={(segment) => narrow({ segment: segment ?? undefined })}
      />
      <Select
        label={words.stage}
        placeholder={words.anyStage}
        clearable
        flex="1 1 10rem"
        maw={260}
        data={workspace.stages.map((stage) => ({ value: stage, label: readable(stage) }))}
        value={place.stage ?? null}
        onChange={(stage) => narrow({ stage: stage ?? undefined })}
      />
    </Group>
  );
};

/** Who is found by words: the best match first. */
const Found = ({ q }: { q: string }) => {
  const words = useWords(peopleWords);
  const format = useFormat();
  const api = useApi();
  const found = useQuery({
    queryKey: ['people', 'search', q],
    queryFn: () =>
      ask(api.GET('/api/search', { params: { query: { q, kinds: 'person', limit: foundMost } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const rows = found.data.results.flatMap((hit) => (hit.type === 'person' ? [hit] : []));
  if (rows.length === 0) return <EmptyState title={words.nobody} text={words.nobodyText} />;
  return (
    <Stack gap="sm">
      <PlainTable
        label={words.title}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: 'name', title: words.name, cell: ({ id, title }) => <PersonLink id={id} name={title} /> },
          { key: 'ids', title: words.identities, cell: ({ ids }) => <Ids ids={ids} /> },
          {
            key: 'seen',
            title: words.lastSeen,
            isWide: true,
            cell: ({ lastSeenAt }) => <Instant iso={lastSeenAt} />,
          },
        ]}
      />
      <Text size="sm" c="dimmed" ta="center" aria-live="polite">
        {words.found(format.number(rows.length))}
      </Text>
    </Stack>
  );
};

const Ids = ({ ids }: { ids: readonly string[] }) => (
  <>
    {ids.slice(0, idsShown).map((id) => (
      <Text key={id} size="sm" c="dimmed">
        {plainId(id)}
      </Text>
    ))}
  </>
);

const useColumns = (): readonly Column<Profile>[] => {
  const words = useWords(peopleWords);
  const names = new Map(useSegments().map(({ value, label }) => [value, label]));
  return [
    {
      key: 'name',
      title: words.name,
      cell: (profile) => <PersonLink id={profile.id} name={nameOf(profile)} />,
    },
    { key: 'ids', title: words.identities, cell: ({ ids }) => <Ids ids={ids} /> },
    { key: 'stage', title: words.stage, isWide: true, cell: ({ stage }) => readable(stage) },
    {
      key: 'segments',
      title: words.segments,
      isWide: true,
      cell: ({ segments }) => (
        <Group gap={4}>
          {segments.map((key) => (
            <Badge key={key} variant="light" tt="none">
              {names.get(key) ?? key}
            </Badge>
          ))}
        </Group>
      ),
    },
    {
      key: 'seen',
      title: words.lastSeen,
      isWide: true,
      cell: ({ lastSeenAt }) => <Instant iso={lastSeenAt} />,
    },
  ];
};

const Everybody = ({ segment, stage }: Pick<ListPlace, 'segment' | 'stage'>) => {
  const words = useWords(peopleWords);
  const api = useApi();
  const columns = useColumns();
  const filter = {
    ...(segment === undefined ? {} : { segment }),
    ...(stage === undefined ? {} : { stage }),
  };
  const pages = usePages({
    key: ['people', 'list', filter],
    read: async (cursor) => {
      const query = { limit: 50, ...filter, ...(cursor === undefined ? {} : { cursor }) };
      const { profiles, next } = await ask(api.GET('/api/profiles', { params: { query } }));
      return { rows: profiles, next };
    },
  });
  const isAll = segment === undefined && stage === undefined;
  return (
    <DataTable
      label={words.title}
      columns={columns}
      pages={pages}
      rowKey={({ id }) => id}
      empty={
        <EmptyState
          title={isAll ? words.noPeople : words.nobody}
          text={isAll ? words.noPeopleText : words.nobodyText}
        />
      }
    />
  );
};

/** Everybody that is known, to be searched and narrowed. */
export const Content = () => {
  const words = useWords(peopleWords);
  const [place, change] = useListPlace();
  const { q, segment, stage } = place;
  return (
    <>
      <PageHeader title={words.title} text={words.text} />
      <Filters place={place} change={change} />
      {q === undefined ? <Everybody segment={segment} stage={stage} /> : <Found q={q} />}
    </>
  );
};
