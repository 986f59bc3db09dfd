import { Badge, Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { usePages } from '../../parts/page/use-pages.ts';
import { useWords } from '../../words/language.tsx';
import { type Event, EventDialog } from './event-dialog.tsx';
import { eventStates, useEventsPlace } from './place.ts';
import { developerWords } from './words.ts';

const pageSize = 50;
const everyMs = 30_000;
const typingMs = 300;
const mostAtOnce = 1000;

const colors = {
  dead: 'red.8',
  quarantined: 'yellow.4',
  refused: 'red.8',
  pending: 'gray',
  done: 'cyan',
  recorded: 'gray',
} as const;
const wrong: ReadonlySet<string> = new Set(['dead', 'quarantined', 'refused']);

const State = ({ state }: Pick<Event, 'state'>) => {
  const words = useWords(developerWords);
  return (
    <Badge variant={wrong.has(state) ? 'filled' : 'light'} color={colors[state]} tt="none">
      {words[`is_${state}`]}
    </Badge>
  );
};

const useColumns = (onShow: (event: Event) => void): readonly Column<Event>[] => {
  const words = useWords(developerWords);
  const format = useFormat();
  return [
    {
      key: 'event',
      title: words.event,
      cell: ({ event, receivedAt }) => (
        <>
          {event}
          <Text size="xs" c="dimmed">
            {format.instant(receivedAt)}
          </Text>
        </>
      ),
    },
    { key: 'source', title: words.source, isWide: true, cell: ({ source }) => source },
    { key: 'state', title: words.state, cell: ({ state }) => <State state={state} /> },
    { key: 'problem', title: words.problem, isWide: true, cell: ({ error = '' }) => error },
    {
      key: 'show',
      title: '',
      align: 'right',
      cell: (event) => (
        <Button
          size="xs"
          variant="default"
          aria-label={words.showOf(event.event)}
          onClick={() => onShow(event)}
        >
          {words.show}
        </Button>
      ),
    },
  ];
};

const Filters = () => {
  const words = useWords(developerWords);
  const [place, change] = useEventsPlace();
  const [name, setName] = useState(place.name ?? '');
  const look = useDebouncedCallback(
    (next: string) => change({ name: next.trim() === '' ? undefined : next.trim() }),
    typingMs,
  );
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <Select
        label={words.state}
        allowDeselect={false}
        data={[
          { value: 'all', label: words.allStates },
          ...eventStates.map((state) => ({ value: state, label: words[`is_${state}`] })),
        ]}
        value={place.state}
        onChange={(next) => change({ state: eventStates.find((state) => state === next) ?? 'all' })}
      />
      <TextInput
        label={words.name}
        placeholder={words.nameHint}
        maxLength={200}
        value={name}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
          look(currentTarget.value);
        }}
      />
    </Group>
  );
};

const RetryAll = ({ state }: { state: 'dead' | 'quarantined' }) => {
  const words = useWords(developerWords);
  const format = useFormat();
  const notice = useNotice();
  const api = useApi();
  const queries = useQueryClient();
  const [{ name }] = useEventsPlace();
  const retry = async (): Promise<void> => {
    const body = { state, limit: mostAtOnce, ...(name === undefined ? {} : { name }) };
    const { queued } = await ask(api.POST('/api/events/retry', { body }));
    notice.done(words.retriedAll(format.number(queued)));
    await queries.invalidateQueries({ queryKey: ['events'] });
  };
  return (
    <ConfirmButton
      label={words.retryAll}
      title={words.retryAllTitle}
      text={words.retryAllText}
      confirm={words.retryAll}
      color="cyan"
      onConfirm={retry}
    />
  );
};

/** The events of the shop, and a second chance for those that failed or were set aside. */
export const Content = () => {
  const words = useWords(developerWords);
  const api = useApi();
  const may = useMay();
  const [{ state, name }] = useEventsPlace();
  const [shown, setShown] = useState<Event | undefined>(undefined);
  const columns = useColumns(setShown);
  const pages = usePages({
    key: ['events', state, name],
    everyMs,
    read: async (cursor) => {
      const query = {
        limit: pageSize,
        ...(state === 'all' ? {} : { state }),
        ...(name === undefined ? {} : { name }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const { events, next } = await ask(api.GET('/api/events', { params: { query } }));
      return { rows: events, next };
    },
  });
  const isStuck = state === 'dead' || state === 'quarantined';
  const hasRows = (pages.data?.pages[0]?.rows.length ?? 0) > 0;
  return (
    <>
      <PageHeader title={words.events} text={isStuck ? words[`about_${state}`] : words.eventsText}>
        {isStuck && hasRows && may('write', 'personal-data') ? <RetryAll state={state} /> : null}
      </PageHeader>
      <Filters />
      <DataTable
        label={words.events}
        columns={columns}
        pages={pages}
        rowKey={({ id }) => id}
        empty={<EmptyState title={words.noEvents} text={words.noEventsText} />}
      />
      {shown === undefined ? null : <EventDialog event={shown} onClose={() => setShown(undefined)} />}
    </>
  );
};
