import { Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { DialogButtons } from '../../../parts/dialogs/dialog-buttons.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { useWords } from '../../../words/language.tsx';
import { SignInLink } from './sign-in-link.tsx';
import { teamWords } from './team-words.ts';
import { type UserDraft, UserFields } from './user-fields.tsx';

const nobody: UserDraft = { name: '', role: 'marketer', teams: [] };

/** Invites somebody, and offers the link with which they come in. */
export const InviteDialog = ({ onClose }: { onClose: () => void }) => {
  const words = useWords(teamWords);
  const parts = useWords(partWords);
  const notice = useNotice();
  const api = useApi();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [draft, setDraft] = useState(nobody);
  const invite = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/users', { body: { ...draft, teams: [...draft.teams], email: email.trim() } })),
    onSuccess: async ({ name }) => {
      notice.done(words.invitedDone(name));
      await queries.invalidateQueries({ queryKey: ['users'] });
    },
  });
  if (invite.isSuccess) return <SignInLink user={invite.data} onClose={onClose} />;
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.inviteTitle}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        <TextInput
          label={words.email}
          type="email"
          required
          data-autofocus
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <UserFields value={draft} onChange={setDraft} />
        <DialogButtons
          label={words.inviteButton}
          act={invite}
          isReady={email.trim() !== '' && draft.name.trim() !== ''}
          onAct={() => invite.mutate()}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};
