import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { keyOfName } from '../../../parts/text/key-of-name.ts';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useWords } from '../../../words/language.tsx';
import { editWords } from './words.ts';

const firstText = (input: { key: string; name: string; stage: string }): string =>
  `${JSON.stringify(
    {
      ...input,
      entry: { on: 'Signed Up' },
      steps: [{ id: 'wait', type: 'wait', for: '1 day' }],
    },
    undefined,
    2,
  )}\n`;

const Form = ({ onClose }: { onClose: () => void }) => {
  const words = useWords(editWords);
  const api = useApi();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [typedKey, setKey] = useState<string | undefined>();
  const key = typedKey ?? keyOfName(name);
  const create = useMutation({
    mutationFn: () => {
      const path = `journeys/${key}.json`;
      const text = firstText({ key, name: name.trim(), stage: 'acquisition' });
      const body = { text, base: null };
      return ask(api.PUT('/api/workspace/drafts/{path}', { params: { path: { path } }, body }));
    },
    onSuccess: () => navigate({ to: `/journeys/${key}/edit` }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
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
        {create.isError ? <ProblemAlert error={create.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {words.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** Begins a journey: a draft with a name, an entry and one step. */
export const NewJourney = () => {
  const words = useWords(editWords);
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  if (!may('draft')) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{words.newJourney}</Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={words.newJourney}
        centered
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <Form onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
};
