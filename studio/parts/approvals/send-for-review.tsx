import { Checkbox, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { useWords } from '../../words/language.tsx';
import { DialogButtons } from '../dialogs/dialog-buttons.tsx';
import { useFiles } from '../drafts/use-file.ts';
import { useNotice } from '../page/notice.tsx';
import { partWords } from '../text/part-words.ts';
import type { Approval } from './approval-state.tsx';
import { approvalWords } from './approval-words.ts';
import { useMyApprovals } from './use-my-approvals.ts';

const noteMost = 500;

/** Sends the chosen drafts, in a new approval or in one there is. */
const useSend = (input: { again: Approval | undefined; onSent: () => void }) => {
  const { again, onSent } = input;
  const words = useWords(approvalWords);
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { note: string; paths: string[] }) =>
      again === undefined
        ? ask(api.POST('/api/workspace/approvals', { body }))
        : ask(api.POST('/api/workspace/approvals/{id}/send', { params: { path: { id: again.id } }, body })),
    onSuccess: async () => {
      notice.done(words.sent);
      onSent();
      const stale = ['approvals', 'approval', 'work', 'publish'];
      await Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
};

/** The drafts that can be sent, and those that are: all, or those that were sent before, until somebody chooses. */
const useChosen = (again: Approval | undefined) => {
  const files = useFiles();
  const mine = useMyApprovals();
  const [left, setLeft] = useState<readonly string[]>([]);
  const drafts = (files.data ?? []).filter(({ path, draft }) => {
    const standing = mine.of(path);
    return draft !== undefined && (standing === undefined || standing.id === again?.id);
  });
  const all = drafts.map(({ path }) => path);
  const usual = (path: string): boolean => again === undefined || again.paths.includes(path);
  return {
    drafts,
    paths: all.filter((path) => usual(path) !== left.includes(path)),
    choose: (next: readonly string[]): void =>
      setLeft(all.filter((path) => usual(path) !== next.includes(path))),
  };
};

/** Asks which drafts are sent for review, and what for. */
export const SendForReview = (props: { again?: Approval; onClose: () => void }) => {
  const { again, onClose } = props;
  const words = useWords(approvalWords);
  const parts = useWords(partWords);
  const { drafts, paths, choose } = useChosen(again);
  const send = useSend({ again, onSent: onClose });
  const [note, setNote] = useState(again?.note ?? '');
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.sendTitle}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        <Text size="sm">{words.sendText}</Text>
        <Textarea
          label={words.note}
          description={words.noteText}
          required
          autosize
          minRows={2}
          maxLength={noteMost}
          data-autofocus
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <Checkbox.Group label={words.which} value={paths} onChange={choose}>
          <Stack gap="xs" mt="xs">
            {drafts.map(({ path, draft }) => (
              <Checkbox
                key={path}
                value={path}
                label={draft?.change === 'removed' ? words.removes(path) : path}
                styles={{ label: { overflowWrap: 'anywhere' } }}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <DialogButtons
          label={words.doSend}
          act={send}
          isReady={note.trim() !== '' && paths.length > 0}
          onAct={() => send.mutate({ note: note.trim(), paths })}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};
