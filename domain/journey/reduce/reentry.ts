import { durationEnd } from './plan-wait.ts';

/** Why somebody who was in a journey before does not enter it now. */
export type ReentryRefusal = 'once-only' | 'in-already' | 'too-soon';

/** Whether `again` of a journey refuses an entry now, by the latest run of the person for the same key. */
export const refusesReentry = (input: {
  again: string;
  latest: { readonly enteredAt: number; readonly isActive: boolean };
  now: number;
  zone: string;
}): ReentryRefusal | undefined => {
  const { again, latest, now, zone } = input;
  if (again === 'never') return 'once-only';
  if (again === 'always') return undefined;
  if (latest.isActive) return 'in-already';
  if (again === 'after exit') return undefined;
  const from = durationEnd({ from: latest.enteredAt, text: again.replace(/^after /, ''), zone });
  return from > now ? 'too-soon' : undefined;
};

/** A run as far as it matters for which of several goes on. */
export type Rival = {
  readonly id: string;
  readonly enteredAt: number;
  readonly endedAt?: number;
  readonly status: 'active' | 'ended';
  readonly outcome?: string;
};

/** The outcome of a run that ended since another of the same person goes on. */
export const mergedOutcome = 'merged';

/** Runs that ended so did not take the person through the journey. */
const isNoPassage = ({ outcome }: Rival): boolean => outcome === mergedOutcome || outcome === 'held-out';

/**
 * Which runs of one journey and key end when the people who have them turn out to be one, and which run stands for each:
 * those that one person would not have had, by `again` of the journey. Of two that are active the one that was
 * entered first goes on; one that is active ends when the other has taken the person through already.
 */
export const runsTooMany = (input: {
  runs: readonly Rival[];
  again: string;
  zone: string;
}): readonly { readonly run: string; readonly instead: string }[] => {
  const { again, zone } = input;
  const sorted = input.runs
    .filter((run) => !isNoPassage(run))
    .toSorted((a, b) => a.enteredAt - b.enteredAt || (a.id < b.id ? -1 : 1));
  const ending: { run: string; instead: string }[] = [];
  let standing: Rival | undefined;
  for (const run of sorted) {
    if (standing === undefined) {
      standing = run;
      continue;
    }
    const isActive = standing.status === 'active' || (standing.endedAt ?? Infinity) > run.enteredAt;
    const latest = { enteredAt: standing.enteredAt, isActive };
    const isRefused = refusesReentry({ again, latest, now: run.enteredAt, zone }) !== undefined;
    if (isRefused && run.status === 'active') {
      ending.push({ run: run.id, instead: standing.id });
      continue;
    }
    if (isRefused && standing.status === 'active') ending.push({ run: standing.id, instead: run.id });
    if (isRefused && standing.status === 'ended') continue;
    standing = run;
  }
  return ending;
};
