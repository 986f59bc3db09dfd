import { Alert, Anchor, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { ConfirmButton } from '../../../parts/dialogs/confirm-button.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Instant } from '../../../parts/text/instant.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { PageProblem } from '../../../parts/page/page-problem.tsx';
import { Stat } from '../../../parts/page/stat.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { usePages } from '../../../parts/page/use-pages.ts';
import { useTitleOf } from '../../../parts/page/use-title-of.ts';
import { useWords } from '../../../words/language.tsx';
import { incentiveWords } from '../words.ts';
import { advocateWords } from './advocate-words.ts';

type Advocate = components['schemas']['Advocate'];
type Referral = components['schemas']['Referral'];

/** Somebody of a referral by name, with the way to the person and to whom they brought. */
const Somebody = ({ id }: { id: string }) => {
  const words = useWords(advocateWords);
  const name = useTitleOf({ kind: 'person', id });
  return (
    <>
      <Anchor inherit renderRoot={(props) => <Link to={`/people/${id}`} {...props} />}>
        {name}
      </Anchor>{' '}
      <Text span size="sm" c="dimmed">
        (
        <Anchor inherit renderRoot={(props) => <Link to={`/referrals/advocates/${id}`} {...props} />}>
          {words.itself}
        </Anchor>
        )
      </Text>
    </>
  );
};

/** Lets their referrals count, or not, with the reason. */
const ChangeSuspension = ({ advocate }: { advocate: Advocate }) => {
  const words = useWords(advocateWords);
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const isSuspended = advocate.suspended !== undefined;
  const change = async (): Promise<void> => {
    const given = { params: { path: { id: advocate.profileId } }, body: { reason } };
    await ask(
      isSuspended
        ? api.POST('/api/referrals/advocates/{id}/lift', given)
        : api.POST('/api/referrals/advocates/{id}/suspend', given),
    );
    setReason('');
    notice.done(words.done);
    await queries.invalidateQueries({ queryKey: ['advocate', advocate.profileId] });
  };
  return (
    <ConfirmButton
      label={isSuspended ? words.lift : words.suspend}
      title={isSuspended ? words.liftTitle : words.suspendTitle}
      text={isSuspended ? words.liftText : words.suspendText}
      confirm={isSuspended ? words.lift : words.suspend}
      color={isSuspended ? 'cyan' : 'red'}
      isReady={reason.trim() !== ''}
      onConfirm={change}
    >
      <TextInput
        label={words.reason}
        required
        maxLength={1000}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ConfirmButton>
  );
};

const useColumns = (): readonly Column<Referral>[] => {
  const words = useWords(advocateWords);
  const common = useWords(incentiveWords);
  return [
    { key: 'friend', title: words.friend, cell: ({ friend }) => <Somebody id={friend} /> },
    { key: 'state', title: words.state, cell: ({ state }) => common.stateOf(state) },
    {
      key: 'reward',
      title: words.reward,
      isWide: true,
      cell: ({ rewards = [] }) =>
        rewards
          .flatMap(({ side, code }) => (side === 'advocate' && code !== undefined ? [code] : []))
          .join(', '),
    },
    { key: 'since', title: words.since, isWide: true, cell: ({ at }) => <Instant iso={at} /> },
  ];
};

/** Whom they brought, and by whom they came themselves. */
const Tree = ({ id }: { id: string }) => {
  const words = useWords(advocateWords);
  const api = useApi();
  const columns = useColumns();
  const pages = usePages({
    key: ['advocate', id, 'friends'],
    read: async (cursor) => {
      const query = { limit: 50, advocate: id, ...(cursor === undefined ? {} : { cursor }) };
      const page = await ask(api.GET('/api/referrals', { params: { query } }));
      return { rows: page.referrals, next: page.next };
    },
  });
  const above = useQuery({
    queryKey: ['advocate', id, 'above'],
    queryFn: () => ask(api.GET('/api/referrals', { params: { query: { limit: 1, friend: id } } })),
  });
  const [by] = above.data?.referrals ?? [];
  return (
    <Stack>
      {by === undefined ? null : (
        <Text size="sm">
          {words.broughtBy}: <Somebody id={by.advocate} />
        </Text>
      )}
      <section>
        <Title order={2} size="h4" mb="sm">
          {words.friends}
        </Title>
        <DataTable
          label={words.friends}
          pages={pages}
          columns={columns}
          rowKey={({ id: referral }) => referral}
          empty={<EmptyState title={words.noFriends} />}
        />
      </section>
    </Stack>
  );
};

/** One advocate: their code, their friends by state, and whether their referrals count. */
export const Content = () => {
  const words = useWords(advocateWords);
  const common = useWords(incentiveWords);
  const format = useFormat();
  const api = useApi();
  const may = useMay();
  const { id = '' } = useParams({ strict: false });
  const name = useTitleOf({ kind: 'person', id });
  const found = useQuery({
    queryKey: ['advocate', id],
    queryFn: () => ask(api.GET('/api/referrals/advocates/{id}', { params: { path: { id } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  const { code, referrals, shares, suspended } = found.data;
  return (
    <>
      <PageHeader title={name === '' ? words.title : name} text={words.text(code)}>
        {may('write', 'personal-data') ? <ChangeSuspension advocate={found.data} /> : null}
      </PageHeader>
      <Stack>
        {suspended === undefined ? null : (
          <Alert color="yellow" variant="light">
            <Text size="sm" fw={600}>
              {words.suspended(suspended.reason)}
            </Text>
            {words.suspendedText}
          </Alert>
        )}
        <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
          <Stat label={words.shares} value={format.number(shares)} />
          {Object.entries(referrals).map(([state, count]) => (
            <Stat key={state} label={common.stateOf(state)} value={format.number(count)} />
          ))}
        </SimpleGrid>
        <Tree id={id} />
      </Stack>
    </>
  );
};
