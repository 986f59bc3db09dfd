import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { useWords } from '../../words/language.tsx';
import type { Broadcast } from './broadcast-state.tsx';
import { useMakeDraft } from './new-broadcast.tsx';
import { broadcastWords } from './words.ts';

type Verb = 'pause' | 'resume' | 'unschedule' | 'cancel';

/** What is done to a broadcast, by its id. */
export const useSteer = ({ id }: Pick<Broadcast, 'id'>) => {
  const api = useApi();
  const queries = useQueryClient();
  return async (verb: Verb): Promise<void> => {
    const params = { path: { id } };
    if (verb === 'pause') await ask(api.POST('/api/broadcasts/{id}/pause', { params }));
    else if (verb === 'resume') await ask(api.POST('/api/broadcasts/{id}/resume', { params }));
    else if (verb === 'unschedule') await ask(api.POST('/api/broadcasts/{id}/unschedule', { params }));
    else await ask(api.POST('/api/broadcasts/{id}/cancel', { params }));
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['broadcast', id] }),
      queries.invalidateQueries({ queryKey: ['broadcasts'] }),
      queries.invalidateQueries({ queryKey: ['operations'] }),
    ]);
  };
};

/** What is done at once and can be taken back. */
export const SteerButton = ({ broadcast }: { broadcast: Broadcast }) => {
  const words = useWords(broadcastWords);
  const may = useMay();
  const notice = useNotice();
  const steer = useSteer(broadcast);
  const { state } = broadcast;
  const verb =
    state === 'paused'
      ? 'resume'
      : state === 'scheduled'
        ? 'unschedule'
        : state === 'sending' || state === 'testing'
          ? 'pause'
          : undefined;
  const act = useMutation({ mutationFn: steer, onError: notice.failed });
  if (verb === undefined || !may('write')) return null;
  return (
    <Button loading={act.isPending} onClick={() => act.mutate(verb)}>
      {words[verb]}
    </Button>
  );
};

/** What else can be done: a copy, and what cannot be taken back. */
export const MoreActions = ({ broadcast }: { broadcast: Broadcast }) => {
  const words = useWords(broadcastWords);
  const may = useMay();
  const notice = useNotice();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const steer = useSteer(broadcast);
  const make = useMakeDraft();
  const [isAsked, setAsked] = useState(false);
  const { id, plan, state } = broadcast;
  if (!may('draft')) return null;
  const isDraft = state === 'draft';
  const ends = isDraft || (may('write') && !['sent', 'cancelled'].includes(state));
  const end = async (): Promise<void> => {
    if (!isDraft) return steer('cancel');
    await ask(api.DELETE('/api/broadcasts/{id}', { params: { path: { id } } }));
    await queries.invalidateQueries({ queryKey: ['broadcasts'] });
    await navigate({ to: '/broadcasts' });
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">{words.more}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() => void make({ ...plan, name: words.copyOf(plan.name) }).catch(notice.failed)}
          >
            {words.copy}
          </Menu.Item>
          {ends ? (
            <Menu.Item color="red" onClick={() => setAsked(true)}>
              {isDraft ? words.remove : words.cancel}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={`${isDraft ? words.remove : words.cancel}: ${plan.name}`}
        text={isDraft ? words.removeText : words.cancelText}
        confirm={isDraft ? words.remove : words.cancel}
        onConfirm={end}
      />
    </>
  );
};
