import { Badge, Group, Select, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { usePages } from '../../parts/page/use-pages.ts';
import { useWords } from '../../words/language.tsx';
import { requestStates, useRequestsPlace } from './place.ts';
import { usePlugins } from './use-plugins.ts';
import { connectorWords } from './words.ts';

type Delivery = components['schemas']['Delivery'];

const pageSize = 50;
const everyMs = 30_000;
const mostAtOnce = 1000;

const colors = { pending: 'gray', failing: 'yellow.4', dead: 'red.8', done: 'cyan' } as const;

/** How far a request came. */
export const RequestState = ({ state }: Pick<Delivery, 'state'>) => {
  const words = useWords(connectorWords);
  const isWrong = state === 'failing' || state === 'dead';
  return (
    <Badge variant={isWrong ? 'filled' : 'light'} color={colors[state]} tt="none">
      {words[`is_${state}`]}
    </Badge>
  );
};

const useColumns = (): readonly Column<Delivery>[] => {
  const words = useWords(connectorWords);
  const format = useFormat();
  return [
    {
      key: 'received',
      title: words.received,
      cell: ({ id, receivedAt }) => (
        <PageLink page="/webhook-requests/$id" value={id}>
          {format.instant(receivedAt)}
        </PageLink>
      ),
    },
    {
      key: 'from',
      title: words.from,
      cell: ({ instance, topic, webhook }) => (
        <>
          {instance}
          <Text size="xs" c="dimmed">
            {topic ?? webhook}
          </Text>
        </>
      ),
    },
    { key: 'state', title: words.state, cell: ({ state }) => <RequestState state={state} /> },
    { key: 'error', title: words.error, isWide: true, cell: ({ error = '' }) => error },
  ];
};

const Filters = () => {
  const words = useWords(connectorWords);
  const [place, change] = useRequestsPlace();
  const { data } = usePlugins();
  const names = (data?.plugins ?? []).filter(({ webhooks }) => webhooks.length > 0);
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <Select
        label={words.state}
        placeholder={words.anyState}
        clearable
        data={requestStates.map((state) => ({ value: state, label: words[`is_${state}`] }))}
        value={place.state ?? null}
        onChange={(next) => change({ state: requestStates.find((state) => state === next) })}
      />
      <Select
        label={words.from}
        placeholder={words.anyInstance}
        clearable
        data={names.map(({ instance }) => instance)}
        value={place.instance ?? null}
        onChange={(instance) => change({ instance: instance ?? undefined })}
      />
    </Group>
  );
};

/** Reads everything again that was given up, of the connector that is shown. */
const RetryAll = () => {
  const words = useWords(connectorWords);
  const format = useFormat();
  const notice = useNotice();
  const api = useApi();
  const queries = useQueryClient();
  const [{ instance }] = useRequestsPlace();
  const retry = async (): Promise<void> => {
    const body = {
      state: 'dead' as const,
      limit: mostAtOnce,
      ...(instance === undefined ? {} : { instance }),
    };
    const { queued } = await ask(api.POST('/api/deliveries/retry', { body }));
    notice.done(words.retriedAll(format.number(queued)));
    await queries.invalidateQueries({ queryKey: ['deliveries'] });
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

/** The requests of connected systems, and what became of them. */
export const Content = () => {
  const words = useWords(connectorWords);
  const api = useApi();
  const may = useMay();
  const [{ state, instance }] = useRequestsPlace();
  const columns = useColumns();
  const pages = usePages({
    key: ['deliveries', state, instance],
    everyMs,
    read: async (cursor) => {
      const query = {
        limit: pageSize,
        ...(state === undefined ? {} : { state }),
        ...(instance === undefined ? {} : { instance }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const { deliveries, next } = await ask(api.GET('/api/deliveries', { params: { query } }));
      return { rows: deliveries, next };
    },
  });
  return (
    <>
      <PageHeader title={words.requests} text={words.requestsText}>
        {state === 'dead' && may('write', 'personal-data') ? <RetryAll /> : null}
      </PageHeader>
      <Filters />
      <DataTable
        label={words.requests}
        columns={columns}
        pages={pages}
        rowKey={({ id }) => id}
        empty={<EmptyState title={words.noRequests} text={words.noRequestsText} />}
      />
    </>
  );
};
