import type { AcceptedEvent } from '../../domain/events/event.ts';
import type { Clock } from '../clock/clock.ts';
import type { Accept } from '../events/accept.ts';
import type { ConversationRow, ConversationStore, Tell } from './ports.ts';

/** A sweep tells what a process left so long ago (real time). */
const sweptAfterMs = 15_000;
const sweepLimit = 100;

export type TellConversations = {
  /** Tells the events of a conversation that are still to be told. */
  readonly tell: (row: ConversationRow) => Promise<void>;
  /** Tells what a crash left; true when there may be more. */
  readonly sweep: () => Promise<boolean>;
};

const eventOf = (input: { tell: Tell; profileId: string }): AcceptedEvent => ({
  messageId: input.tell.id,
  type: 'track',
  name: input.tell.name,
  profileId: input.profileId,
  externalIds: [],
  properties: input.tell.properties,
  traits: {},
  context: {},
  timestamp: input.tell.at,
  source: 'ciclo',
  trust: 'engine',
  backfill: false,
});

type Needs = {
  readonly conversations: Pick<ConversationStore, 'get' | 'save' | 'owing'>;
  readonly accept: Accept;
  readonly clock: Pick<Clock, 'systemTime'>;
};

const triesMax = 20;

/**
 * Makes what tells the events of conversations. They are written with the change that they tell of, so a crash loses none; their
 * ids are the same for each attempt, so a repeat tells nothing twice.
 */
export const createTellConversations = (use: Needs): TellConversations => {
  const { conversations, accept, clock } = use;

  /** Takes what was told off the conversation, whatever became of it meanwhile. */
  const forget = async (told: ConversationRow): Promise<void> => {
    const ids = new Set(told.tells.map(({ id }) => id));
    const { tenant, id } = told;
    for (let tries = 0; tries < triesMax; tries += 1) {
      const current = await conversations.get({ tenant, id });
      if (current === undefined) return;
      const tells = current.tells.filter((one) => !ids.has(one.id));
      if (tells.length === current.tells.length) return;
      const saved = await conversations.save({
        row: { ...current, tells },
        systemTime: clock.systemTime(),
      });
      if (saved === 'saved') return;
    }
  };

  const tell: TellConversations['tell'] = async (row) => {
    if (row.tells.length === 0) return;
    const { tenant, profileId } = row;
    // Nobody is told of what is about nobody.
    const events = profileId === undefined ? [] : row.tells.map((one) => eventOf({ tell: one, profileId }));
    if (events.length > 0) await accept({ tenant, events });
    await forget(row);
  };

  return {
    tell,
    sweep: async () => {
      const before = clock.systemTime() - sweptAfterMs;
      const rows = await conversations.owing({ before, limit: sweepLimit });
      for (const row of rows) await tell(row);
      return rows.length === sweepLimit;
    },
  };
};
