import { Alert, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { type Approval, ApprovalState, approvalStates } from '../../../parts/approvals/approval-state.tsx';
import { approvalWords } from '../../../parts/approvals/approval-words.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { PageLink } from '../../../parts/page/page-link.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { usePages } from '../../../parts/page/use-pages.ts';
import { useWords } from '../../../words/language.tsx';
import { useActors } from '../audit/use-actors.ts';
import { useApprovalsPlace } from '../place.ts';
import { approvalPageWords } from './approvals-words.ts';

const pageSize = 50;
const pathsMost = 3;

const useColumns = (): readonly Column<Approval>[] => {
  const words = useWords(approvalPageWords);
  const format = useFormat();
  const { actorName } = useActors();
  return [
    {
      key: 'what',
      title: words.what,
      cell: ({ id, note, paths }) => (
        <>
          <PageLink page="/approvals/$id" value={id}>
            {note}
          </PageLink>
          {paths.slice(0, pathsMost).map((path) => (
            <Text key={path} size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {path}
            </Text>
          ))}
          {paths.length > pathsMost ? (
            <Text size="sm" c="dimmed">
              +{format.number(paths.length - pathsMost)}
            </Text>
          ) : null}
        </>
      ),
    },
    {
      key: 'state',
      title: words.state,
      cell: ({ state, since, scheduledAt }) => (
        <>
          <ApprovalState state={state} />
          <Text size="xs" c="dimmed">
            {scheduledAt === undefined
              ? words.since(format.instant(since))
              : words.goesLive(format.instant(scheduledAt))}
          </Text>
        </>
      ),
    },
    { key: 'who', title: words.who, isWide: true, cell: ({ author }) => actorName(author) },
  ];
};

/** Says it where nothing is published that nobody else has approved. */
const Required = () => {
  const words = useWords(approvalPageWords);
  const api = useApi();
  const found = useQuery({
    queryKey: ['approvals', 'required'],
    queryFn: () => ask(api.GET('/api/workspace/approvals', { params: { query: { limit: 1 } } })),
  });
  if (found.data?.required !== true) return null;
  return (
    <Alert color="blue" mb="md">
      {words.required}
    </Alert>
  );
};

/** Drafts that were sent for review, the newest first. */
export const Content = () => {
  const words = useWords(approvalPageWords);
  const states = useWords(approvalWords);
  const api = useApi();
  const [{ state }, change] = useApprovalsPlace();
  const columns = useColumns();
  const pages = usePages({
    key: ['approvals', 'list', state],
    read: async (cursor) => {
      const query = {
        limit: pageSize,
        ...(state === undefined ? {} : { state }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const found = await ask(api.GET('/api/workspace/approvals', { params: { query } }));
      return { rows: found.approvals, next: found.next };
    },
  });
  return (
    <>
      <PageHeader title={words.approvals} text={words.approvalsText} />
      <Required />
      <Select
        label={words.state}
        placeholder={words.anyState}
        clearable
        maw="16rem"
        mb="md"
        data={approvalStates.map((value) => ({ value, label: states[`state_${value}`] }))}
        value={state ?? null}
        onChange={(next) => change({ state: approvalStates.find((one) => one === next) })}
      />
      <DataTable
        label={words.approvals}
        columns={columns}
        pages={pages}
        rowKey={({ id }) => id}
        empty={<EmptyState title={words.none} text={words.noneText} />}
      />
    </>
  );
};
