import { useCallback, useRef, useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { sumParts } from './sum-parts.ts';

type Rehearsal = components['schemas']['Rehearsal'];
export type Told = components['schemas']['Replay']['told'];
export type How = 'dry-run' | 'replay';

/** So many people are told one by one. */
const toldMost = 200;

/** How far a rehearsal is. */
export type Rehearsed = {
  readonly sum: Rehearsal | undefined;
  readonly told: Told;
  readonly isRunning: boolean;
  readonly error: unknown;
};

const nothing: Rehearsed = { sum: undefined, told: [], isRunning: false, error: undefined };

/** Plays a journey part by part, and adds the parts up as they come. */
export const useRehearsal = (input: {
  journey: string;
  definition: Readonly<Record<string, unknown>> | undefined;
}) => {
  const { journey, definition } = input;
  const api = useApi();
  const [rehearsed, setRehearsed] = useState<Rehearsed>(nothing);
  const turn = useRef(0);
  const stop = useCallback(() => {
    turn.current += 1;
    setRehearsed((before) => ({ ...before, isRunning: false }));
  }, []);
  const begin = async (wish: { how: How; days: number }): Promise<void> => {
    turn.current += 1;
    const mine = turn.current;
    const params = { path: { key: journey } };
    const draft = definition === undefined ? {} : { definition: { ...definition } };
    let sum: Rehearsal | undefined;
    let told: Told = [];
    setRehearsed({ ...nothing, isRunning: true });
    try {
      for (let cursor: string | undefined; ;) {
        const body = { days: wish.days, sample: 500, ...draft, ...(cursor === undefined ? {} : { cursor }) };
        const part =
          wish.how === 'dry-run'
            ? { ...(await ask(api.POST('/api/journeys/{key}/dry-run', { params, body }))), told: [] }
            : await ask(api.POST('/api/journeys/{key}/replay', { params, body }));
        if (turn.current !== mine) return;
        const { told: more, ...counts } = part;
        sum = sum === undefined ? counts : sumParts(sum, counts);
        told = [...told, ...more].slice(0, toldMost);
        cursor = sum.next;
        setRehearsed({ sum, told, isRunning: cursor !== undefined, error: undefined });
        if (cursor === undefined) return;
      }
    } catch (error) {
      if (turn.current === mine) setRehearsed({ sum, told, isRunning: false, error });
    }
  };
  return { rehearsed, begin, stop };
};
