import { z } from 'zod';
import { createHttpFake } from '../testing.ts';

const columns = ['EMAIL', 'PHONE', 'FN', 'LN', 'CT', 'ST', 'ZIP', 'COUNTRY'];
const cell = z.string().regex(/^(?:[0-9a-f]{64})?$/);
const body = z.object({
  payload: z
    .strictObject({
      schema: z.array(z.enum(columns)).min(1),
      data: z.array(z.array(cell)).min(1).max(10_000),
    })
    .refine(({ schema, data }) => data.every((row) => row.length === schema.length)),
});

/** Custom Audiences of the Marketing API v25.0, as developers.facebook.com and its published specification describe it; errors come with 400 and a code. */
export const createMetaAudiencesFake = async (token: string) => {
  /** Members by audience: each row with its columns. */
  const audiences = new Map<string, Set<string>>();
  const asked: { method: string; query: Record<string, string>; body: unknown }[] = [];
  const next: { code?: number; headers?: Record<string, string> } = {};
  const provider = await createHttpFake(({ app, happened }) => {
    const refuse = (code: number, message: string, more: object = {}) => ({
      error: { message, type: 'OAuthException', code, fbtrace_id: 'A1', ...more },
    });
    app.use('/v25.0/*', async (c, goOn) => {
      const given = c.req.header('authorization') ?? `Bearer ${c.req.query('access_token') ?? ''}`;
      if (given !== `Bearer ${token}`) return c.json(refuse(190, 'Invalid OAuth access token.'), 400);
      if (next.code !== undefined) {
        const refused = refuse(next.code, 'There have been too many calls from this ad-account.');
        return c.json(refused, 400, next.headers ?? {});
      }
      await goOn();
      return undefined;
    });
    app.get('/v25.0/me', (c) => c.json({ id: '1' }));
    app.on(['POST', 'DELETE'], '/v25.0/:audience/users', async (c) => {
      const sent: unknown = await c.req.json();
      const read = body.safeParse(sent).data;
      if (read === undefined) return c.json(refuse(100, 'Invalid parameter'), 400);
      const { audience } = c.req.param();
      if (audience === '471')
        return c.json(
          refuse(100, 'Invalid parameter', {
            error_subcode: 1_713_230,
            error_user_msg: 'You must resolve integrity restrictions on this Custom Audience.',
          }),
          400,
        );
      asked.push({ method: c.req.method, query: c.req.query(), body: sent });
      const { schema, data } = read.payload;
      const members = audiences.get(audience) ?? new Set<string>();
      audiences.set(audience, members);
      for (const row of data) {
        const cells = row.flatMap((value, index) =>
          value === '' ? [] : [`${schema[index] ?? ''}:${value}`],
        );
        if (c.req.method === 'POST') members.add(cells.join(' '));
        // Meta removes whom any identifier of the row finds.
        else
          for (const member of members)
            if (cells.some((one) => /^(?:EMAIL|PHONE):/.test(one) && member.includes(one)))
              members.delete(member);
      }
      happened(`${c.req.method}:${JSON.stringify(data)}`);
      return c.json({
        audience_id: audience,
        session_id: '3847',
        num_received: data.length,
        num_invalid_entries: data.filter((row) => row.every((value) => value === '')).length,
        invalid_entry_samples: {},
      });
    });
  });
  return { ...provider, audiences, asked, next };
};
