import { Badge, Button, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi, useMay, useMe } from '../../../app/session.tsx';
import { ConfirmDialog } from '../../../parts/dialogs/confirm-dialog.tsx';
import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Instant } from '../../../parts/text/instant.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { RowMenu } from '../../../parts/row-menu.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { IdentitySecret } from './identity-secret.tsx';
import { type ApiKey, keyState } from './key-state.ts';
import { keysWords } from './keys-words.ts';
import { NewKey } from './new-key.tsx';
import { RotateKey } from './rotate-key.tsx';
import { scopeWords } from './scope-words.ts';

type Act = { readonly kind: 'rotate' | 'revoke'; readonly row: ApiKey };

const State = ({ row }: { row: ApiKey }) => {
  const words = useWords(keysWords);
  const format = useFormat();
  const { now } = useMe();
  const state = keyState(row, Date.parse(now));
  const isOver = state === 'revoked' || state === 'ended';
  return (
    <Stack gap={2} align="flex-start">
      <Badge variant={isOver ? 'default' : 'light'} tt="none">
        {words[`is_${state}`]}
      </Badge>
      {row.expiresAt === undefined || isOver ? null : (
        <Text size="xs" c="dimmed">
          {words.endsAt(format.day(row.expiresAt))}
        </Text>
      )}
    </Stack>
  );
};

const useColumns = (onAct: (act: Act) => void): readonly Column<ApiKey>[] => {
  const words = useWords(keysWords);
  const scopes = useWords(scopeWords);
  const { now } = useMe();
  return [
    {
      key: 'name',
      title: words.name,
      cell: ({ name, kind }) => (
        <>
          {name}
          <Text size="xs" c="dimmed">
            {words[`kind_${kind}`]}
          </Text>
        </>
      ),
    },
    {
      key: 'may',
      title: words.may,
      isWide: true,
      cell: (row) => <Text size="sm">{row.scopes.map((scope) => scopes[scope]).join(' · ')}</Text>,
    },
    {
      key: 'used',
      title: words.used,
      isWide: true,
      cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? words.never : <Instant iso={lastUsedAt} />),
    },
    { key: 'state', title: words.state, cell: (row) => <State row={row} /> },
    {
      key: 'acts',
      title: '',
      align: 'right',
      cell: (row) => {
        const state = keyState(row, Date.parse(now));
        const revoke = { key: 'revoke', label: words.revoke, isDangerous: true };
        const rotate = { key: 'rotate', label: words.rotate, act: () => onAct({ kind: 'rotate', row }) };
        const acts =
          state === 'revoked' || state === 'ended'
            ? []
            : [
                ...(state === 'works' ? [rotate] : []),
                { ...revoke, act: () => onAct({ kind: 'revoke', row }) },
              ];
        return <RowMenu name={row.name} acts={acts} />;
      },
    },
  ];
};

const ActDialog = ({ act, onClose }: { act: Act; onClose: () => void }) => {
  const words = useWords(keysWords);
  const notice = useNotice();
  const api = useApi();
  const queries = useQueryClient();
  const { kind, row } = act;
  if (kind === 'rotate') return <RotateKey row={row} onClose={onClose} />;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={words.revokeTitle(row.name)}
      text={words.revokeText}
      confirm={words.revoke}
      onConfirm={async () => {
        await ask(api.DELETE('/api/keys/{id}', { params: { path: { id: row.id } } }));
        notice.done(words.revoked);
        await queries.invalidateQueries({ queryKey: ['keys'] });
      }}
    />
  );
};

/** The keys of the workspace: what each may do, whether it is used, and how it is replaced or revoked. */
export const Content = () => {
  const words = useWords(keysWords);
  const api = useApi();
  const may = useMay();
  const [act, setAct] = useState<Act | undefined>(undefined);
  const [isMaking, setMaking] = useState(false);
  const columns = useColumns(setAct);
  const found = useQuery({ queryKey: ['keys'], queryFn: () => ask(api.GET('/api/keys')) });
  return (
    <>
      <PageHeader title={words.keys} text={words.keysText}>
        <Button onClick={() => setMaking(true)}>{words.newKey}</Button>
      </PageHeader>
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data?.keys.length === 0 ? <EmptyState title={words.noKeys} text={words.noKeysText} /> : null}
      {found.isSuccess && found.data.keys.length > 0 ? (
        <PlainTable label={words.keys} columns={columns} rows={found.data.keys} rowKey={({ id }) => id} />
      ) : null}
      {may('team', 'personal-data') ? <IdentitySecret /> : null}
      {isMaking ? <NewKey onClose={() => setMaking(false)} /> : null}
      {act === undefined ? null : <ActDialog act={act} onClose={() => setAct(undefined)} />}
    </>
  );
};
