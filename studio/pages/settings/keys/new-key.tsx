import { Checkbox, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { type Scope, useApi, useMe } from '../../../app/session.tsx';
import { dayStart } from '../../../parts/days/day-start.ts';
import { DialogButtons } from '../../../parts/dialogs/dialog-buttons.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { useWords } from '../../../words/language.tsx';
import { keysWords } from './keys-words.ts';
import { MadeKey } from './made-key.tsx';
import { scopeWords } from './scope-words.ts';

type Draft = {
  readonly name: string;
  readonly kind: 'public' | 'server';
  readonly scopes: readonly Scope[];
  readonly day: string;
};
type Fields = { draft: Draft; onChange: (draft: Draft) => void };

const start: Draft = { name: '', kind: 'server', scopes: ['track:server'], day: '' };

const Kind = ({ draft, onChange }: Fields) => {
  const words = useWords(keysWords);
  return (
    <Radio.Group
      label={words.kind}
      value={draft.kind}
      onChange={(kind) => onChange({ ...draft, kind: kind === 'public' ? 'public' : 'server' })}
    >
      <Stack gap="md" mt="xs">
        <Radio value="server" label={words.kind_server} description={words.serverText} />
        <Radio value="public" label={words.kind_public} description={words.publicText} />
      </Stack>
    </Radio.Group>
  );
};

/** What a server key may do, of what the person may do themselves. */
const Scopes = ({ draft, onChange }: Fields) => {
  const words = useWords(keysWords);
  const names = useWords(scopeWords);
  const { scopes: mine } = useMe();
  const offered: readonly Scope[] = ['track:server', ...mine.filter((scope) => !scope.startsWith('track:'))];
  return (
    <Checkbox.Group
      label={words.scopes}
      value={[...draft.scopes]}
      onChange={(next) => onChange({ ...draft, scopes: offered.filter((scope) => next.includes(scope)) })}
    >
      <Stack gap="md" mt="xs">
        {offered.map((scope) => (
          <Checkbox key={scope} value={scope} label={names[scope]} description={scope} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
};

const DraftFields = ({ draft, onChange }: Fields) => {
  const words = useWords(keysWords);
  return (
    <>
      <TextInput
        label={words.name}
        description={words.nameHint}
        required
        maxLength={100}
        data-autofocus
        value={draft.name}
        onChange={({ currentTarget }) => onChange({ ...draft, name: currentTarget.value })}
      />
      <Kind draft={draft} onChange={onChange} />
      {draft.kind === 'server' ? <Scopes draft={draft} onChange={onChange} /> : null}
      <TextInput
        type="date"
        label={words.ends}
        description={words.endsHint}
        value={draft.day}
        onChange={({ currentTarget }) => onChange({ ...draft, day: currentTarget.value })}
      />
    </>
  );
};

/** Makes a key, and shows its text once. */
export const NewKey = ({ onClose }: { onClose: () => void }) => {
  const words = useWords(keysWords);
  const parts = useWords(partWords);
  const api = useApi();
  const queries = useQueryClient();
  const { workspace } = useMe();
  const [draft, setDraft] = useState(start);
  const { name, kind, scopes, day } = draft;
  const make = useMutation({
    mutationFn: () => {
      const ends = day === '' ? {} : { expiresAt: dayStart({ day, zone: workspace.zone }) };
      const may = kind === 'public' ? {} : { scopes: [...scopes] };
      return ask(api.POST('/api/keys', { body: { name: name.trim(), kind, ...may, ...ends } }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={make.isSuccess ? words.madeTitle : words.newKey}
      closeOnClickOutside={!make.isSuccess}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      {make.isSuccess ? (
        <MadeKey text={make.data.key} onClose={onClose} />
      ) : (
        <Stack>
          <DraftFields draft={draft} onChange={setDraft} />
          <DialogButtons
            label={words.make}
            act={make}
            isReady={name.trim() !== '' && (kind === 'public' || scopes.length > 0)}
            onAct={() => make.mutate()}
            onClose={onClose}
          />
        </Stack>
      )}
    </Modal>
  );
};
