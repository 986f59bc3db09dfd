import { Anchor, Button, Group, SegmentedControl, Select, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { useApi, useMay, useMe } from '../../app/session.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { NextSlaClock } from '../../parts/sla/sla-clocks.tsx';
import { usePages } from '../../parts/page/use-pages.ts';
import { useWords } from '../../words/language.tsx';
import { Board } from './board.tsx';
import { type Definition, fieldName, stageName, useDefinition } from './definition.ts';
import { FieldValue } from './field-value.tsx';
import { listFilter } from './list-filter.ts';
import { type ListPlace, useListPlace, usePlace } from './place.ts';
import type { RecordRow } from './record-row.ts';
import { useTeam } from '../../parts/team/use-team.ts';
import { crmWords } from './words.ts';

const columnsShown = 6;
/** Clocks run on while somebody looks at them. */
const everyMs = 60_000;

/** A cell of what every record has, or of a field. */
const Cell = ({ definition, column, row }: { definition: Definition; column: string; row: RecordRow }) => {
  const { nameOf } = useTeam();
  if (column === 'stage') return <>{row.stage === undefined ? '' : stageName(definition, row.stage)}</>;
  if (column === 'owner') return <>{nameOf(row.owner)}</>;
  if (column === 'team') return <>{row.team ?? ''}</>;
  return <FieldValue field={definition.fields[column]} value={row.data[column]} />;
};

const useColumns = (definition: Definition): readonly Column<RecordRow>[] => {
  const words = useWords(crmWords);
  const builtIn = new Map([
    ['stage', words.stage],
    ['owner', words.owner],
    ['team', words.team],
  ]);
  // The clocks of cases take the place of one.
  const columnsOnPhones = definition.sla === undefined ? 2 : 1;
  const { list = Object.keys(definition.fields) } = definition.views;
  const rest = list.filter((key) => key !== definition.title).slice(0, columnsShown - 1);
  return [
    {
      key: definition.title,
      title: fieldName(definition, definition.title),
      cell: (row) => (
        <Anchor
          inherit
          renderRoot={(props) => <Link to={`/records/${definition.key}/${row.id}`} {...props} />}
        >
          {row.title ?? row.id}
        </Anchor>
      ),
    },
    ...rest.map((key, n): Column<RecordRow> => ({
      key,
      title: builtIn.get(key) ?? fieldName(definition, key),
      align: ['money', 'number'].includes(definition.fields[key]?.type ?? '') ? 'right' : 'left',
      isWide: n >= columnsOnPhones,
      cell: (row) => <Cell definition={definition} column={key} row={row} />,
    })),
    ...(definition.sla === undefined
      ? []
      : [
          {
            key: 'sla',
            title: words.sla,
            cell: (row: RecordRow) => <NextSlaClock clocks={row.sla} />,
          },
        ]),
    { key: 'updatedAt', title: words.updated, isWide: true, cell: (row) => <Instant iso={row.updatedAt} /> },
  ];
};

const useSorts = (definition: Definition) => {
  const words = useWords(crmWords);
  const sortable = Object.entries(definition.fields).filter(([, field]) => field.sortable);
  return [
    { value: '-createdAt', label: words.newest },
    { value: '-updatedAt', label: words.changedLast },
    ...sortable.flatMap(([key]) => [
      { value: `-${key}`, label: words.descending(fieldName(definition, key)) },
      { value: key, label: words.ascending(fieldName(definition, key)) },
    ]),
  ];
};

type Shown = { definition: Definition; place: ListPlace; change: (next: Partial<ListPlace>) => void };

/** What narrows and orders the list. */
const Filters = ({ definition, place, change }: Shown) => {
  const words = useWords(crmWords);
  const stages = definition.stages?.list ?? [];
  const sorts = useSorts(definition);
  const { user } = useMe();
  return (
    <Group gap="sm" mb="md" align="flex-end">
      {stages.length === 0 ? null : (
        <SegmentedControl
          aria-label={words.view}
          value={place.view}
          onChange={(view) => change({ view: view === 'board' ? 'board' : 'table' })}
          data={[
            { value: 'table', label: words.table },
            { value: 'board', label: words.board },
          ]}
        />
      )}
      {stages.length === 0 || place.view === 'board' ? null : (
        <Select
          label={words.stage}
          placeholder={words.anyStage}
          clearable
          data={stages.map(({ key }) => ({ value: key, label: stageName(definition, key) }))}
          value={place.stage ?? null}
          onChange={(stage) => change({ stage: stage ?? undefined })}
        />
      )}
      {place.view === 'board' ? null : (
        <Select
          label={words.sort}
          data={sorts}
          allowDeselect={false}
          value={place.sort ?? '-createdAt'}
          onChange={(sort) => change({ sort: sort ?? undefined })}
        />
      )}
      {user === undefined ? null : (
        <Switch
          label={words.mine}
          pb={8}
          checked={place.mine}
          onChange={({ currentTarget }) => change({ mine: currentTarget.checked })}
        />
      )}
    </Group>
  );
};

const RecordsTable = ({ definition, place }: Omit<Shown, 'change'>) => {
  const words = useWords(crmWords);
  const api = useApi();
  const { user } = useMe();
  const columns = useColumns(definition);
  const filter = listFilter({ stage: place.stage, owner: place.mine ? user?.id : undefined });
  const sort = place.sort ?? '-createdAt';
  const kind = definition.key;
  const pages = usePages({
    key: ['records', kind, filter, sort],
    ...(definition.sla === undefined ? {} : { everyMs }),
    read: async (cursor) => {
      const query = {
        sort,
        limit: 50,
        ...(filter === undefined ? {} : { filter }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const { records, next } = await ask(
        api.GET('/api/records/{kind}', { params: { path: { kind }, query } }),
      );
      return { rows: records, next };
    },
  });
  return (
    <DataTable
      label={definition.plural ?? definition.name}
      columns={columns}
      pages={pages}
      rowKey={({ id }) => id}
      empty={<EmptyState title={words.noRecords} text={words.noRecordsText} />}
    />
  );
};

/** The records of a kind, as a table or as a board. */
export const Content = () => {
  const words = useWords(crmWords);
  const { kind } = usePlace();
  const may = useMay();
  const [place, change] = useListPlace();
  const found = useDefinition(kind);
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  const definition = found.data;
  return (
    <>
      <PageHeader
        title={definition.plural ?? definition.name}
        {...(definition.note === undefined ? {} : { text: definition.note })}
      >
        {may('records:write') ? (
          <Button renderRoot={(props) => <Link to={`/records/${kind}/new`} {...props} />}>
            {words.newOf(definition.name)}
          </Button>
        ) : null}
      </PageHeader>
      <Filters definition={definition} place={place} change={change} />
      {place.view === 'board' && definition.stages !== undefined ? (
        <Board definition={definition} isMine={place.mine} />
      ) : (
        <RecordsTable definition={definition} place={place} />
      )}
    </>
  );
};
