import { Button, Group, MultiSelect, Paper, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { Unsaved } from '../../parts/page/unsaved.tsx';
import { useWords } from '../../words/language.tsx';
import { useTeam } from '../../parts/team/use-team.ts';
import type { ConversationRow } from './conversation-row.ts';
import { serviceWords } from './words.ts';

/** A key for one message: sent twice it is one. */
const newKey = (): string => [...crypto.getRandomValues(new Uint32Array(4))].join('-');

type Draft = {
  readonly kind: 'answer' | 'note';
  readonly text: string;
  readonly mentions: readonly string[];
  readonly key: string;
};

const emptyDraft = (): Draft => ({ kind: 'answer', text: '', mentions: [], key: newKey() });

const useSend = (input: { row: ConversationRow; draft: Draft; onSent: () => void }) => {
  const { row, draft, onSent } = input;
  const words = useWords(serviceWords);
  const notice = useNotice();
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ solves }: { solves: boolean }) => {
      const { kind, text, mentions, key } = draft;
      const body = {
        kind,
        text: text.trim(),
        ...(kind === 'note' && mentions.length > 0 ? { mentions: [...mentions] } : {}),
        ...(solves ? { state: 'solved' as const } : {}),
      };
      const params = { path: { id: row.id }, header: { 'idempotency-key': key } };
      return ask(api.POST('/api/conversations/{id}/messages', { params, body }));
    },
    onSuccess: async () => {
      notice.done(draft.kind === 'note' ? words.noted : words.sent);
      onSent();
      const stale = ['conversation', 'conversations', 'work'];
      await Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
};

const Mentions = (props: { ids: readonly string[]; onChange: (ids: readonly string[]) => void }) => {
  const words = useWords(serviceWords);
  const { users } = useTeam();
  return (
    <MultiSelect
      label={words.mentions}
      description={words.mentionsHelp}
      searchable
      maxValues={20}
      data={users.map(({ id, name }) => ({ value: id, label: name }))}
      value={[...props.ids]}
      onChange={props.onChange}
    />
  );
};

const KindControl = (props: { kind: Draft['kind']; onChange: (kind: Draft['kind']) => void }) => {
  const words = useWords(serviceWords);
  return (
    <SegmentedControl
      aria-label={words.kind}
      style={{ alignSelf: 'flex-start' }}
      value={props.kind}
      onChange={(kind) => props.onChange(kind === 'note' ? 'note' : 'answer')}
      data={[
        { value: 'answer', label: words.answer },
        { value: 'note', label: words.note },
      ]}
    />
  );
};

/** An answer to the person, or a note that only the team sees. */
export const Composer = ({ row }: { row: ConversationRow }) => {
  const words = useWords(serviceWords);
  const [draft, setDraft] = useState(emptyDraft);
  const change = (next: Partial<Draft>): void =>
    setDraft((before) => ({ ...before, ...next, key: newKey() }));
  const send = useSend({
    row,
    draft,
    onSent: () => setDraft((before) => ({ ...emptyDraft(), kind: before.kind })),
  });
  const isNote = draft.kind === 'note';
  const isEmpty = draft.text.trim() === '';
  return (
    <Paper
      withBorder
      p="md"
      mt="md"
      style={isNote ? { background: 'var(--mantine-color-yellow-light)' } : {}}
    >
      <Unsaved when={!isEmpty && !send.isPending} />
      <Stack gap="sm">
        <KindControl kind={draft.kind} onChange={(kind) => change({ kind })} />
        <Textarea
          aria-label={isNote ? words.note : words.answer}
          placeholder={isNote ? words.noteHint : words.answerTo(row.address)}
          autosize
          minRows={3}
          maxRows={14}
          maxLength={50_000}
          value={draft.text}
          onChange={({ currentTarget }) => change({ text: currentTarget.value })}
        />
        {isNote ? <Mentions ids={draft.mentions} onChange={(mentions) => change({ mentions })} /> : null}
        {send.isError ? <ProblemAlert error={send.error} /> : null}
        <Group justify="flex-end">
          {isNote ? null : (
            <Button
              variant="default"
              disabled={isEmpty || send.isPending}
              onClick={() => send.mutate({ solves: true })}
            >
              {words.sendSolve}
            </Button>
          )}
          <Button disabled={isEmpty} loading={send.isPending} onClick={() => send.mutate({ solves: false })}>
            {isNote ? words.addNote : words.send}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
};
