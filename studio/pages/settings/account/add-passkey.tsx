import { Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { addPasskey } from '../../../api/passkeys.ts';
import { useConnection } from '../../../app/session.tsx';
import { DialogButtons } from '../../../parts/dialogs/dialog-buttons.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { useWords } from '../../../words/language.tsx';
import { accountWords } from './account-words.ts';

/** Names a passkey, and has the device make it. */
export const AddPasskey = ({ onClose }: { onClose: () => void }) => {
  const words = useWords(accountWords);
  const parts = useWords(partWords);
  const { tenant } = useConnection();
  const queries = useQueryClient();
  const notice = useNotice();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => addPasskey({ tenant, name: name.trim() }),
    onSuccess: async (isAdded) => {
      if (!isAdded) return;
      onClose();
      notice.done(words.added);
      await queries.invalidateQueries({ queryKey: ['passkeys'] });
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.add}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextInput
          label={words.name}
          description={words.nameHint}
          required
          maxLength={60}
          data-autofocus
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <DialogButtons
          label={words.add}
          act={add}
          isReady={name.trim() !== ''}
          onAct={() => add.mutate()}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};
