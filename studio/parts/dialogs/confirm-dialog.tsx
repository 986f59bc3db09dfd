import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { useWords } from '../../words/language.tsx';
import { partWords } from '../text/part-words.ts';
import { ProblemAlert } from '../page/problem-alert.tsx';

/** What is asked before something is done. */
export type Question = {
  readonly title: string;
  readonly text: string;
  /** What the button that does it says: the verb, not `OK`. */
  readonly confirm: string;
  readonly color?: string;
  /** What else is to be filled in. */
  readonly children?: ReactNode;
  readonly isReady?: boolean;
  readonly onConfirm: () => Promise<unknown>;
};

/** Says what will happen, and asks. */
export const ConfirmDialog = (props: Question & { isOpen: boolean; onClose: () => void }) => {
  const { title, text, confirm, color = 'red', children, isReady = true, onConfirm, isOpen, onClose } = props;
  const words = useWords(partWords);
  const act = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  const leave = (): void => {
    act.reset();
    onClose();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={leave}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack>
        <Text size="sm">{text}</Text>
        {children}
        {act.isError ? <ProblemAlert error={act.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={leave}>
            {words.cancel}
          </Button>
          <Button color={color} loading={act.isPending} disabled={!isReady} onClick={() => act.mutate()}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
