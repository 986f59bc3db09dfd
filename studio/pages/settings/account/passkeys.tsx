import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';

import { anyAnswer, callAuth, readWays } from '../../../api/auth.ts';
import { hasPasskeys } from '../../../api/passkeys.ts';
import { useConnection } from '../../../app/session.tsx';
import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { ConfirmDialog } from '../../../parts/dialogs/confirm-dialog.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Instant } from '../../../parts/text/instant.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useWords } from '../../../words/language.tsx';
import { accountWords } from './account-words.ts';
import { AddPasskey } from './add-passkey.tsx';

const schema = z.object({
  passkeys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      createdAt: z.string(),
      usedAt: z.string().optional(),
      isBackedUp: z.boolean(),
    }),
  ),
});
type Passkey = z.output<typeof schema>['passkeys'][number];

const useColumns = (onRemove: (passkey: Passkey) => void): readonly Column<Passkey>[] => {
  const words = useWords(accountWords);
  return [
    {
      key: 'name',
      title: words.name,
      cell: ({ name, isBackedUp }) => (
        <>
          {name} {isBackedUp ? <Badge variant="light">{words.synced}</Badge> : null}
        </>
      ),
    },
    { key: 'made', title: words.made, isWide: true, cell: ({ createdAt }) => <Instant iso={createdAt} /> },
    {
      key: 'used',
      title: words.used,
      cell: ({ usedAt }) => (usedAt === undefined ? words.never : <Instant iso={usedAt} />),
    },
    {
      key: 'acts',
      title: '',
      align: 'right',
      cell: (passkey) => (
        <Button size="compact-sm" variant="subtle" color="red" onClick={() => onRemove(passkey)}>
          {words.remove}
        </Button>
      ),
    },
  ];
};

const Remove = ({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) => {
  const words = useWords(accountWords);
  const { tenant } = useConnection();
  const queries = useQueryClient();
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={words.removeTitle(passkey.name)}
      text={words.removeText}
      confirm={words.remove}
      onConfirm={async () => {
        const body = { id: passkey.id };
        await callAuth({ tenant, path: 'passkeys/remove', schema: anyAnswer, body });
        await queries.invalidateQueries({ queryKey: ['passkeys'] });
      }}
    />
  );
};

/** The passkeys of the person: added, named and removed. */
export const Passkeys = () => {
  const words = useWords(accountWords);
  const { tenant } = useConnection();
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Passkey | undefined>(undefined);
  const ways = useQuery({ queryKey: ['ways', tenant], queryFn: () => readWays(tenant) });
  const found = useQuery({
    queryKey: ['passkeys', tenant],
    queryFn: () => callAuth({ tenant, path: 'passkeys', schema }),
  });
  const columns = useColumns(setRemoved);
  const isOffered = ways.data?.passkeys === true && hasPasskeys();
  const rows = found.data?.passkeys;
  return (
    <Stack component="section">
      <Group justify="space-between" align="flex-start">
        <Stack gap={4} flex="1 1 16rem">
          <Title order={2} size="h4">
            {words.passkeys}
          </Title>
          <Text c="dimmed">{isOffered || ways.isPending ? words.passkeysText : words.notHere}</Text>
        </Stack>
        {isOffered ? <Button onClick={() => setAdding(true)}>{words.add}</Button> : null}
      </Group>
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {rows?.length === 0 ? <EmptyState title={words.noPasskeys} /> : null}
      {rows === undefined || rows.length === 0 ? null : (
        <PlainTable label={words.passkeys} columns={columns} rows={rows} rowKey={({ id }) => id} />
      )}
      {isAdding ? <AddPasskey onClose={() => setAdding(false)} /> : null}
      {removed === undefined ? null : <Remove passkey={removed} onClose={() => setRemoved(undefined)} />}
    </Stack>
  );
};
