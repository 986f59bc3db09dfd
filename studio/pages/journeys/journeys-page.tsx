import { Anchor, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';
import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { Counted } from '../../parts/text/counted.tsx';
import { sentence } from '../../parts/text/sentence.ts';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { NewJourney } from './edit/new-journey.tsx';
import { journeyStates, StateBadge, stateOf } from './journey-state.tsx';
import { usePlace } from './place.ts';
import { journeyWords } from './words.ts';

type Journey = components['schemas']['Journey'];

/** How often the page looks again, in milliseconds. */
const everyMs = 15_000;

const Name = ({ journey }: { journey: Journey }) => (
  <Stack gap={2}>
    <Anchor inherit fw={500} renderRoot={(props) => <Link to={`/journeys/${journey.key}`} {...props} />}>
      {journey.name}
    </Anchor>
    {journey.description === undefined ? null : (
      <Text size="sm" c="dimmed" lineClamp={1} visibleFrom="sm">
        {journey.description}
      </Text>
    )}
  </Stack>
);

const useColumns = (): readonly Column<Journey>[] => {
  const words = useWords(journeyWords);
  const format = useFormat();
  const figure = (key: 'active' | 'entered' | 'converted', title: string): Column<Journey> => ({
    key,
    title,
    align: 'right',
    isWide: key !== 'active',
    cell: (journey) => format.number(journey[key]),
  });
  return [
    { key: 'name', title: words.journey, cell: (journey) => <Name journey={journey} /> },
    { key: 'state', title: words.state, cell: (journey) => <StateBadge journey={journey} /> },
    { key: 'stage', title: words.stage, isWide: true, cell: ({ stage }) => sentence(stage) },
    figure('active', words.inside),
    figure('entered', words.entered),
    figure('converted', words.converted),
  ];
};

const Filter = () => {
  const words = useWords(journeyWords);
  const [place, change] = usePlace();
  return (
    <Group mb="md">
      <Select
        label={words.state}
        placeholder={words.anyState}
        clearable
        clearButtonProps={{ 'aria-label': words.anyState }}
        data={journeyStates.map((state) => ({ value: state, label: words[state] }))}
        value={place.state ?? null}
        onChange={(state) => change({ state: journeyStates.find((one) => one === state) })}
      />
    </Group>
  );
};

const Journeys = ({ journeys }: { journeys: readonly Journey[] }) => {
  const words = useWords(journeyWords);
  const columns = useColumns();
  const [{ state }] = usePlace();
  if (journeys.length === 0) return <EmptyState title={words.none} text={words.noneText} />;
  const rows = journeys
    .filter((journey) => state === undefined || stateOf(journey) === state)
    .toSorted((a, b) => b.active - a.active || b.entered - a.entered || a.name.localeCompare(b.name));
  return (
    <>
      <Filter />
      {rows.length === 0 ? (
        <EmptyState title={words.noMatch} />
      ) : (
        <PlainTable label={words.title} columns={columns} rows={rows} rowKey={({ key }) => key} />
      )}
    </>
  );
};

/** The journeys of the workspace: how they stand, and the people in them now. */
export const Content = () => {
  const words = useWords(journeyWords);
  const api = useApi();
  const journeys = useQuery({
    queryKey: ['journeys'],
    queryFn: () => ask(api.GET('/api/journeys')),
    refetchInterval: everyMs,
  });
  return (
    <>
      <PageHeader title={words.title} text={words.text}>
        <NewJourney />
      </PageHeader>
      {journeys.isPending ? <Loading /> : null}
      {journeys.isLoadingError ? (
        <ProblemAlert error={journeys.error} onRetry={() => void journeys.refetch()} />
      ) : null}
      {journeys.data === undefined ? null : (
        <>
          <Counted iso={journeys.data.countedAt} />
          <Journeys journeys={journeys.data.journeys} />
        </>
      )}
    </>
  );
};
