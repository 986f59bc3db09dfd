import { Select } from '@mantine/core';
import { useState } from 'react';

import { NewFile } from '../../../parts/drafts/new-file.tsx';
import { useFiles } from '../../../parts/drafts/use-file.ts';
import { useWords } from '../../../words/language.tsx';
import { messageWords } from '../words.ts';
import { firstFiles } from './first-files.ts';
import { filesOfMessage, partialNames } from './message-files.ts';
import { useVocabulary } from './use-vocabulary.ts';
import { editMessageWords } from './words.ts';

const channels = ['email', 'sms', 'push', 'whatsapp', 'chat', 'social', 'post'];
const classes = ['marketing', 'transactional'] as const;

type Wanted = { channel: string; class: (typeof classes)[number]; topic: string | null };

/** What the message is: where it is sent, what it needs, what it is about. */
const Kind = ({ wanted, change }: { wanted: Wanted; change: (next: Partial<Wanted>) => void }) => {
  const words = useWords(editMessageWords);
  const more = useWords(messageWords);
  const vocabulary = useVocabulary();
  return (
    <>
      <Select
        label={more.channel}
        allowDeselect={false}
        data={channels.map((value) => ({ value, label: more.nameOf(value) }))}
        value={wanted.channel}
        onChange={(next) => change({ channel: next ?? wanted.channel })}
      />
      <Select
        label={words.kind}
        description={wanted.class === 'marketing' ? words.marketingText : words.transactionalText}
        allowDeselect={false}
        data={classes.map((value) => ({ value, label: more.nameOf(value) }))}
        value={wanted.class}
        onChange={(next) => change({ class: next === 'transactional' ? next : 'marketing' })}
      />
      <Select
        label={more.topic}
        required
        allowDeselect={false}
        data={vocabulary.data?.topics ?? []}
        value={wanted.topic}
        onChange={(topic) => change({ topic })}
      />
    </>
  );
};

/** Begins a message: a draft that could be published as it is. */
export const NewMessage = () => {
  const words = useWords(editMessageWords);
  const files = useFiles();
  const vocabulary = useVocabulary();
  const [wanted, setWanted] = useState<Wanted>({ channel: 'email', class: 'marketing', topic: null });
  const { defaultLocale: locale = 'en' } = vocabulary.data ?? {};
  return (
    <NewFile
      title={words.newMessage}
      isReady={wanted.topic !== null}
      files={({ key, name }) => {
        const partials = partialNames(filesOfMessage(files.data ?? [], key));
        return firstFiles({ ...wanted, topic: wanted.topic ?? '', key, name, locale, partials });
      }}
      to={(key) => `/messages/${key}/edit`}
    >
      <Kind wanted={wanted} change={(next) => setWanted({ ...wanted, ...next })} />
    </NewFile>
  );
};
