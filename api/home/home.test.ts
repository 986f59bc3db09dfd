import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createApi } from '../api-for-tests.ts';

describe('/', () => {
  it('says what is running and where to go, in JSON', async () => {
    const { app } = await createApi();
    const answer = await app.request('/');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      name: 'ciclo',
      places: expect.arrayContaining([{ at: '/v1', what: expect.stringContaining('key') }]),
    });
  });

  it('is a page for a browser, which loads nothing, with links to what else runs where the engine is private', async () => {
    const elsewhere = [{ at: 'http://127.0.0.1:9464/docs', what: 'the documentation <of> the API' }];
    const { app } = await createApi({ elsewhere: () => elsewhere });
    const answer = await app.request('/', { headers: { accept: 'text/html,*/*' } });
    const text = await answer.text();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toContain('<a href="http://127.0.0.1:9464/docs">');
    expect(text).toContain('the documentation &lt;of&gt; the API');
    expect(text).not.toMatch(/\d+\.\d+\.\d+(?!\.)<|version/i);
  });

  it('of the port for operators leads to figures, documentation and health', async () => {
    const { operator } = await createApi();
    const { places } = z
      .object({ places: z.array(z.object({ at: z.string() })) })
      .parse(await (await operator.request('/')).json());
    for (const { at } of places) expect([at, (await operator.request(at)).status]).toEqual([at, 200]);
    expect(places.map(({ at }) => at)).toEqual(expect.arrayContaining(['/docs', '/metrics', '/readyz']));
  });
});
