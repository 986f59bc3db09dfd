import { reachOf } from '../../domain/events/event.ts';
import type { Ignored } from '../../domain/events/ignored.ts';
import { type Profile, wasApplied } from '../../domain/profiles/profile.ts';
import type { EventRow, EventStore, Follow } from './ports.ts';

/** An event that was applied, what follows from it, and what of it the profile has no room for. */
type Noted = { readonly row: EventRow; readonly follow: Follow; readonly notes: readonly Ignored[] };

/** What is yet to be noted on the events of a group. */
export type NoteApplied = {
  readonly add: (noted: Noted) => void;
  /** Writes what was added; settles when look-backs see it. */
  readonly flush: () => Promise<void>;
  /** Look-backs that see the events of the group that were added before, and no later one. */
  readonly events: Pick<EventStore, 'summarise' | 'summariseRecords'>;
};

/**
 * Makes the notes of a group of events about one profile. They are written together, before the profile is, or earlier when
 * a condition looks back on an event of such a name.
 */
export const createNoteApplied = (input: {
  events: Pick<EventStore, 'note' | 'assignAll' | 'summarise' | 'summariseRecords'>;
  tenant: string;
  /** As it is before the group. What was noted for an attempt that did not write it does not count. */
  profile: Profile;
}): NoteApplied => {
  const { events, tenant, profile } = input;
  const { id: profileId } = profile;
  const ofGroup = new Set<string>();
  const added: Noted[] = [];
  let written: Promise<void> = Promise.resolve();

  const write = async (group: readonly Noted[]): Promise<void> => {
    const notes = group.filter((one) => one.notes.length > 0);
    await Promise.all(notes.map(({ row, notes: said }) => events.note({ event: row, notes: said })));
    const assigned = group.map(({ row, follow }) => ({
      id: row.id,
      follow,
      // What was set aside comes into the lists when it is dispatched.
      isListed: reachOf(row) !== 'quarantined',
    }));
    await events.assignAll({ tenant, profileId, events: assigned });
  };

  const flush = (): Promise<void> => {
    const group = added.splice(0);
    if (group.length > 0) written = written.then(() => write(group));
    return written;
  };

  return {
    add: (noted) => {
      ofGroup.add(noted.row.id);
      added.push(noted);
    },
    flush,
    events: {
      summarise: async (asked) => {
        await (added.some(({ row }) => row.name === asked.query.name) ? flush() : written);
        return events.summarise({
          ...asked,
          isApplied: (id) => ofGroup.has(id) || wasApplied({ profile, id }),
        });
      },
      summariseRecords: events.summariseRecords,
    },
  };
};
