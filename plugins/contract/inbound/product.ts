import { z } from 'zod';
import { productInputSchema } from '../../../domain/catalog/product-input.ts';

/**
 * A product of the shop as a plugin hands it over: it changes the catalog. What is left out stays as it is, and what is older than what is known
 * changes nothing, so sources may come in any order.
 */
export const inboundProductSchema = z.strictObject({
  type: z.literal('product'),
  product: productInputSchema,
});

export type InboundProduct = z.input<typeof inboundProductSchema>;
