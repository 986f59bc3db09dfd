import type { EffectResult } from '../../domain/journey/effects.ts';
import type { ConversationState, ConversationStore } from './ports.ts';
import type { WriteMessage } from './write-message.ts';

/** Answers in a conversation for a step of a journey, once for each visit, whatever is repeated. */
export type ReplyByStep = (input: {
  readonly tenant: string;
  readonly profileId: string;
  readonly journey: string;
  readonly conversation: string;
  readonly text: string;
  /** The state afterwards; unchanged without it. */
  readonly state: ConversationState | undefined;
  /** The id of the visit. */
  readonly visit: string;
}) => Promise<EffectResult>;

/** Makes what a step does in a conversation. One that is not there, or is of somebody else, is an outcome of the kind `none`, with its reason. */
export const createReplyByStep = (deps: {
  readonly conversations: Pick<ConversationStore, 'get'>;
  readonly writeMessage: WriteMessage;
}): ReplyByStep => {
  return async ({ tenant, profileId, journey, conversation, text, state, visit }) => {
    const row = await deps.conversations.get({ tenant, id: conversation });
    if (row === undefined) return { kind: 'none', reason: 'unknown-conversation' };
    if (row.profileId !== profileId) return { kind: 'none', reason: 'conversation-of-another' };
    const message = await deps.writeMessage({
      tenant,
      conversation,
      kind: 'out',
      text,
      by: `journey:${journey}`,
      state: state ?? 'as it is',
      key: `step:${visit}`,
    });
    if (message === undefined) return { kind: 'none', reason: 'unknown-conversation' };
    return { kind: 'done', output: { conversation, message: message.id } };
  };
};
