import { Modal, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useWords } from '../../words/language.tsx';
import { type Definition, movesFrom, stageName, useDefinition } from '../crm/definition.ts';
import { RecordForm } from '../crm/forms/record-form.tsx';
import type { RecordRow } from '../crm/record-row.ts';
import { useWorkAct, type WorkItem } from './use-work-act.ts';
import { useWorkTitle } from './work-title.ts';
import { serviceWords } from './words.ts';

type Props = { item: WorkItem; onClose: () => void };

/** Where the record moves to, and what that stage requires. */
const Form = (props: Props & { definition: Definition; row: RecordRow }) => {
  const { item, onClose, definition, row } = props;
  const words = useWords(serviceWords);
  const notice = useNotice();
  const act = useWorkAct(item);
  const moves = movesFrom(definition, row.stage);
  const ending = moves.find(({ ends }) => ends !== undefined && ends !== 'lost');
  const [key, setKey] = useState((ending ?? moves[0])?.key);
  const stage = moves.find((one) => one.key === key);
  const lacking = (stage?.requires ?? []).filter((field) => row.data[field] === undefined);
  return (
    <Stack>
      <Select
        label={words.stageAfter}
        allowDeselect={false}
        data={moves.map((one) => ({ value: one.key, label: stageName(definition, one.key) }))}
        value={key ?? null}
        onChange={(next) => setKey(next ?? undefined)}
      />
      <RecordForm
        key={key}
        definition={definition}
        values={{}}
        fields={lacking}
        needed={lacking}
        save={words.done}
        cancel={{ label: words.cancel, act: onClose }}
        onSave={async (data) => {
          await act.mutateAsync({ act: 'done', data, ...(key === undefined ? {} : { stage: key }) });
          notice.done(words.isDone);
          onClose();
        }}
      />
    </Stack>
  );
};

/** Moves a record of the queue on: the stage is chosen, and what it requires is asked for. */
export const RecordDoneDialog = ({ item, onClose }: Props) => {
  const words = useWords(serviceWords);
  const api = useApi();
  const title = useWorkTitle(item);
  const kind = item.kind ?? '';
  const definition = useDefinition(kind);
  const record = useQuery({
    queryKey: ['record', kind, item.id],
    queryFn: () => ask(api.GET('/api/records/{kind}/{id}', { params: { path: { kind, id: item.id } } })),
  });
  const error = definition.error ?? record.error;
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': words.cancel }}>
      {error !== null ? <ProblemAlert error={error} /> : null}
      {definition.isSuccess && record.isSuccess ? (
        <Form item={item} onClose={onClose} definition={definition.data} row={record.data} />
      ) : null}
      {error === null && (definition.isPending || record.isPending) ? <Loading /> : null}
    </Modal>
  );
};
