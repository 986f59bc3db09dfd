import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';

import { useMay } from '../../app/session.tsx';
import { useWords } from '../../words/language.tsx';
import { keyOfName } from '../text/key-of-name.ts';
import { partWords } from '../text/part-words.ts';
import { ProblemAlert } from '../page/problem-alert.tsx';
import { draftWords } from './draft-words.ts';
import { useKeepDrafts } from './use-file.ts';

type Named = { readonly key: string; readonly name: string };

type Wish = {
  /** What is begun: the button and the dialog say so. */
  title: string;
  /** The files it begins with, by path. */
  files: (named: Named) => Readonly<Record<string, string>>;
  /** Where it is edited. */
  to: (key: string) => string;
  isReady?: boolean;
  /** The file is there already, and is changed. */
  isChange?: boolean;
  /** It has a key, and no name beside it. */
  isNameless?: boolean;
  /** What else is asked for. */
  children?: ReactNode;
};

const Form = ({
  files,
  to,
  isReady = true,
  isChange = false,
  isNameless = false,
  children,
  onClose,
}: Wish & { onClose: () => void }) => {
  const words = useWords(draftWords);
  const parts = useWords(partWords);
  const keep = useKeepDrafts();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [typedKey, setKey] = useState<string | undefined>();
  const key = typedKey ?? keyOfName(name);
  const create = useMutation({
    mutationFn: () => keep(files({ key, name: name.trim() }), isChange ? undefined : null),
    onSuccess: () => navigate({ to: to(key) }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {isNameless ? null : (
          <TextInput
            label={words.name}
            required
            maxLength={120}
            data-autofocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
        )}
        <TextInput
          label={isNameless ? words.name : words.key}
          description={isNameless ? words.onlyKeyText : words.keyText}
          required
          {...(isNameless ? { 'data-autofocus': true } : {})}
          pattern="[a-z][a-z0-9\-]{0,63}"
          value={key}
          onChange={({ currentTarget }) => setKey(currentTarget.value)}
        />
        {children}
        {create.isError ? <ProblemAlert error={create.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {parts.cancel}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!isReady}>
            {words.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** A button that begins something as a draft, with a name and a key. */
export const NewFile = (wish: Wish & { disabled?: boolean }) => {
  const parts = useWords(partWords);
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  if (!may('draft')) return null;
  return (
    <>
      <Button disabled={wish.disabled ?? false} onClick={() => setOpen(true)}>
        {wish.title}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={wish.title}
        centered
        closeButtonProps={{ 'aria-label': parts.close }}
      >
        <Form {...wish} onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
};
