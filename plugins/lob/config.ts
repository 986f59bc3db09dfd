import { z } from 'zod';
import { messageRate, secret, secrets } from '../contract.ts';

const line = (max: number) => z.string().trim().min(1).max(max);

/** Who sends the letters. Lob prints a sender in the USA only. */
const sender = z.strictObject({
  name: line(40),
  company: line(40).optional(),
  line1: line(64),
  line2: line(64).optional(),
  city: line(200),
  /** The two letters of the state. */
  state: z.string().regex(/^[A-Z]{2}$/),
  zip: z.string().regex(/^\d{5}(-\d{4})?$/),
});

export const config = z.strictObject({
  /** The secret key: one that begins with `test_` prints and mails nothing. */
  apiKey: secret(),
  /** Who sends, or the id of an address that is kept at Lob. */
  from: z.union([sender, z.string().regex(/^adr_[a-zA-Z0-9]+$/)]),
  /** Printed in colour, which costs more. */
  color: z.boolean().default(false),
  doubleSided: z.boolean().default(true),
  /** Where the address stands: at the top of the first page, or on a page of its own before it. */
  addressPlacement: z.enum(['top_first_page', 'insert_blank_page']).default('top_first_page'),
  mailType: z.enum(['usps_first_class', 'usps_standard']).default('usps_first_class'),
  /** The secret of the webhook at Lob; two while it is changed. */
  webhookSecret: secrets().optional(),
  url: z.url({ protocol: /^https?$/ }).default('https://api.lob.com'),
  rate: messageRate(),
});

export type Config = z.output<typeof config>;
