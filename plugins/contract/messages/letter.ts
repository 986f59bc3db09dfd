import { z } from 'zod';
import { postalAddressSchema } from '../../../domain/messages/post/postal-address.ts';
import { sheetSizes } from '../../../domain/messages/post/sheet.ts';

/** One letter, ready to print: what every action of channel `post` takes as its input. */
export const letterMessage = z.strictObject({
  to: postalAddressSchema,
  /** The whole page, with the sheet and its margins as CSS for print. */
  html: z.string().min(1).max(1_000_000),
  text: z.string().max(1_000_000),
  size: z.enum(sheetSizes),
  class: z.enum(['marketing', 'transactional']),
});

export type LetterMessage = z.output<typeof letterMessage>;
