import type { CompiledMessage } from '../../../domain/messages/compiled-message.ts';
import { parsePostalText, type PostalAddress } from '../../../domain/messages/post/postal-address.ts';
import { usualSheet } from '../../../domain/messages/post/sheet.ts';

/** A letter as a plugin of the channel `post` takes it. */
type Letter = {
  readonly to: PostalAddress | undefined;
  readonly html: string;
  readonly text: string;
  readonly size: 'a4' | 'us-letter';
  readonly class: 'marketing' | 'transactional';
};

/** Makes the letter of a rendered message; `to` is a postal address as one text. */
export const composeLetter = (input: {
  message: Pick<CompiledMessage, 'page' | 'class'>;
  rendered: { readonly html?: string; readonly text: string };
  to: string;
}): Letter => {
  const { message, rendered, to } = input;
  const { size } = message.page ?? usualSheet;
  const { html = '', text } = rendered;
  return { to: parsePostalText(to), html, text, size, class: message.class };
};
