import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { cicloOn } from '../harness/ciclo-command.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { inboundSecret, mailPlugins, postMail, rawMail } from '../harness/inbound-post.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { commandLines, curlRequest, shellWords } from '../harness/shell-example.ts';
import { shopFiles } from '../harness/shop.ts';

const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'conversations.md'), 'utf8');

const fence = /^```([^\n]*)\n([\s\S]*?)^```$/gm;
const blocks = [...page.matchAll(fence)].map((found) => ({ info: found[1] ?? '', text: found[2] ?? '' }));

/** Each block of commands, with what the last of them is answered, if the page says it. */
const examples = blocks.flatMap((block, index) => {
  if (block.info !== 'sh') return [];
  const answered = blocks[index + 1];
  const status = /^json answered=(\d+)$/.exec(answered?.info ?? '')?.[1];
  return [
    { ...block, status: Number(status ?? 200), answer: status === undefined ? undefined : answered?.text },
  ];
});

describe('docs/conversations.md', () => {
  let engine: TestedEngine;
  const values = new Map<string, string>();
  beforeAll(async () => {
    engine = await startMemoryEngine({
      env: { CICLO_PLUGIN_INBOX: inboundSecret },
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {},
          settings: { plugins: mailPlugins, conversations: { addresses: ['Help <help@shop.example>'] } },
        }),
    });
    await engine.customer('ana');
    await postMail(
      engine,
      rawMail({ from: 'ana@example.com', subject: 'Where is my order?', dmarc: 'pass' }),
    );
    const { body } = await adminClient(engine).call('GET', '/api/conversations');
    const { conversations } = z
      .object({ conversations: z.array(z.looseObject({ id: z.string() })) })
      .parse(body);
    values
      .set('CICLO', engine.url)
      .set('API_KEY', engine.keys.api)
      .set('ANA', await engine.profileId('ana'))
      .set('ID', conversations[0]?.id ?? '');
    await adminClient(engine).call('POST', '/api/teams', { key: 'advisers', name: 'Advisers' });
    const user = { email: 'eva@shop.example', name: 'Eva', role: 'agent' };
    const invited = await adminClient(engine).call('POST', '/api/users', user);
    values.set('EVA', z.object({ id: z.string() }).parse(invited.body).id);
  });
  afterAll(() => engine.close());

  const run = async (line: string): Promise<{ status: number; body: unknown }> => {
    const [program, ...words] = shellWords(line, values);
    if (program === 'ciclo') {
      const { code, said } = await cicloOn(engine)(words);
      expect(code, said).toBe(0);
      return { status: 200, body: said };
    }
    expect(program).toBe('curl');
    const { url, init } = curlRequest(words);
    const response = await fetch(url, init);
    const body: unknown = await response.json();
    return { status: response.status, body };
  };

  it('does what its examples say', async () => {
    expect(examples.length).toBeGreaterThan(3);
    for (const { text, status, answer } of examples) {
      let last: { status: number; body: unknown } = { status: 0, body: undefined };
      for (const line of commandLines(text)) {
        last = await run(line);
        expect(last.status, line).toBeLessThan(300);
      }
      expect(last.status, text).toBe(status);
      if (answer !== undefined)
        expect(last.body, text).toMatchObject(z.looseObject({}).parse(JSON.parse(answer)));
    }
  });

  it('has the settings of a workspace that is published', async () => {
    const given = blocks.find(({ info, text }) => info === 'json' && text.includes('"conversations"'));
    const settings = z.looseObject({}).parse(JSON.parse(`{${given?.text ?? ''}}`));
    const files = await shopFiles({ tenant: engine.tenant, files: {}, settings });
    const answer = await adminClient(engine).call('PUT', '/api/workspace?dryRun=1', { files });
    expect(JSON.stringify(answer.body)).not.toMatch(/"path":"(?:conversations|plugins)/);
  });
});
