import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { DialogButtons } from '../../parts/dialogs/dialog-buttons.tsx';
import { keyOfName } from '../../parts/text/key-of-name.ts';
import { useNotice } from '../../parts/page/notice.tsx';
import { partWords } from '../../parts/text/part-words.ts';
import { useWords } from '../../words/language.tsx';
import type { Cluster } from './cluster-card.tsx';
import { clusterWords } from './words.ts';

const nameMost = 120;
const textMost = 1000;

type Made = { readonly cluster: Cluster; readonly onKept: () => void };

const Form = ({ cluster, onKept, onClose }: Made & { onClose: () => void }) => {
  const words = useWords(clusterWords);
  const api = useApi();
  const notice = useNotice();
  const [name, setName] = useState(cluster.name.slice(0, nameMost));
  const [typedKey, setKey] = useState<string | undefined>();
  const key = typedKey ?? keyOfName(name);
  const act = useMutation({
    mutationFn: () => {
      const path = `segments/${key}.json`;
      const segment = {
        key,
        name: name.trim(),
        description: cluster.differs.join(' ').slice(0, textMost),
        when: cluster.when,
      };
      const text = `${JSON.stringify(segment, undefined, 2)}\n`;
      const body = { text, base: null };
      return ask(api.PUT('/api/workspace/drafts/{path}', { params: { path: { path } }, body }));
    },
    onSuccess: () => {
      notice.done(words.kept(name.trim()));
      onClose();
      onKept();
    },
  });
  return (
    <Stack>
      <Text size="sm">{words.makeText}</Text>
      <TextInput
        label={words.name}
        required
        maxLength={nameMost}
        data-autofocus
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <TextInput
        label={words.key}
        description={words.keyText}
        required
        maxLength={64}
        value={key}
        onChange={({ currentTarget }) => setKey(currentTarget.value)}
      />
      <DialogButtons
        label={words.keep}
        act={act}
        isReady={name.trim() !== '' && /^[a-z][a-z0-9-]{0,63}$/.test(key)}
        onAct={() => act.mutate()}
        onClose={onClose}
      />
    </Stack>
  );
};

/** Keeps a draft of a segment with the conditions of a group. */
export const MakeSegment = ({ cluster, onKept }: Made) => {
  const words = useWords(clusterWords);
  const parts = useWords(partWords);
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)} aria-label={`${words.make}: ${cluster.name}`}>
        {words.make}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={words.makeTitle}
        centered
        closeButtonProps={{ 'aria-label': parts.close }}
      >
        <Form cluster={cluster} onKept={onKept} onClose={close} />
      </Modal>
    </>
  );
};
