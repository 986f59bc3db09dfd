import { Paper, Title } from '@mantine/core';

import type { components } from '../../api/schema.ts';
import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { homeWords } from './words.ts';

type Journey = components['schemas']['Journey'];

const shownMax = 8;

/** The journeys with the most people inside. */
export const JourneysNow = ({ journeys }: { journeys: readonly Journey[] }) => {
  const words = useWords(homeWords);
  const format = useFormat();
  const rows = journeys.toSorted((a, b) => b.active - a.active || b.entered - a.entered).slice(0, shownMax);
  const columns: readonly Column<Journey>[] = [
    {
      key: 'name',
      title: words.journey,
      cell: ({ key, name }) => (
        <PageLink page="/journeys/$key" value={key}>
          {name}
        </PageLink>
      ),
    },
    { key: 'inside', title: words.inside, align: 'right', cell: ({ active }) => format.number(active) },
    {
      key: 'entered',
      title: words.entered,
      align: 'right',
      isWide: true,
      cell: ({ entered }) => format.number(entered),
    },
    {
      key: 'converted',
      title: words.converted,
      align: 'right',
      cell: ({ converted }) => format.number(converted),
    },
  ];
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="journeys">
      <Title order={2} size="h4" mb="sm" id="journeys">
        {words.journeys}
      </Title>
      {rows.length === 0 ? (
        <EmptyState title={words.noJourneys} text={words.noJourneysText} />
      ) : (
        <PlainTable label={words.journeys} columns={columns} rows={rows} rowKey={({ key }) => key} />
      )}
    </Paper>
  );
};
