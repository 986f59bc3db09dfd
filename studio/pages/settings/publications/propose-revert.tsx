import { Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { approvalWords } from '../../../parts/approvals/approval-words.ts';
import { DialogButtons } from '../../../parts/dialogs/dialog-buttons.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { partWords } from '../../../parts/text/part-words.ts';
import { useWords } from '../../../words/language.tsx';
import { publicationWords } from './publications-words.ts';

const noteMost = 500;

/** Sends the files of a former revision for review, and leads to the approval. */
export const ProposeRevert = ({ revision, onClose }: { revision: number; onClose: () => void }) => {
  const words = useWords(publicationWords);
  const review = useWords(approvalWords);
  const parts = useWords(partWords);
  const api = useApi();
  const format = useFormat();
  const notice = useNotice();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [note, setNote] = useState('');
  const send = useMutation({
    mutationFn: () => {
      const params = { path: { revision: String(revision) } };
      const body = { note: note.trim() };
      return ask(api.POST('/api/workspace/publications/{revision}/review', { params, body }));
    },
    onSuccess: async ({ id }) => {
      notice.done(review.sent);
      const stale = ['approvals', 'work', 'files'];
      await Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] })));
      await navigate({ to: `/approvals/${id}` });
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.proposeTitle(format.number(revision))}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        <Text size="sm">{words.proposeText}</Text>
        <Textarea
          label={review.note}
          description={review.noteText}
          required
          autosize
          minRows={2}
          maxLength={noteMost}
          data-autofocus
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <DialogButtons
          label={review.doSend}
          act={send}
          isReady={note.trim() !== ''}
          onAct={() => send.mutate()}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};
