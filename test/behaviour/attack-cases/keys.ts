import { expect, it } from 'vitest';
import { z } from 'zod';

import { runCreateKey, runListKeys, runRevokeKey } from '../../../cli/commands/operate/keys.ts';
import { engineClient } from '../../../cli/engine-client.ts';
import { adminClient } from '../../harness/admin-client.ts';
import { shopFiles } from '../../harness/shop.ts';
import type { Attack } from './attack.ts';

const minute = 60_000;

/** What the key of one business opens of another. */
export const keyAttacks = ({ engine, send }: Attack): void => {
  it(
    'cannot reach another business: each has keys of its own, made by the key of the settings',
    async () => {
      const lines: string[] = [];
      const say = (line: string) => lines.push(line);
      const operator = engineClient({ url: engine().url, apiKey: engine().keys.api });
      const tenant = `${engine().tenant}-two`;
      const scopes = ['track:server', 'read', 'publish', 'personal-data'];
      const asked = { kind: 'server', expiresAt: undefined, client: operator, say };
      await runCreateKey({ ...asked, name: 'second', scopes, tenant });
      const [api = ''] = lines;
      const second = engineClient({ url: engine().url, apiKey: api });
      const workspace = await shopFiles({ tenant, files: {} });
      await second.call({ method: 'PUT', path: '/api/workspace', body: { files: workspace } });
      await send([{ type: 'track', event: 'Visited', userId: 'ana' }], api);
      const of = async (key: string) => {
        const answer = await adminClient({
          request: engine().request,
          keys: { ...engine().keys, api: key },
        }).call('GET', '/api/events?name=Visited');
        return z.object({ events: z.array(z.unknown()) }).parse(answer.body).events.length;
      };
      expect([await of(api), await of(engine().keys.api)]).toEqual([1, 0]);
      const refused = runCreateKey({
        ...asked,
        client: second,
        name: 'x',
        scopes: undefined,
        tenant: undefined,
      });
      await expect(refused).rejects.toThrow('This key lacks');
      lines.length = 0;
      await runCreateKey({ ...asked, name: 'shop', scopes: undefined, tenant: undefined });
      const [text = '', about = ''] = lines;
      expect(await send([{ type: 'page', userId: 'ben' }], text)).toEqual({ accepted: 1, codes: [] });
      const id = about.split(',')[0] ?? '';
      await runRevokeKey({ id, client: operator, say });
      lines.length = 0;
      await runListKeys({ client: operator, say });
      expect(lines.join('\n')).toMatch(/shop\s+server\s+track:server\s+revoked/);
      expect(lines.join('\n')).not.toContain(text);
    },
    2 * minute,
  );
};
