import { Alert, Anchor, Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';

import { useMay } from '../../../app/session.tsx';
import { useFiles, useKeepDrafts } from '../../../parts/drafts/use-file.ts';
import { keyOfName } from '../../../parts/key-of-name.ts';
import { partWords } from '../../../parts/part-words.ts';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { useWords } from '../../../words/language.tsx';
import { messageWords } from '../words.ts';
import { firstFiles } from './first-files.ts';
import { filesOfMessage, newMessages, partialNames } from './message-files.ts';
import { useVocabulary } from './use-vocabulary.ts';
import { editMessageWords } from './words.ts';

const channels = ['email', 'sms', 'push', 'whatsapp', 'chat', 'social'];
const classes = ['marketing', 'transactional'] as const;

/** Keeps the first files of a message as drafts, and opens it. */
const useCreate = () => {
  const keep = useKeepDrafts();
  const navigate = useNavigate();
  const files = useFiles();
  const vocabulary = useVocabulary();
  return useMutation({
    mutationFn: async (input: Omit<Parameters<typeof firstFiles>[0], 'locale' | 'partials'>) => {
      const { defaultLocale: locale = 'en' } = vocabulary.data ?? {};
      const partials = partialNames(filesOfMessage(files.data ?? [], input.key));
      await keep(firstFiles({ ...input, locale, partials }), null);
    },
    onSuccess: (_done, { key }) => navigate({ to: `/messages/${key}/edit` }),
  });
};

type Wanted = { channel: string; class: (typeof classes)[number]; topic: string | null };

/** What the message is: where it is sent, what it needs, what it is about. */
const Kind = ({ wanted, change }: { wanted: Wanted; change: (next: Partial<Wanted>) => void }) => {
  const words = useWords(editMessageWords);
  const more = useWords(messageWords);
  const vocabulary = useVocabulary();
  return (
    <>
      <Select
        label={more.channel}
        allowDeselect={false}
        data={channels.map((value) => ({ value, label: more.nameOf(value) }))}
        value={wanted.channel}
        onChange={(next) => change({ channel: next ?? wanted.channel })}
      />
      <Select
        label={words.kind}
        description={wanted.class === 'marketing' ? words.marketingText : words.transactionalText}
        allowDeselect={false}
        data={classes.map((value) => ({ value, label: more.nameOf(value) }))}
        value={wanted.class}
        onChange={(next) => change({ class: next === 'transactional' ? next : 'marketing' })}
      />
      <Select
        label={more.topic}
        required
        allowDeselect={false}
        data={vocabulary.data?.topics ?? []}
        value={wanted.topic}
        onChange={(topic) => change({ topic })}
      />
    </>
  );
};

const Form = ({ onClose }: { onClose: () => void }) => {
  const words = useWords(editMessageWords);
  const parts = useWords(partWords);
  const create = useCreate();
  const [name, setName] = useState('');
  const [typedKey, setKey] = useState<string | undefined>();
  const [wanted, setWanted] = useState<Wanted>({ channel: 'email', class: 'marketing', topic: null });
  const key = typedKey ?? keyOfName(name);
  const { topic } = wanted;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (topic !== null) create.mutate({ ...wanted, key, name: name.trim(), topic });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={words.name}
          required
          maxLength={120}
          data-autofocus
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <TextInput
          label={words.key}
          description={words.keyText}
          required
          pattern="[a-z][a-z0-9\-]{0,63}"
          value={key}
          onChange={({ currentTarget }) => setKey(currentTarget.value)}
        />
        <Kind wanted={wanted} change={(next) => setWanted({ ...wanted, ...next })} />
        {create.isError ? <ProblemAlert error={create.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {parts.cancel}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={topic === null}>
            {words.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** Begins a message: a draft that could be published as it is. */
export const NewMessage = () => {
  const words = useWords(editMessageWords);
  const parts = useWords(partWords);
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  if (!may('write')) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{words.newMessage}</Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={words.newMessage}
        centered
        closeButtonProps={{ 'aria-label': parts.close }}
      >
        <Form onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
};

/** The messages that only your drafts have. */
export const NewDrafts = () => {
  const words = useWords(editMessageWords);
  const may = useMay();
  const files = useFiles();
  const keys = newMessages(files.data ?? []);
  if (keys.length === 0 || !may('write')) return null;
  return (
    <Alert color="gray" title={words.yourDrafts} mb="md">
      <Group gap="md">
        {keys.map((key) => (
          <Anchor
            key={key}
            size="sm"
            renderRoot={(props) => <Link to={`/messages/${key}/edit`} {...props} />}
          >
            {key}
          </Anchor>
        ))}
      </Group>
    </Alert>
  );
};
