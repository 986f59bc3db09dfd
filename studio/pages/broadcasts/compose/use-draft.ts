import { useDebouncedCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { useUnsaved } from '../../../parts/page/use-unsaved.ts';
import { type Plan, wholePlan } from './plan.ts';

type Draft = components['schemas']['BroadcastWithProblems'];

/** How long after the last change a draft is saved, in milliseconds. */
const pauseMs = 600;

/** How a draft stands: `saved` as it is shown, or refused with what the API said. */
export type Saving =
  | { readonly kind: 'saved' | 'saving' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** The plan of a draft while it is changed. It saves itself; `flush` saves it now and throws where that is refused. */
export const useDraft = (draft: Draft) => {
  const { id } = draft;
  const api = useApi();
  const queries = useQueryClient();
  const [plan, setPlan] = useState<Plan>(() => wholePlan(draft.plan));
  const [saving, setSaving] = useState<Saving>({ kind: 'saved' });
  const wanted = useRef(plan);
  const kept = useRef(plan);
  const rev = useRef(draft.rev);
  const turn = useRef<Promise<void>>(Promise.resolve());

  const saveOnce = async (): Promise<void> => {
    const next = wanted.current;
    if (next === kept.current) return;
    const body = { plan: next, rev: rev.current };
    const saved = await ask(api.PUT('/api/broadcasts/{id}', { params: { path: { id } }, body }));
    kept.current = next;
    rev.current = saved.rev;
    queries.setQueryData(['broadcast', id], saved);
    setSaving({ kind: wanted.current === next ? 'saved' : 'saving' });
  };
  const flush = (): Promise<void> => {
    // One save after the other: each names the revision that the one before it made.
    const next = turn.current.then(saveOnce);
    turn.current = next.catch((error: unknown) => setSaving({ kind: 'failed', error }));
    return next;
  };
  const later = useDebouncedCallback(() => void flush().catch(() => undefined), {
    delay: pauseMs,
    flushOnUnmount: true,
  });
  const change = (next: Plan): void => {
    wanted.current = next;
    setPlan(next);
    setSaving({ kind: 'saving' });
    later();
  };
  useUnsaved(saving.kind !== 'saved');
  return { plan, change, saving, flush };
};
