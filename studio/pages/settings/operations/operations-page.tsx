import { Badge, Button, Group, Progress, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { ConfirmButton } from '../../../parts/dialogs/confirm-button.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Instant } from '../../../parts/text/instant.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { PageLink } from '../../../parts/page/page-link.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { usePages } from '../../../parts/page/use-pages.ts';
import { usePlaceOf } from '../../../parts/page/use-place.ts';
import { useWords } from '../../../words/language.tsx';
import { useSteer } from '../../broadcasts/actions.tsx';
import { allOperationWords } from './words.ts';

type Operation = components['schemas']['Operation'];

const kinds = ['job', 'broadcast', 'dry-run', 'replay', 'import', 'erasure'] as const;
const placeSchema = z.object({ kind: z.enum(kinds).optional().catch(undefined) });
/** How often the page looks again, in milliseconds. */
const everyMs = 3000;
const pageSize = 50;

const colors = {
  waiting: 'yellow',
  queued: 'gray',
  running: 'blue',
  paused: 'yellow',
  done: 'teal',
  cancelled: 'orange',
  failed: 'red',
} as const;

const isUnderWay = ({ state }: Operation): boolean =>
  state === 'queued' || state === 'running' || state === 'paused';

const useName = (): ((operation: Operation) => string) => {
  const words = useWords(allOperationWords);
  return ({ kind, what }) =>
    [words.nameOf(kind), ...(what === undefined ? [] : [words.nameOf(what)])].join(': ');
};

const HowFar = ({ operation }: { operation: Operation }) => {
  const words = useWords(allOperationWords);
  const format = useFormat();
  const name = useName();
  const { done, total, failed, share } = operation;
  const count =
    total === undefined ? format.number(done) : words.of(format.number(done), format.number(total));
  const text = [count, ...(failed === 0 ? [] : [words.failed(format.number(failed))])].join(' · ');
  return (
    <Stack gap={4}>
      {share === undefined ? null : (
        <Progress
          value={100 * share}
          animated={operation.state === 'running'}
          aria-label={`${name(operation)}: ${format.percent(share)}`}
        />
      )}
      <Text size="sm">{text}</Text>
    </Stack>
  );
};

/** Ends an operation where it is, by the call of its kind. An erasure is never ended. */
const Cancel = ({ operation }: { operation: Operation }) => {
  const words = useWords(allOperationWords);
  const api = useApi();
  const may = useMay();
  const notice = useNotice();
  const queries = useQueryClient();
  const name = useName();
  const { id, kind } = operation;
  const steer = useSteer({ id });
  const scope = kind === 'dry-run' || kind === 'replay' ? 'draft' : 'write';
  const mayEnd = may(scope) && (kind === 'job' || kind === 'broadcast' || may('personal-data'));
  if (kind === 'erasure' || !isUnderWay(operation) || !mayEnd) return null;
  const cancel = async (): Promise<void> => {
    const params = { path: { id } };
    if (kind === 'broadcast') await steer('cancel');
    else if (kind === 'job') await ask(api.POST('/api/jobs/{id}/cancel', { params }));
    else if (kind === 'import') await ask(api.POST('/api/imports/{id}/cancel', { params }));
    else await ask(api.POST('/api/dry-runs/{id}/cancel', { params }));
    notice.done(words.cancelled);
    await queries.invalidateQueries({ queryKey: ['operations'] });
  };
  return (
    <ConfirmButton
      label={words.cancel}
      button={{ size: 'compact-sm', 'aria-label': words.cancelOf(name(operation)) }}
      title={words.cancelOf(name(operation))}
      text={words.cancelText}
      confirm={words.cancel}
      onConfirm={cancel}
    />
  );
};

/** Lets a broadcast stand still, and go on. */
const Pause = ({ operation }: { operation: Operation }) => {
  const words = useWords(allOperationWords);
  const may = useMay();
  const notice = useNotice();
  const name = useName();
  const { id, kind, state } = operation;
  const verb = state === 'paused' ? 'resume' : 'pause';
  const steer = useSteer({ id });
  const act = useMutation({ mutationFn: () => steer(verb), onError: notice.failed });
  if (kind !== 'broadcast' || !isUnderWay(operation) || !may('write')) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={words.actOf(words[verb], name(operation))}
      loading={act.isPending}
      onClick={() => act.mutate()}
    >
      {words[verb]}
    </Button>
  );
};

const About = ({ operation }: { operation: Operation }) => {
  const words = useWords(allOperationWords);
  const { id, kind, journey, profile } = operation;
  if (kind === 'broadcast') {
    return (
      <PageLink page="/broadcasts/$id" value={id}>
        {words.open}
      </PageLink>
    );
  }
  if (journey !== undefined) {
    const search = kind === 'job' ? { tab: 'operations' } : { tab: 'try', run: id };
    return (
      <PageLink page="/journeys/$key" value={journey} search={search}>
        {journey}
      </PageLink>
    );
  }
  return profile ?? null;
};

const useColumns = (): readonly Column<Operation>[] => {
  const words = useWords(allOperationWords);
  const name = useName();
  return [
    { key: 'what', title: words.what, cell: (operation) => name(operation) },
    {
      key: 'about',
      title: words.about,
      isWide: true,
      cell: (operation) => <About operation={operation} />,
    },
    {
      key: 'state',
      title: words.state,
      cell: ({ state }) => (
        <Badge variant="dot" color={colors[state]} tt="none" miw="max-content">
          {words.nameOf(state)}
        </Badge>
      ),
    },
    {
      key: 'progress',
      title: words.progress,
      cell: (operation) => (
        <Stack gap={4} align="stretch">
          <HowFar operation={operation} />
          <Group gap="xs">
            <Pause operation={operation} />
            <Cancel operation={operation} />
          </Group>
        </Stack>
      ),
    },
    { key: 'begun', title: words.begun, isWide: true, cell: ({ createdAt }) => <Instant iso={createdAt} /> },
  ];
};

/** Everything that goes on in the background, whatever it is, with how far it is. */
export const Content = () => {
  const words = useWords(allOperationWords);
  const api = useApi();
  const columns = useColumns();
  const [{ kind }, change] = usePlaceOf(placeSchema);
  const pages = usePages({
    key: ['operations', kind ?? ''],
    everyMs,
    read: async (cursor) => {
      const query = {
        limit: pageSize,
        ...(kind === undefined ? {} : { kind }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const page = await ask(api.GET('/api/operations', { params: { query } }));
      return { rows: page.operations, next: page.next };
    },
  });
  return (
    <>
      <PageHeader title={words.title} text={words.text} />
      <Select
        label={words.kind}
        placeholder={words.every}
        clearable
        w={{ base: '100%', sm: '16rem' }}
        mb="md"
        data={kinds.map((value) => ({ value, label: words.nameOf(value) }))}
        value={kind ?? null}
        onChange={(next) => change({ kind: kinds.find((one) => one === next) })}
      />
      <DataTable
        label={words.title}
        pages={pages}
        columns={columns}
        rowKey={({ kind: of, id }) => `${of} ${id}`}
        empty={<EmptyState title={words.none} text={words.noneText} />}
      />
    </>
  );
};
