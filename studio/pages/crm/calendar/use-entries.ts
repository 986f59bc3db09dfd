import { useQueries, useQuery } from '@tanstack/react-query';

import { type Api, ask } from '../../../api/client.ts';
import { useApi, useMay, useMe } from '../../../app/session.tsx';
import { type Definition, readDefinition } from '../definition.ts';
import type { RecordRow } from '../record-row.ts';
import { dayAfter } from './days.ts';
import { entriesOf, type Entry, taskEntries, taskKind } from './entries.ts';

const pageSize = 200;
/** So many pages of each kind are read for what is shown. */
const pagesMost = 3;
/** What began so many days before may still go on. */
const lookBack = 14;

/** A kind of entry, and what people call it. */
export type Kind = { readonly key: string; readonly name: string };

/** All objects with a place in the calendar. */
export const useCalendarKinds = () => {
  const api = useApi();
  return useQuery({
    queryKey: ['calendar-kinds'],
    staleTime: 60_000,
    queryFn: async (): Promise<readonly Definition[]> => {
      const { objects } = await ask(api.GET('/api/objects'));
      const kinds = objects.filter(({ calendar }) => calendar !== undefined);
      return Promise.all(kinds.map(({ key }) => readDefinition(api, key)));
    },
  });
};

type Days = { readonly first: string; readonly last: string };

const readRecords = async (input: {
  api: Api;
  definition: Definition;
  days: Days;
  owner: string | undefined;
}): Promise<{ rows: readonly RecordRow[]; isWhole: boolean }> => {
  const { api, definition, days, owner } = input;
  const { key: kind, fields, views } = definition;
  const field = views.calendar?.from ?? '';
  const path = `$.${field}`;
  const filter = JSON.stringify({
    all: [
      { fact: 'record', path, operator: 'after', value: dayAfter(days.first, -lookBack) },
      { fact: 'record', path, operator: 'before', value: dayAfter(days.last, 2) },
      ...(owner === undefined ? [] : [{ fact: 'record', path: '$.owner', operator: 'equal', value: owner }]),
    ],
  });
  const sort = fields[field]?.sortable === true ? field : '-createdAt';
  const rows: RecordRow[] = [];
  let cursor: string | undefined;
  for (let n = 0; n < pagesMost; n += 1) {
    const query = { filter, sort, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
    const page = await ask(api.GET('/api/records/{kind}', { params: { path: { kind }, query } }));
    rows.push(...page.records);
    cursor = page.next;
    if (cursor === undefined) break;
  }
  return { rows, isWhole: cursor === undefined };
};

type Work = Awaited<ReturnType<typeof readTasks>>['rows'];

/** Open tasks that are due by the last day; the queue has what is due first at its top. */
const readTasks = async (api: Api, days: Days, assignee: string | undefined) => {
  const before = `${dayAfter(days.last, 2)}T00:00:00Z`;
  const read = async (cursor: string | undefined) => {
    const query = {
      type: 'task' as const,
      limit: pageSize,
      ...(assignee === undefined ? {} : { assignee }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    return ask(api.GET('/api/work', { params: { query } }));
  };
  const first = await read(undefined);
  const rows = [...first.work];
  let { next } = first;
  const isDue = (): boolean => (rows.at(-1)?.dueAt ?? before) < before;
  for (let n = 1; n < pagesMost && next !== undefined && isDue(); n += 1) {
    const page = await read(next);
    rows.push(...page.work);
    next = page.next;
  }
  return { rows, isWhole: next === undefined || !isDue() };
};

type Asked = {
  readonly kinds: readonly Definition[];
  readonly days: Days;
  readonly mine: boolean;
  readonly without: readonly string[];
};

/** What stands on some days: records of all kinds with a time, and tasks. */
export const useEntries = ({ kinds, days, mine, without }: Asked) => {
  const api = useApi();
  const may = useMay();
  const { user, workspace } = useMe();
  const { zone } = workspace;
  const owner = mine ? user?.id : undefined;
  const shown = kinds.filter(({ key }) => !without.includes(key));
  const records = useQueries({
    queries: shown.map((definition) => ({
      queryKey: ['records', definition.key, 'calendar', days.first, days.last, owner],
      queryFn: () => readRecords({ api, definition, days, owner }),
    })),
  });
  const tasks = useQuery({
    queryKey: ['work', 'calendar', days.first, days.last, owner],
    enabled: may('read', 'personal-data') && !without.includes(taskKind),
    queryFn: () => readTasks(api, days, owner),
  });
  const noTasks: Work = [];
  const entries: readonly Entry[] = [
    ...shown.flatMap((definition, n) => entriesOf({ definition, rows: records[n]?.data?.rows ?? [], zone })),
    ...taskEntries(without.includes(taskKind) ? noTasks : (tasks.data?.rows ?? noTasks), zone),
  ];
  const all = [...records, tasks];
  return {
    entries,
    isLoading: all.some(({ isLoading }) => isLoading),
    error: all.find(({ isLoadingError }) => isLoadingError)?.error,
    isWhole: all.every(({ data }) => data?.isWhole !== false),
    again: (): void => {
      for (const { isError, refetch } of all) if (isError) void refetch();
    },
  };
};
