import { Select } from '@mantine/core';
import { useState } from 'react';

import { setIn } from '../../../parts/drafts/fields/file-form.ts';
import { NewFile } from '../../../parts/drafts/new-file.tsx';
import { entriesIn, settingsPath, useSettingsFile } from '../../../parts/drafts/settings-file.ts';
import { useWords } from '../../../words/language.tsx';
import { editFormWords } from './words.ts';

/** Begins a form in your draft of `ciclo.json`: its name, and the topic that people subscribe to by it. */
export const NewForm = () => {
  const words = useWords(editFormWords);
  const { text, isReady } = useSettingsFile();
  const topics = Object.keys(entriesIn(text, 'topics'));
  const [chosen, setChosen] = useState<string | null>(null);
  const topic = chosen ?? topics[0] ?? '';
  return (
    <NewFile
      title={words.newForm}
      isReady={isReady && topic !== ''}
      isChange
      files={({ key, name }) => ({
        [settingsPath]: setIn({ text, path: ['forms', key], value: { title: name, topic, fields: [] } }),
      })}
      to={(key) => `/forms/${key}/edit`}
    >
      <Select
        label={words.topic}
        description={words.topicText}
        allowDeselect={false}
        data={topics}
        value={topic === '' ? null : topic}
        onChange={setChosen}
      />
    </NewFile>
  );
};
