import { Button, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { channelWords } from '../text/channel-words.ts';
import { useWords } from '../../words/language.tsx';
import { DialogButtons } from '../dialogs/dialog-buttons.tsx';
import { useNotice } from '../page/notice.tsx';
import { ReferenceInput } from '../reference-input.tsx';
import { conversationWords } from './words.ts';

/** The channels on which people of the team write; others are reached by journeys. */
const channels = ['email', 'sms', 'whatsapp'] as const;

/** A key for one message: sent twice it is one. */
const newKey = (): string => [...crypto.getRandomValues(new Uint32Array(4))].join('-');

type Draft = {
  readonly profile: string;
  readonly channel: string;
  readonly subject: string;
  readonly text: string;
  readonly key: string;
};

const useOpen = (onOpened: () => void) => {
  const words = useWords(conversationWords);
  const notice = useNotice();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ key, ...body }: Draft) => {
      const params = { header: { 'idempotency-key': key } };
      return ask(api.POST('/api/conversations', { params, body }));
    },
    onSuccess: async ({ id }) => {
      notice.done(words.sent);
      onOpened();
      await queries.invalidateQueries({ queryKey: ['conversations'] });
      await navigate({ to: `/conversations/${id}` });
    },
  });
};

/** What is said, and on which channel. */
const Fields = ({ draft, onChange }: { draft: Draft; onChange: (next: Partial<Draft>) => void }) => {
  const words = useWords(conversationWords);
  const { channelOf } = useWords(channelWords);
  return (
    <>
      <Select
        label={words.channel}
        allowDeselect={false}
        data={channels.map((value) => ({ value, label: channelOf(value) }))}
        value={draft.channel}
        onChange={(channel) => onChange({ channel: channel ?? 'email' })}
      />
      <TextInput
        label={words.subject}
        required
        maxLength={500}
        value={draft.subject}
        onChange={({ currentTarget }) => onChange({ subject: currentTarget.value })}
      />
      <Textarea
        label={words.text}
        required
        autosize
        minRows={5}
        maxRows={14}
        maxLength={50_000}
        value={draft.text}
        onChange={({ currentTarget }) => onChange({ text: currentTarget.value })}
      />
    </>
  );
};

const NewConversationDialog = ({
  profile,
  onClose,
}: {
  profile: string | undefined;
  onClose: () => void;
}) => {
  const words = useWords(conversationWords);
  const act = useOpen(onClose);
  const [draft, setDraft] = useState<Draft>(() => ({
    profile: profile ?? '',
    channel: 'email',
    subject: '',
    text: '',
    key: newKey(),
  }));
  const change = (next: Partial<Draft>): void =>
    setDraft((before) => ({ ...before, ...next, key: newKey() }));
  const isReady = draft.profile !== '' && draft.subject.trim() !== '' && draft.text.trim() !== '';
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.new}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': words.cancel }}
    >
      <Stack>
        {profile === undefined ? (
          <ReferenceInput
            label={words.person}
            required
            kind="person"
            value={draft.profile}
            onChange={(id) => change({ profile: id })}
          />
        ) : null}
        <Fields draft={draft} onChange={change} />
        <Text size="sm" c="dimmed">
          {words.hint}
        </Text>
        <DialogButtons
          label={words.send}
          act={act}
          isReady={isReady}
          onAct={() => act.mutate({ ...draft, subject: draft.subject.trim(), text: draft.text.trim() })}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};

/** Writes to a person in a new conversation; without `profile` the person is chosen. Nothing for those who may not answer. */
export const NewConversation = ({ profile }: { profile?: string }) => {
  const words = useWords(conversationWords);
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  if (!may('records:write', 'personal-data')) return null;
  return (
    <>
      <Button variant={profile === undefined ? 'filled' : 'default'} onClick={() => setOpen(true)}>
        {words.new}
      </Button>
      {isOpen ? <NewConversationDialog profile={profile} onClose={() => setOpen(false)} /> : null}
    </>
  );
};
