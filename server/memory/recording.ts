import type { MessageRow } from '../../engine/messages/ports.ts';
import type { LedgerRow, Run } from '../../engine/runs/ports.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { TaskRow } from '../../engine/tasks/ports.ts';
import type { Stores } from '../stores/stores.ts';

/** What was written of one person, in the order in which it was. */
export type PersonRecord = {
  /** The runs as they stand, in the order in which they began. */
  readonly runs: Map<string, Run>;
  readonly rows: Map<string, LedgerRow>;
  readonly messages: Map<string, MessageRow>;
  /** Tasks that were given and that nobody has looked at yet. */
  readonly tasks: TaskRow[];
  /** How they were after each change, where that is kept. */
  readonly profiles: { readonly at: number; readonly profile: Profile }[];
  /** When their segments or dates change by time alone. */
  recheckAt: number | undefined;
};

/** What an engine writes, kept by person as it is written. */
export type Recording = {
  readonly of: (profileId: string) => PersonRecord;
  /** Whose run it is. */
  readonly ownerOf: (run: string) => string | undefined;
  /** The people whose segments or dates change by time, and when. */
  readonly rechecks: () => Iterable<readonly [string, PersonRecord]>;
};

type Kept = Recording & { readonly keepRun: (run: Run) => void };

const createKept = (): Kept => {
  const people = new Map<string, PersonRecord>();
  const owners = new Map<string, string>();
  const of = (profileId: string): PersonRecord => {
    const known = people.get(profileId);
    if (known !== undefined) return known;
    const fresh: PersonRecord = {
      runs: new Map(),
      rows: new Map(),
      messages: new Map(),
      tasks: [],
      profiles: [],
      recheckAt: undefined,
    };
    people.set(profileId, fresh);
    return fresh;
  };
  return {
    of,
    ownerOf: (run) => owners.get(run),
    rechecks: () => people,
    keepRun: (run) => {
      owners.set(run.id, run.profileId);
      of(run.profileId).runs.set(run.id, run);
    },
  };
};

const recordingRuns = (runs: Stores['runs'], kept: Kept): Stores['runs'] => ({
  ...runs,
  insert: async (run) => {
    const answer = await runs.insert(run);
    if (answer === 'inserted') kept.keepRun(run);
    return answer;
  },
  save: async (input) => {
    const answer = await runs.save(input);
    if (answer === 'saved') {
      const before = kept.of(input.run.profileId).runs.get(input.run.id);
      const { convertedAt, goalValue } = before ?? {};
      kept.keepRun({
        ...input.run,
        ...(convertedAt === undefined ? {} : { convertedAt }),
        ...(goalValue === undefined ? {} : { goalValue }),
      });
    }
    return answer;
  },
  convert: async (input) => {
    const isFirst = await runs.convert(input);
    const run = kept.of(kept.ownerOf(input.run) ?? '').runs.get(input.run);
    if (isFirst && run !== undefined) {
      const { at: convertedAt, value } = input;
      kept.keepRun({ ...run, convertedAt, ...(value === undefined ? {} : { goalValue: value }) });
    }
    return isFirst;
  },
});

/** Of one person so many changes are kept. */
const profilesMost = 500;

const recordingProfiles = (input: {
  profiles: Stores['profiles'];
  kept: Kept;
  keepAt: (() => number) | undefined;
}): Stores['profiles'] => {
  const { profiles, kept, keepAt } = input;
  const note = (profile: Profile): void => {
    const record = kept.of(profile.id);
    record.recheckAt = profile.recheckAt;
    if (keepAt === undefined || record.profiles.length >= profilesMost) return;
    record.profiles.push({ at: keepAt(), profile });
  };
  return {
    ...profiles,
    insert: async (profile) => {
      const answer = await profiles.insert(profile);
      if (answer === 'inserted') note(profile);
      return answer;
    },
    replace: async (change) => {
      const answer = await profiles.replace(change);
      if (answer === 'replaced') note(change.profile);
      return answer;
    },
  };
};

/**
 * The same stores, whose runs, ledger, messages, tasks and instants of profiles are kept by person as they are
 * written: nothing has to be read back to tell what happened. On demand every change of a profile is kept too, with the
 * instant that it is `now`.
 */
export const recordingStores = (input: {
  stores: Stores;
  now: () => number;
  withProfiles: boolean;
}): { readonly stores: Stores; readonly recording: Recording } => {
  const { stores, now, withProfiles } = input;
  const keepAt = withProfiles ? now : undefined;
  const kept = createKept();
  return {
    recording: kept,
    stores: {
      ...stores,
      runs: recordingRuns(stores.runs, kept),
      profiles: recordingProfiles({ profiles: stores.profiles, kept, keepAt }),
      ledger: {
        ...stores.ledger,
        append: async (rows) => {
          await stores.ledger.append(rows);
          for (const row of rows) {
            const known = kept.of(row.profileId).rows;
            if (!known.has(row.id)) known.set(row.id, row);
          }
        },
      },
      messages: {
        ...stores.messages,
        claim: async (input) => {
          const answer = await stores.messages.claim(input);
          if (answer.kind === 'claimed') kept.of(input.row.profileId).messages.set(input.row.id, input.row);
          return answer;
        },
      },
      tasks: {
        ...stores.tasks,
        add: async (task) => {
          await stores.tasks.add(task);
          kept.of(task.profileId).tasks.push(task);
        },
      },
    },
  };
};
