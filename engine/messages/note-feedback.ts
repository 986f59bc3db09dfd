import type { Profile } from '../../domain/profiles/profile.ts';
import type { EventRow } from '../events/ports.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { MessageStore, SuppressionStore } from './ports.ts';
import type { createNoteUndelivered } from './note-undelivered.ts';
import { bounceKind } from '../../domain/feedback/bounce.ts';
import { addressAbout } from './send/address-about.ts';

const notes = new Map([
  ['Email Opened', 'opened'],
  ['Link Clicked', 'clicked'],
  ['Message Opened', 'opened'],
  ['Email Bounced', 'bounced'],
  ['Message Bounced', 'bounced'],
  ['Message Undelivered', 'bounced'],
  ['Email Marked as Spam', 'complained'],
  ['Unsubscribed', 'unsubscribed'],
] as const);

type Feedback = { readonly row: EventRow; readonly profile: Profile; readonly now: number };

type NoteName = Parameters<typeof notes.get>[0];
const noteNames: ReadonlySet<string> = new Set(notes.keys());
const isNote = (name: string): name is NoteName => noteNames.has(name);

/** Whether an event says what came of a message. */
export const isFeedback = (row: Pick<EventRow, 'name'>): boolean => isNote(row.name);

/**
 * Makes the part of the dispatch that notes on a message what came of it. A hard bounce (see
 * `bounceKind`) and a complaint suppress the address they are about, no matter who told us; what could not be delivered goes
 * to the next channel of its step.
 */
export const createNoteFeedback = (deps: {
  messages: MessageStore;
  suppressions: SuppressionStore;
  noteUndelivered: ReturnType<typeof createNoteUndelivered>;
  keyring: Keyring;
}) => {
  /** A message that was not delivered for another reason than its address suppresses nothing. */
  const suppress = async (input: Feedback & { what: string }): Promise<void> => {
    const { row, profile, now, what } = input;
    if (row.name === 'Message Undelivered') return;
    const given = row.properties['channel'];
    const channel = typeof given === 'string' ? given : 'email';
    const address = await addressAbout({ deps, row, profile, channel });
    if (address === undefined) return;
    const reason = what === 'complained' ? 'complaint' : 'hard-bounce';
    await deps.suppressions.add({ ...address, reason, at: now });
  };

  /** What the guards of its journey count. */
  const mark = async (input: Pick<Feedback, 'row'> & { what: string }): Promise<void> => {
    const { tenant, name, properties } = input.row;
    const id = properties['message_id'];
    if (typeof id !== 'string' || name === 'Message Undelivered') return;
    await deps.messages.mark({ tenant, id, mark: input.what === 'complained' ? 'complaint' : 'bounce' });
  };

  return async (input: Feedback): Promise<void> => {
    const { row, profile, now } = input;
    if (!isNote(row.name)) return;
    const what = notes.get(row.name);
    const id = row.properties['message_id'];
    const { tenant } = row;
    const isMachine = row.properties['machine'] === true;
    if (what !== undefined && typeof id === 'string' && !isMachine) {
      await deps.messages.note({ tenant, id, what, at: row.timestamp });
    }
    const bounce = what === 'bounced' ? bounceKind(row.properties) : undefined;
    // A soft one may yet arrive; what a receiver refuses because of us will not, but its address is well.
    const isLost = bounce === 'hard' || bounce === 'policy' || row.name === 'Message Undelivered';
    if (what !== undefined && (bounce === 'hard' || what === 'complained')) {
      await suppress({ row, profile, now, what });
      await mark({ row, what });
    }
    if (isLost && typeof id === 'string') await deps.noteUndelivered({ tenant, messageId: id, now });
  };
};
