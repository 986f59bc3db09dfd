import { condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';

/** What a run saw: the instants by its own clock, in milliseconds since the epoch. */
export interface Sightings {
  readonly started: number;
  readonly woken: number[];
  readonly fired: number[];
}

export const wake = defineSignal('wake');
export const sightings = defineQuery<Sightings>('sightings');

/** Waits `times` times for `waitMs`; a signal wakes it in the middle, and it goes on waiting for the same instant. */
export async function parkedRun(input: { waitMs: number; times: number }): Promise<Sightings> {
  const seen: Sightings = { started: Date.now(), woken: [], fired: [] };
  let wakes = 0;
  setHandler(wake, () => {
    wakes += 1;
  });
  setHandler(sightings, () => seen);

  let due = seen.started;
  for (let time = 0; time < input.times; time += 1) {
    due += input.waitMs;
    while (Date.now() < due) {
      if (await condition(() => wakes > 0, due - Date.now())) {
        wakes = 0;
        seen.woken.push(Date.now());
      }
    }
    seen.fired.push(Date.now());
  }
  return seen;
}
