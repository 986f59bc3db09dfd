import { z } from 'zod';

/** How a channel is switched off. */
export const channelOffSchema = z.strictObject({
  sends: z
    .enum(['hold', 'skip'])
    .default('hold')
    .describe('`hold`: people wait, and go on when it is on again. `skip`: messages are left out.'),
  exceptTransactional: z
    .boolean()
    .default(false)
    .describe('Transactional messages (receipts, security) go out all the same.'),
  reason: z.string().min(1).max(300).optional().describe('Why; it stands in the ledger at every message.'),
});

/** How a channel is switched on again. */
export const channelOnSchema = z.strictObject({
  rate: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(50)
    .describe('So many of those who were held go on in a second; 50 by default.'),
});
