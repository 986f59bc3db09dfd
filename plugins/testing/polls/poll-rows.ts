import { type RunningProvider, scenarios } from '../subject.ts';
import type { PollSubject } from './poll-subject.ts';

type Row = Readonly<Record<string, unknown>>;

/** A poll of a list whose rows have a time of their change: each thing is a row, and what changes has a later time. */
export const pollRows = <Fake extends RunningProvider>(input: {
  readonly start: () => Promise<Fake>;
  /** The rows that the stand-in keeps. */
  readonly listOf: (fake: Fake) => Row[];
  /** A row as it is listed. `name` is a number, written as text. */
  readonly row: (name: string, at: number) => Row;
  /** What has to be there for a row. */
  readonly beside?: (fake: Fake, name: string) => void;
  readonly many: number;
}): PollSubject => ({
  plays: scenarios,
  many: input.many,
  start: async () => {
    const fake = await input.start();
    const rows = input.listOf(fake);
    const places = new Map<string, number>();
    const { url, play, playAfter, close } = fake;
    return {
      url,
      play,
      playAfter,
      close,
      add: (name, at) => {
        input.beside?.(fake, name);
        places.set(name, rows.push(input.row(name, at)) - 1);
      },
      change: (name, at) => {
        const place = places.get(name);
        if (place !== undefined) rows[place] = input.row(name, at);
      },
    };
  },
});
