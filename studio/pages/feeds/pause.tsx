import { Alert, Button, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { useTeam } from '../../parts/team/use-team.ts';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import type { Feed } from './use-feeds.ts';
import { feedWords } from './words.ts';

const reasonMost = 300;

const useRead = () => {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['feeds'] });
};

/** Lets a feed rest, with a reason. */
const PauseButton = ({ name }: { name: string }) => {
  const words = useWords(feedWords);
  const api = useApi();
  const notice = useNotice();
  const read = useRead();
  const [reason, setReason] = useState('');
  const pause = async (): Promise<void> => {
    const why = reason.trim();
    const body = why === '' ? {} : { reason: why };
    await ask(api.POST('/api/feeds/{feed}/pause', { params: { path: { feed: name } }, body }));
    notice.done(words.pauseDone);
    setReason('');
    await read();
  };
  return (
    <ConfirmButton
      label={words.pause}
      title={words.pauseTitle(name)}
      text={words.pauseText}
      confirm={words.pauseIt}
      color="cyan"
      onConfirm={pause}
    >
      <TextInput
        label={words.pauseReason}
        description={words.pauseReasonText}
        maxLength={reasonMost}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ConfirmButton>
  );
};

/** Lets a feed go on. */
const ResumeButton = ({ name }: { name: string }) => {
  const words = useWords(feedWords);
  const api = useApi();
  const notice = useNotice();
  const read = useRead();
  const resume = useMutation({
    mutationFn: () => ask(api.POST('/api/feeds/{feed}/resume', { params: { path: { feed: name } } })),
    onSuccess: async () => {
      notice.done(words.resumeDone);
      await read();
    },
    onError: notice.failed,
  });
  return (
    <Button loading={resume.isPending} onClick={() => resume.mutate()}>
      {words.resume}
    </Button>
  );
};

/** Pauses a feed, or lets a paused one go on. */
export const PauseOrResume = ({ feed: { name, paused } }: { feed: Feed }) => {
  const may = useMay();
  if (!may('write')) return null;
  return paused === undefined ? <PauseButton name={name} /> : <ResumeButton name={name} />;
};

/** Since when a feed is paused, who paused it and why, and what becomes of what happens meanwhile. */
export const PausedNote = ({ feed: { paused } }: { feed: Feed }) => {
  const words = useWords(feedWords);
  const format = useFormat();
  const { nameOf } = useTeam();
  if (paused === undefined) return null;
  const { since, by, reason } = paused;
  const who = by.kind === 'user' ? nameOf(by.id) : words.aKey;
  return (
    <Alert
      role="status"
      color="yellow"
      title={words.pausedBy(format.ago(since), who)}
      style={{ overflowWrap: 'anywhere' }}
    >
      {reason === undefined ? null : <Text size="sm">{reason}</Text>}
      <Text size="sm">{words.pausedText}</Text>
    </Alert>
  );
};
