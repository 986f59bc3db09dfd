import { z } from 'zod';
import { createHttpFake } from '../testing.ts';

const call = z.looseObject({
  type: z.enum(['track', 'identify', 'page', 'screen', 'group', 'alias']),
  messageId: z.string().min(1),
  timestamp: z.iso.datetime({ offset: true }).optional(),
});
const batch = z.object({ batch: z.array(call).min(1), sentAt: z.string().optional() });

const isTooLarge = (event: unknown): boolean => JSON.stringify(event).length > 32 * 1024;

/** Segment's HTTP Tracking API, as segment.com/docs/connections/sources/catalog/libraries/server/http-api describes it; each messageId counts once. */
export const createSegmentFake = async (writeKey: string) => {
  const calls = new Map<string, unknown>();
  let refused: string | undefined;
  let batchMax = Infinity;
  const provider = await createHttpFake(({ app, happened }) => {
    app.post('/v1/batch', async (c) => {
      const expected = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
      if (c.req.header('authorization') !== expected) return c.json({ message: 'invalid write key' }, 401);
      const text = await c.req.text();
      const read = batch.safeParse(JSON.parse(text));
      if (!read.success || text.length > 500 * 1024 || read.data.batch.some(isTooLarge))
        return c.json({ success: false, error: { message: 'malformed JSON' } }, 400);
      if (read.data.batch.length > batchMax) return c.json({ error: { message: 'too large' } }, 413);
      if (refused !== undefined && text.includes(JSON.stringify(refused)))
        return c.json({ success: false, error: { message: `${refused} is not valid` } }, 400);
      for (const one of read.data.batch) {
        if (!calls.has(one.messageId)) calls.set(one.messageId, one);
        happened(one.messageId);
      }
      return c.json({ success: true });
    });
  });
  return {
    ...provider,
    calls,
    /** From now on a batch with an event that has a field, or a text, of this name is refused; undefined ends that. */
    refuses: (name: string | undefined) => {
      refused = name;
    },
    /** From now on a batch of more events is refused. */
    takesAtMost: (count: number) => {
      batchMax = count;
    },
  };
};
