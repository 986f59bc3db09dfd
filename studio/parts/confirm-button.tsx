import { Button, type ButtonProps, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { useWords } from '../words/language.tsx';
import { partWords } from './part-words.ts';
import { ProblemAlert } from './problem-alert.tsx';

/** A button for what cannot be taken back or reaches many: it says what will happen, and asks. */
export const ConfirmButton = (props: {
  label: string;
  title: string;
  text: string;
  /** What the button that does it says: the verb, not `OK`. */
  confirm: string;
  color?: string;
  button?: ButtonProps;
  /** What else is to be filled in. */
  children?: ReactNode;
  isReady?: boolean;
  onConfirm: () => Promise<unknown>;
}) => {
  const { label, title, text, confirm, color = 'red', button, children, isReady = true, onConfirm } = props;
  const words = useWords(partWords);
  const [isOpen, { open, close }] = useDisclosure(false);
  const act = useMutation({ mutationFn: onConfirm, onSuccess: close });
  const leave = (): void => {
    act.reset();
    close();
  };
  return (
    <>
      <Button variant="default" {...button} onClick={open}>
        {label}
      </Button>
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
    </>
  );
};
