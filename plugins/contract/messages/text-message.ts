import { z } from 'zod';

/**
 * One message in plain text: what actions of channels without HTML take as their input. `to` is the address on the channel; a subject is
 * there only where one was written.
 */
export const textMessage = (limits: { readonly textMax: number }) =>
  z.strictObject({
    to: z.string().min(1).max(320),
    text: z.string().min(1).max(limits.textMax),
    subject: z.string().max(500).optional(),
    /** Of an answer: the thread of the message it answers, as the connector named it. */
    thread: z.string().max(500).optional(),
  });

/** Subject and text as one text, for services that know no subject. */
export const textWithSubject = (message: {
  readonly text: string;
  readonly subject?: string | undefined;
}): string =>
  message.subject === undefined || message.subject === ''
    ? message.text
    : `${message.subject}\n\n${message.text}`;
