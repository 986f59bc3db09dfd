import { useCallback, useRef, useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { sumParts } from './sum-parts.ts';

type DryRun = components['schemas']['DryRun'];
export type Told = components['schemas']['Replay']['told'];
export type How = 'dry-run' | 'replay';

/** So many people are told one by one. */
const toldMost = 200;

/** How far a dry run is. */
export type Tried = {
  readonly sum: DryRun | undefined;
  readonly told: Told;
  readonly isRunning: boolean;
  readonly error: unknown;
};

const nothing: Tried = { sum: undefined, told: [], isRunning: false, error: undefined };

/** Plays a journey part by part, and adds the parts up as they come. */
export const useDryRun = (input: {
  journey: string;
  definition: Readonly<Record<string, unknown>> | undefined;
}) => {
  const { journey, definition } = input;
  const api = useApi();
  const [tried, setTried] = useState<Tried>(nothing);
  const turn = useRef(0);
  const stop = useCallback(() => {
    turn.current += 1;
    setTried((before) => ({ ...before, isRunning: false }));
  }, []);
  const begin = async (wish: { how: How; days: number }): Promise<void> => {
    turn.current += 1;
    const mine = turn.current;
    const params = { path: { key: journey } };
    const draft = definition === undefined ? {} : { definition: { ...definition } };
    let sum: DryRun | undefined;
    let told: Told = [];
    setTried({ ...nothing, isRunning: true });
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
        setTried({ sum, told, isRunning: cursor !== undefined, error: undefined });
        if (cursor === undefined) return;
      }
    } catch (error) {
      if (turn.current === mine) setTried({ sum, told, isRunning: false, error });
    }
  };
  return { tried, begin, stop };
};
