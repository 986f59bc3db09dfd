import { TextInput } from '@mantine/core';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { useWords } from '../../words/language.tsx';
import type { MessagePlace } from './place.ts';
import { messageWords } from './words.ts';

const addressMost = 320;

/** Sends the message once to somebody of the team, filled as in the preview. */
export const SendTest = (props: {
  of: string;
  place: Pick<MessagePlace, 'person' | 'locale'>;
  /** As your draft has it, instead of what is published. */
  isDraft?: boolean;
}) => {
  const { person, locale } = props.place;
  const words = useWords(messageWords);
  const api = useApi();
  const notice = useNotice();
  const [to, setTo] = useState('');
  const send = async (): Promise<void> => {
    const body = {
      to: to.trim(),
      ...(props.isDraft === true ? { draft: true } : {}),
      ...(person === undefined ? {} : { profile: person }),
      ...(locale === undefined ? {} : { locale }),
    };
    const params = { path: { key: props.of } };
    const sent = await ask(api.POST('/api/templates/{key}/test', { params, body }));
    notice.done(words.tested(sent.to));
  };
  return (
    <ConfirmButton
      label={words.sendTest}
      title={words.testTitle}
      text={words.testText}
      confirm={words.send}
      color="cyan"
      button={{ variant: props.isDraft === true ? 'default' : 'filled' }}
      isReady={to.trim() !== ''}
      onConfirm={send}
    >
      <TextInput
        label={words.testTo}
        value={to}
        maxLength={addressMost}
        data-autofocus
        onChange={({ currentTarget }) => setTo(currentTarget.value)}
      />
    </ConfirmButton>
  );
};
