import { Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { PageLink } from '../../../parts/page/page-link.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { usePages } from '../../../parts/page/use-pages.ts';
import { useWords } from '../../../words/language.tsx';
import { auditWords, commonActions } from './audit-words.ts';
import { useAuditPlace } from '../place.ts';
import { type AuditLine, useActors } from './use-actors.ts';

const pageSize = 50;
const typingMs = 300;

/** The pages of what something was done to, by the first word of the action. */
const pagesOf = new Map([
  ['journey', '/journeys/$key'],
  ['profile', '/people/$id'],
  ['conversation', '/conversations/$id'],
]);

const Subject = ({ line }: { line: AuditLine }) => {
  const { userName, keyName } = useActors();
  const { action, subject } = line;
  if (subject === undefined) return null;
  const [thing = ''] = action.split('.');
  const page = pagesOf.get(thing);
  if (page !== undefined) {
    return (
      <PageLink page={page} value={subject}>
        {subject}
      </PageLink>
    );
  }
  return thing === 'user' ? userName(subject) : thing === 'key' ? keyName(subject) : subject;
};

const Details = ({ line }: { line: AuditLine }) => {
  const words = useWords(auditWords);
  return Object.entries(line.details ?? {}).map(([key, value]) => (
    <Text key={key} size="sm">
      {words.detailOf(key)}: {String(value)}
    </Text>
  ));
};

const Filters = () => {
  const words = useWords(auditWords);
  const [place, change] = useAuditPlace();
  const { groups } = useActors();
  const [subject, setSubject] = useState(place.subject ?? '');
  const look = useDebouncedCallback(
    (value: string) => change({ subject: value.trim() === '' ? undefined : value.trim() }),
    typingMs,
  );
  const known: readonly string[] = commonActions;
  const { action } = place;
  const actions = action === undefined || known.includes(action) ? known : [action, ...known];
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <Select
        label={words.who}
        placeholder={words.anyone}
        searchable
        clearable
        data={groups}
        value={place.actor ?? null}
        onChange={(actor) => change({ actor: actor ?? undefined })}
      />
      <Select
        label={words.what}
        placeholder={words.anything}
        searchable
        clearable
        data={actions.map((value) => ({ value, label: words.actionOf(value) }))}
        value={action ?? null}
        onChange={(next) => change({ action: next ?? undefined })}
      />
      <TextInput
        label={words.subject}
        placeholder={words.subjectHint}
        maxLength={400}
        value={subject}
        onChange={({ currentTarget }) => {
          setSubject(currentTarget.value);
          look(currentTarget.value);
        }}
      />
    </Group>
  );
};

const useColumns = (): readonly Column<AuditLine>[] => {
  const words = useWords(auditWords);
  const format = useFormat();
  const { actorName } = useActors();
  return [
    {
      key: 'what',
      title: words.what,
      cell: (line) => (
        <>
          {words.actionOf(line.action)}
          <Text size="xs" c="dimmed">
            {format.instant(line.at)}
          </Text>
        </>
      ),
    },
    { key: 'who', title: words.who, cell: ({ actor }) => actorName(actor) },
    { key: 'subject', title: words.subject, cell: (line) => <Subject line={line} /> },
    { key: 'details', title: words.details, isWide: true, cell: (line) => <Details line={line} /> },
  ];
};

/** Who changed what, the newest first. */
export const Content = () => {
  const words = useWords(auditWords);
  const api = useApi();
  const [{ action, subject, actor }] = useAuditPlace();
  const columns = useColumns();
  const pages = usePages({
    key: ['audit', action, subject, actor],
    read: async (cursor) => {
      const query = {
        limit: pageSize,
        ...(action === undefined ? {} : { action }),
        ...(subject === undefined ? {} : { subject }),
        ...(actor === undefined ? {} : { actor }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const { lines, next } = await ask(api.GET('/api/audit', { params: { query } }));
      return { rows: lines, next };
    },
  });
  return (
    <>
      <PageHeader title={words.audit} text={words.auditText} />
      <Filters />
      <DataTable
        label={words.audit}
        columns={columns}
        pages={pages}
        rowKey={({ id }) => id}
        empty={<EmptyState title={words.none} text={words.noneText} />}
      />
    </>
  );
};
