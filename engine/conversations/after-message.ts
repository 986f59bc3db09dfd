import { isForNobody } from '../../domain/consents/opt-out-words.ts';
import { conversationNames } from '../../domain/events/conversation-names.ts';
import { hashId } from '../../domain/hash.ts';
import { wholeText } from '../../domain/inbound/whole-text.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { ConversationMessage, ConversationRow, Tell } from './ports.ts';

const eventTextMax = 2_000;

const propertiesOf = (input: {
  message: ConversationMessage;
  row: ConversationRow;
  isFirst: boolean;
}): JsonObject => {
  const { message, row, isFirst } = input;
  const { answers } = message;
  return {
    conversation: row.id,
    message: message.id,
    channel: message.channel,
    subject: message.subject,
    text: wholeText(message.reply ?? message.text, eventTextMax),
    first: isFirst,
    attachments: message.files.length,
    ...(message.optOut === undefined ? {} : { optOut: message.optOut.word }),
    // As other events name the message they are about: a wait matches it with the step that sent it.
    ...(answers === undefined ? {} : { message_id: answers.message, inReplyTo: { ...answers } }),
  };
};

/** A conversation after a message of the other side, with the events that tell of it. One that is not heard, of a program or one of too many, changes nothing but when it was last written to. */
export const afterMessage = (input: {
  row: ConversationRow;
  message: ConversationMessage;
  isNew: boolean;
  isHeard: boolean;
}): ConversationRow => {
  const { row, message, isNew, isHeard } = input;
  if (message.automatic !== undefined) return row;
  const lastAt = Math.max(row.lastAt, message.at);
  const isWithTeam = !isNew && row.state !== 'solved';
  // Where the team is in a conversation with them, CANCEL may be the answer to a question.
  if (!isHeard || (isForNobody(message.optOut?.word) && !isWithTeam)) return { ...row, lastAt };
  const { snoozedUntil: _snoozed, solvedAt: _solved, automatic: _automatic, ...awake } = row;
  const { at, id } = message;
  const about = { conversation: row.id, channel: row.channel, subject: row.subject };
  const tell = (name: string, properties: JsonObject): Tell => ({
    id: `conversation:${hashId(name, id)}`,
    name,
    at,
    properties,
  });
  const tells = [
    ...(isNew ? [tell(conversationNames.opened, about)] : []),
    ...(row.state === 'solved' && !isNew ? [tell(conversationNames.reopened, about)] : []),
    ...(message.isOther === true
      ? []
      : [tell(conversationNames.received, propertiesOf({ message, row, isFirst: isNew }))]),
  ];
  const told = new Set(row.tells.map((one) => one.id));
  return {
    ...awake,
    state: 'open',
    lastAt,
    tells: [...row.tells, ...tells.filter((one) => !told.has(one.id))],
  };
};
