import { encodeAttribute } from '../../domain/messages/templates/link-helpers.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { Mail } from '../messages/send/compose-mail.ts';
import type { ConversationMessage, ConversationRow } from './ports.ts';
import { senderOf } from './write-message.ts';

const referencesMax = 3_900;

/** A plain text as HTML: paragraphs and line breaks, nothing else. */
const toHtml = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${encodeAttribute(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('\n');

/** The References of an answer: the mails of the conversation, as many of the latest as fit. */
const referencesOf = (headers: readonly string[]): string => {
  const kept: string[] = [];
  let length = 0;
  for (const header of headers) {
    length += header.length + 3;
    if (length > referencesMax) break;
    kept.unshift(`<${header}>`);
  }
  return kept.join(' ');
};

/** The mail of an answer: threaded with the mails before it (RFC 5322, 3.6.4). */
export const composeAnswer = (input: {
  live: LiveWorkspace;
  row: ConversationRow;
  message: ConversationMessage;
  /** The messages before it, newest first. */
  earlier: readonly ConversationMessage[];
  now: number;
}): Mail => {
  const { live, row, message, earlier, now } = input;
  const { settings } = live.published;
  const address = row.address.slice(row.address.indexOf(':') + 1);
  const from = senderOf({ settings, ours: row.ours });
  const headers = earlier.flatMap(({ header }) => header ?? []);
  const answered = earlier.find(
    ({ direction, header }) => direction === 'in' && header !== undefined,
  )?.header;
  const [last] = headers;
  const parent = answered ?? last;
  return {
    to: address,
    ...(row.name === undefined ? {} : { toName: row.name }),
    from,
    subject: message.subject,
    html: `<!DOCTYPE html><html><body style="font-family:sans-serif">${toHtml(message.text)}</body></html>`,
    text: message.text,
    messageId: `<${message.header ?? message.id}>`,
    headers:
      parent === undefined
        ? {}
        : { 'In-Reply-To': `<${parent}>`, References: referencesOf(headers) || `<${parent}>` },
    date: new Date(now).toISOString(),
  };
};
