import { Button, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

import { ConfirmDialog, type Question } from './confirm-dialog.tsx';

/** A button for what cannot be taken back or reaches many: it says what will happen, and asks. */
export const ConfirmButton = (
  props: Question & { label: string; button?: ButtonProps & { 'aria-label'?: string } },
) => {
  const { label, button, ...question } = props;
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" {...button} onClick={open}>
        {label}
      </Button>
      <ConfirmDialog {...question} isOpen={isOpen} onClose={close} />
    </>
  );
};
