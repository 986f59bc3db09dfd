import type { MessageRow, MessageStore } from '../messages/ports.ts';
import type {
  Answered,
  ConversationMessageStore,
  ConversationRow,
  ConversationStore,
  Incoming,
} from './ports.ts';

/** Where a message belongs, and what it answers. */
export type Place = {
  readonly conversation?: ConversationRow;
  /** `reference`: it names a message of the conversation, which only its participants know; `matter`: address and subject are the same. */
  readonly by?: 'reference' | 'matter';
  readonly answers?: Answered;
  /** The message of a journey that it answers. */
  readonly answered?: MessageRow;
  /** It is a copy of a message of ours. */
  readonly isOwn: boolean;
};

type Needs = {
  readonly conversations: Pick<ConversationStore, 'get' | 'findOpen'>;
  readonly conversationMessages: Pick<ConversationMessageStore, 'named'>;
  readonly messages: Pick<MessageStore, 'get'>;
};

const ownId = /^([a-z2-7]{26})@/;
const ownIdOf = (header: string): string | undefined => ownId.exec(header)?.[1];
/** So many references are looked up; the first ones are the latest. */
const refsMax = 20;

/** What messages of one matter share. */
export const matterOf = (input: { thread?: string | undefined; subjectKey: string }): string =>
  input.thread === undefined ? `s:${input.subjectKey}` : `t:${input.thread}`;

/**
 * Makes the search for the conversation of a message: that of a message it refers to, else the latest of its address about the same
 * matter that is not solved.
 */
export const createFindConversation = (use: Needs) => {
  const sentByJourney = async (tenant: string, ids: readonly string[]): Promise<MessageRow | undefined> => {
    for (const id of ids) {
      const row = await use.messages.get({ tenant, id });
      if (row !== undefined) return row;
    }
    return undefined;
  };

  return async (input: { incoming: Incoming; matter: string }): Promise<Place> => {
    const { incoming, matter } = input;
    const { tenant, channel, identity, header } = incoming;
    const refs = incoming.refs.slice(0, refsMax);
    const ids = refs.flatMap((ref) => ownIdOf(ref) ?? []);
    const own = header === undefined ? undefined : ownIdOf(header);
    const isKnown = (one: string): Promise<boolean> =>
      Promise.all([
        use.messages.get({ tenant, id: one }),
        use.conversationMessages.named({ tenant, headers: [], ids: [one] }),
      ]).then(([row, named]) => row !== undefined || named.length > 0);
    if (own !== undefined && (await isKnown(own))) return { isOwn: true };

    const named = await use.conversationMessages.named({ tenant, headers: refs, ids });
    const answeredOurs = named.find(({ direction, id }) => direction === 'out' && ids.includes(id));
    const answered = await sentByJourney(tenant, ids);
    const answers: Answered | undefined =
      answered === undefined
        ? answeredOurs && { message: answeredOurs.id }
        : {
            message: answered.id,
            journey: answered.journey,
            run: answered.run,
            step: answered.step,
          };
    const found = { isOwn: false, ...(answers && { answers }), ...(answered && { answered }) };
    for (const { conversation: id } of named) {
      const conversation = await use.conversations.get({ tenant, id });
      if (conversation !== undefined) return { ...found, conversation, by: 'reference' };
    }
    const conversation = await use.conversations.findOpen({ tenant, channel, address: identity, matter });
    return conversation === undefined ? found : { ...found, conversation, by: 'matter' };
  };
};
