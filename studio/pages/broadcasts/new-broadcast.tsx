import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { useWords } from '../../words/language.tsx';
import type { Broadcast } from './broadcast-state.tsx';
import { broadcastWords } from './words.ts';

export const nameMost = 120;

/** Makes a draft and opens it. */
export const useMakeDraft = () => {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async (plan: Broadcast['plan']): Promise<void> => {
    const made = await ask(api.POST('/api/broadcasts', { body: plan }));
    await queries.invalidateQueries({ queryKey: ['broadcasts'] });
    await navigate({ to: `/broadcasts/${made.id}` });
  };
};

/** Begins a broadcast: a name, and it is a draft. */
export const NewBroadcast = () => {
  const words = useWords(broadcastWords);
  const may = useMay();
  const make = useMakeDraft();
  const [name, setName] = useState('');
  if (!may('draft')) return null;
  return (
    <ConfirmButton
      label={words.create}
      title={words.create}
      text={words.createText}
      confirm={words.begin}
      color="cyan"
      button={{ variant: 'filled' }}
      isReady={name.trim() !== ''}
      onConfirm={() => make({ name: name.trim() })}
    >
      <TextInput
        label={words.name}
        description={words.nameText}
        maxLength={nameMost}
        data-autofocus
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </ConfirmButton>
  );
};
