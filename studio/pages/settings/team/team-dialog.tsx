import { Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { DialogButtons } from '../../../parts/dialogs/dialog-buttons.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { useWords } from '../../../words/language.tsx';
import { HoursInput } from './hours-input.tsx';
import { draftOf, type HoursDraft, hoursOf } from './hours.ts';
import { teamWords } from './team-words.ts';

type Team = components['schemas']['Team'];

const keyPattern = /^[a-z][a-z0-9-]{0,63}$/;

/** A key made of a name: `Customer care` is `customer-care`. */
const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .trim()
    .replaceAll(/[ -]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 64);

type Draft = {
  readonly name: string;
  readonly key: string;
  readonly hours: HoursDraft;
  readonly isActive: boolean;
};

/** Keeps a team: a new one, or one as it was seen. */
const useSaveTeam = (input: { team: Team | undefined; onDone: () => void }) => {
  const { team, onDone } = input;
  const words = useWords(teamWords);
  const notice = useNotice();
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, key, hours, isActive: active }: Draft) => {
      const named = hoursOf(hours);
      if (team === undefined) {
        const body = { key, name, ...(named === null ? {} : { hours: named }) };
        return ask(api.POST('/api/teams', { body }));
      }
      const header = { 'if-match': `"${team.revision}"` };
      const params = { path: { key: team.key }, header };
      return ask(api.PATCH('/api/teams/{key}', { params, body: { name, hours: named, active } }));
    },
    onSuccess: async () => {
      notice.done(team === undefined ? words.made : words.saved);
      await queries.invalidateQueries({ queryKey: ['teams'] });
      onDone();
    },
  });
};

const Fields = (props: { isNew: boolean; draft: Draft; onChange: (change: Partial<Draft>) => void }) => {
  const { isNew, draft, onChange } = props;
  const words = useWords(teamWords);
  return (
    <>
      <TextInput
        label={words.name}
        required
        maxLength={100}
        data-autofocus
        value={draft.name}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      <TextInput
        label={words.key}
        required
        readOnly={!isNew}
        description={words.keyHint}
        value={draft.key}
        onChange={({ currentTarget }) => onChange({ key: currentTarget.value })}
      />
      <HoursInput
        label={words.teamHours}
        text={words.teamHoursText}
        value={draft.hours}
        onChange={(hours) => onChange({ hours })}
      />
      {isNew ? null : (
        <Switch
          label={words.working}
          description={words.deactivateTeamText}
          checked={draft.isActive}
          onChange={({ currentTarget }) => onChange({ isActive: currentTarget.checked })}
        />
      )}
    </>
  );
};

/** Makes a team, or changes one as it was seen. */
export const TeamDialog = ({ team, onClose }: { team?: Team; onClose: () => void }) => {
  const words = useWords(teamWords);
  const parts = useWords(partWords);
  const save = useSaveTeam({ team, onDone: onClose });
  const [hasKey, setHasKey] = useState(team !== undefined);
  const [draft, setDraft] = useState<Draft>(() => ({
    name: team?.name ?? '',
    key: team?.key ?? '',
    hours: draftOf(team?.hours),
    isActive: team?.deactivatedAt === undefined,
  }));
  const change = (next: Partial<Draft>): void => {
    if (next.key !== undefined) setHasKey(true);
    const key = next.name === undefined || hasKey ? {} : { key: keyOf(next.name) };
    setDraft({ ...draft, ...key, ...next });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={team === undefined ? words.newTeam : words.editTitle(team.name)}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        <Fields isNew={team === undefined} draft={draft} onChange={change} />
        <DialogButtons
          label={team === undefined ? words.make : words.save}
          act={save}
          isReady={draft.name.trim() !== '' && keyPattern.test(draft.key)}
          onAct={() => save.mutate(draft)}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};
