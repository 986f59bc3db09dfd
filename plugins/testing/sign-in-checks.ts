import { describe, expect, test } from 'vitest';
import { valueAt } from '../contract/syncs/fields.ts';
import type { TokenAnswer, TokenSource } from '../runtime/auth/tokens.ts';
import { at, createHarness, testNow, testToken } from './harness.ts';
import { askSync } from './one-sync.ts';
import type { GivenSync } from './syncs/sync-stage.ts';

/** Whether instances with the example config sign in by OAuth 2. */
const hasTokens = ({ subject }: GivenSync): boolean => {
  const { runtime } = createHarness({
    plugin: subject.plugin,
    config: subject.config('https://provider.test'),
    secrets: subject.secrets,
  });
  return runtime.tokenPlace(at) !== undefined;
};

const given = (first: TokenAnswer, renewed: TokenAnswer): TokenSource & { readonly asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    get: async () => first,
    renew: async ({ refused }) => {
      asked.push(refused);
      return renewed;
    },
  };
};

/** What holds where requests are signed in by OAuth 2, seen by the calls of a sync. */
export const signInChecks = (input: GivenSync): void => {
  if (!hasTokens(input)) return;
  const { subject, object, sync } = input;
  const look = async (tokens: TokenSource) => {
    const provider = await sync.start();
    const id = provider.add({ ...sync.needs, [sync.key]: 'ana@example.com', [sync.text]: 'Cadiz' });
    const ask = askSync({
      plugin: subject.plugin,
      secrets: subject.secrets,
      config: () => subject.config(provider.url),
      object,
      now: () => testNow,
      tokens,
    });
    const read = await ask.read({ op: 'read', ids: [id], fields: [sync.key] });
    const written = await ask.write({
      op: 'update',
      rows: [{ id, fields: { [sync.text]: 'Rota' } }],
    });
    const text = valueAt(provider.all()[0]?.fields, sync.text);
    await provider.close();
    return { read, written, text };
  };

  describe('signed in by OAuth 2', () => {
    test('a token that the provider refuses is renewed once, and the call is made with the new one', async () => {
      const tokens = given(
        { kind: 'token', value: 'a-token-that-ended' },
        { kind: 'token', value: testToken },
      );
      const { read, written } = await look(tokens);
      expect(read).toMatchObject({ kind: 'done', rows: [{ fields: { [sync.key]: 'ana@example.com' } }] });
      expect(written).toMatchObject({ results: [{ kind: 'done' }] });
      expect(new Set(tokens.asked)).toEqual(new Set(['a-token-that-ended']));
    });

    test('a token that is refused after it was renewed loses nothing: the call is made again later', async () => {
      const ended = { kind: 'token', value: 'a-token-that-ended' } as const;
      const { read, written, text } = await look(given(ended, ended));
      for (const answer of [read, written])
        expect(answer).toMatchObject({ kind: 'failed', isRefused: false });
      expect(text).toBe('Cadiz');
    });

    test('an instance that is not connected asks nobody, and says so', async () => {
      const none = { kind: 'none', code: 'not-connected', message: 'Connect it first.' } as const;
      const { read, text } = await look(given(none, none));
      expect(read).toMatchObject({ kind: 'failed', code: 'not-connected', isRefused: false });
      expect(text).toBe('Cadiz');
    });
  });
};
