import { Anchor, Group, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { Counted } from '../../parts/text/counted.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { usePages } from '../../parts/page/use-pages.ts';
import { useWords } from '../../words/language.tsx';
import { type Broadcast, broadcastStates, StateBadge } from './broadcast-state.tsx';
import { NewBroadcast } from './new-broadcast.tsx';
import { useListPlace } from './place.ts';
import { broadcastWords } from './words.ts';

/** How often the list looks again, in milliseconds. */
const everyMs = 15_000;

const useColumns = (): readonly Column<Broadcast>[] => {
  const words = useWords(broadcastWords);
  const format = useFormat();
  const rate = (key: 'opened' | 'clicked', title: string): Column<Broadcast> => ({
    key,
    title,
    align: 'right',
    isWide: true,
    cell: ({ figures }) => (figures.sent === 0 ? '' : format.percent(figures[key] / figures.sent)),
  });
  return [
    {
      key: 'name',
      title: words.name,
      cell: ({ id, plan }) => (
        <Anchor inherit fw={500} renderRoot={(props) => <Link to={`/broadcasts/${id}`} {...props} />}>
          {plan.name}
        </Anchor>
      ),
    },
    { key: 'state', title: words.state, cell: ({ state }) => <StateBadge state={state} /> },
    {
      key: 'when',
      title: words.when,
      isWide: true,
      cell: ({ startedAt, startAt }) => {
        const at = startedAt ?? startAt;
        return at === undefined ? '' : format.instant(at);
      },
    },
    {
      key: 'sent',
      title: words.sentTo,
      align: 'right',
      cell: ({ state, figures }) => (state === 'draft' ? '' : format.number(figures.sent)),
    },
    rate('opened', words.opened),
    rate('clicked', words.clicked),
  ];
};

const Filter = () => {
  const words = useWords(broadcastWords);
  const [place, change] = useListPlace();
  return (
    <Group mb="md">
      <Select
        label={words.state}
        placeholder={words.anyState}
        clearable
        clearButtonProps={{ 'aria-label': words.anyState }}
        data={broadcastStates.map((state) => ({ value: state, label: words[state] }))}
        value={place.state ?? null}
        onChange={(state) => change({ state: broadcastStates.find((one) => one === state) })}
      />
    </Group>
  );
};

/** What is sent once to many: newest first, with what came of it. */
export const Content = () => {
  const words = useWords(broadcastWords);
  const api = useApi();
  const [{ state }] = useListPlace();
  const columns = useColumns();
  const pages = usePages<Broadcast>({
    key: ['broadcasts', state],
    everyMs,
    read: async (cursor) => {
      const query = {
        ...(state === undefined ? {} : { state }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const { broadcasts, next } = await ask(api.GET('/api/broadcasts', { params: { query } }));
      return { rows: broadcasts, next };
    },
  });
  const [first] = pages.data?.pages[0]?.rows ?? [];
  return (
    <>
      <PageHeader title={words.title} text={words.text}>
        <NewBroadcast />
      </PageHeader>
      <Filter />
      {first === undefined ? null : <Counted iso={first.figures.countedAt} />}
      <DataTable
        label={words.title}
        columns={columns}
        pages={pages}
        rowKey={({ id }) => id}
        empty={
          state === undefined ? (
            <EmptyState title={words.none} text={words.noneText} />
          ) : (
            <EmptyState title={words.noMatch} />
          )
        }
      />
    </>
  );
};
