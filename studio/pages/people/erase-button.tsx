import { Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { useWords } from '../../words/language.tsx';
import { peopleWords } from './words.ts';

/** The second question. It is asked each time the dialog opens. */
const Sure = ({ isSure, onChange }: { isSure: boolean; onChange: (isSure: boolean) => void }) => {
  const words = useWords(peopleWords);
  useEffect(() => () => onChange(false), [onChange]);
  return (
    <Checkbox
      label={words.eraseSure}
      checked={isSure}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
};

/** Removes everything that is kept of a person; asks twice, since nothing brings it back. */
export const EraseButton = ({ id }: { id: string }) => {
  const words = useWords(peopleWords);
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const notice = useNotice();
  const [isSure, setSure] = useState(false);
  return (
    <ConfirmButton
      label={words.erase}
      title={words.eraseTitle}
      text={words.eraseText}
      confirm={words.erase}
      isReady={isSure}
      onConfirm={async () => {
        await ask(api.DELETE('/api/profiles/{id}', { params: { path: { id } } }));
        notice.done(words.erased);
        await navigate({ to: '/people' });
        await queries.invalidateQueries({ queryKey: ['people'] });
        queries.removeQueries({ queryKey: ['person', id] });
      }}
    >
      <Sure isSure={isSure} onChange={setSure} />
    </ConfirmButton>
  );
};
