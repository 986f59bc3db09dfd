import { z } from 'zod';

const schema = z.object({
  /** Which numbering of the mailbox the numbers are of. */
  uidValidity: z.string(),
  /** All mails up to this one were taken. */
  uid: z.int().min(0),
  /** Those of the last look, which are yet to be marked. */
  taken: z.array(z.int().min(1)).max(100),
  /** When it was looked, in epoch milliseconds. */
  at: z.number(),
});

export type MailboxCursor = z.infer<typeof schema>;

/** Where a look goes on. */
export type Start =
  /** At the mails after one. */
  | { readonly kind: 'after'; readonly uid: number; readonly mark: readonly number[] }
  /** At those that arrived since then: the numbers are other ones now, and what comes again is taken once. */
  | { readonly kind: 'since'; readonly at: number };

/** The numbers of a mailbox that was made again start at 1 again. One day more than needed is read. */
const overlapMs = 86_400_000;

/** Where a look begins, by the cursor of the last one and how the mailbox stands. A cursor that cannot be read is none. */
export const startOf = (input: {
  cursor: unknown;
  uidValidity: string;
  uidNext: number;
  first: 'new' | 'all';
}): Start => {
  const { uidValidity, uidNext, first } = input;
  const read = schema.safeParse(input.cursor);
  if (!read.success) return { kind: 'after', uid: first === 'all' ? 0 : uidNext - 1, mark: [] };
  const { data } = read;
  if (data.uidValidity !== uidValidity) return { kind: 'since', at: data.at - overlapMs };
  return { kind: 'after', uid: data.uid, mark: data.taken };
};
