import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';

import { NewFile } from '../../parts/drafts/new-file.tsx';
import { useWords } from '../../words/language.tsx';
import { ruleWords } from './words.ts';

/** What a rule can begin with, by what it does. */
const outcomes = {
  score: { type: 'score', params: { kind: 'engagement', by: 5 } },
  tag: { type: 'tag', params: { add: ['new-tag'] } },
} as const;
const kinds = ['score', 'tag'] as const;

const firstText = (input: { name: string; on: string; does: (typeof kinds)[number] }): string =>
  `${JSON.stringify(
    {
      name: input.name,
      on: [input.on],
      conditions: { all: [{ fact: 'profile', path: '$.stage', operator: 'exists', value: true }] },
      event: outcomes[input.does],
    },
    undefined,
    2,
  )}\n`;

/** Begins a rule as a draft: a score or a tag for everybody who does something. */
export const NewRule = () => {
  const words = useWords(ruleWords);
  const [on, setOn] = useState('');
  const [does, setDoes] = useState<(typeof kinds)[number]>('score');
  return (
    <NewFile
      title={words.newRule}
      isReady={on.trim() !== ''}
      files={({ key, name }) => ({ [`rules/${key}.json`]: firstText({ name, on: on.trim(), does }) })}
      to={(key) => `/rules/${key}/edit`}
    >
      <TextInput
        label={words.on}
        required
        maxLength={200}
        value={on}
        onChange={({ currentTarget }) => setOn(currentTarget.value)}
      />
      <Select
        label={words.does}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: words.doesOf(value) }))}
        value={does}
        onChange={(next) => setDoes(next === 'tag' ? next : 'score')}
      />
    </NewFile>
  );
};
