import { Modal } from '@mantine/core';

import { useNotice } from '../../parts/page/notice.tsx';
import { useWords } from '../../words/language.tsx';
import { type Definition, type Stage, stageName } from './definition.ts';
import { RecordForm } from './forms/record-form.tsx';
import type { RecordRow } from './record-row.ts';
import { useChangeRecord } from './use-change-record.ts';
import { crmWords } from './words.ts';

/** Asks for what a stage requires, and moves the record there. */
export const MoveDialog = (props: {
  definition: Definition;
  row: RecordRow;
  stage: Stage;
  onClose: () => void;
}) => {
  const { definition, row, stage, onClose } = props;
  const words = useWords(crmWords);
  const notice = useNotice();
  const change = useChangeRecord();
  const name = stageName(definition, stage.key);
  const lacking = stage.requires.filter((key) => row.data[key] === undefined);
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${words.moveTo} ${name}`}
      centered
      closeButtonProps={{ 'aria-label': words.cancel }}
    >
      <RecordForm
        definition={definition}
        values={{}}
        fields={lacking}
        needed={lacking}
        save={`${words.moveTo} ${name}`}
        cancel={{ label: words.cancel, act: onClose }}
        onSave={async (data) => {
          await change.mutateAsync({ row, change: { stage: stage.key, data } });
          notice.done(words.moved(name));
          onClose();
        }}
      />
    </Modal>
  );
};
