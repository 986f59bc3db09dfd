import { Button, Group } from '@mantine/core';

import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useWords } from '../../words/language.tsx';
import { serviceWords } from './words.ts';

/** The end of a dialog: what went wrong, and how it is left or done. */
export const DialogButtons = (props: {
  label: string;
  act: { readonly isError: boolean; readonly isPending: boolean; readonly error: unknown };
  onAct: () => void;
  onClose: () => void;
}) => {
  const { label, act, onAct, onClose } = props;
  const words = useWords(serviceWords);
  return (
    <>
      {act.isError ? <ProblemAlert error={act.error} /> : null}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button loading={act.isPending} onClick={onAct}>
          {label}
        </Button>
      </Group>
    </>
  );
};
