import type { Profile } from '../../domain/profiles/profile.ts';
import type { EventRow } from '../ports/events.ts';
import type { MessageStore, SuppressionStore } from '../ports/messages.ts';
import type { createNoteUndelivered } from '../send/note-undelivered.ts';
import { addressOf } from '../../domain/gate/reach.ts';
import { addressHash } from '../send/reach.ts';

const notes = new Map([
  ['Email Opened', 'opened'],
  ['Link Clicked', 'clicked'],
  ['Email Bounced', 'bounced'],
  ['Message Undelivered', 'bounced'],
  ['Email Marked as Spam', 'complained'],
  ['Unsubscribed', 'unsubscribed'],
] as const);

type Feedback = { readonly row: EventRow; readonly profile: Profile; readonly now: number };

type NoteName = Parameters<typeof notes.get>[0];
const isNote = (name: string): name is NoteName => new Set<string>(notes.keys()).has(name);

/**
 * Makes the part of the dispatch that notes on a message what came of it. A hard bounce and a complaint
 * suppress the address, whoever told us; what could not be delivered goes to the next channel of its step.
 */
export const createNoteFeedback = (deps: {
  messages: MessageStore;
  suppressions: SuppressionStore;
  noteUndelivered: ReturnType<typeof createNoteUndelivered>;
  secret: string;
}) => {
  /** A message that was not delivered for another reason than its address suppresses nothing. */
  const suppress = async (input: Feedback & { what: string }): Promise<void> => {
    const { row, profile, now, what } = input;
    if (row.name === 'Message Undelivered') return;
    const given = row.properties['channel'];
    const channel = typeof given === 'string' ? given : 'email';
    const address = addressOf({ profile, channel });
    if (address === undefined) return;
    const { tenant } = row;
    await deps.suppressions.add({
      tenant,
      channel,
      addressHash: addressHash({ secret: deps.secret, tenant, channel, address }),
      reason: what === 'complained' ? 'complaint' : 'hard-bounce',
      at: now,
    });
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
    const isLost = what === 'bounced' && row.properties['kind'] !== 'soft';
    if (isLost || what === 'complained') {
      await suppress({ row, profile, now, what });
      await mark({ row, what });
    }
    if (isLost && typeof id === 'string') await deps.noteUndelivered({ tenant, messageId: id, now });
  };
};
