import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** The real command, as a shell runs it. */
const ciclo = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  new Promise<{ readonly code: number | null; readonly text: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'bin.mjs'), ...args], {
      env: { PATH: process.env['PATH'], CICLO_NO_INSTALL: '1', ...env },
    });
    let text = '';
    const add = (piece: Buffer): void => {
      text += piece.toString();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text }));
  });

it('says none of its secrets, in what it prints and in its errors', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ciclo-canary-'));
  const secret = 'canary-0123456789-0123456789-0123456789';
  try {
    for (const name of ['CICLO_API_KEY', 'CICLO_SECRET', 'CICLO_PLUGIN_SHOP']) {
      const env = { [name]: secret, CICLO_DATA: dir, CICLO_WORKSPACE: join(dir, secret) };
      const { code, text } = await ciclo(['validate'], env);
      expect(code).toBe(1);
      expect(text).toContain('There is no workspace folder');
      expect(text).toContain('[secret]');
      expect(text).not.toContain('canary-0123456789');
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

it('says none of its secrets when a setting is wrong', async () => {
  const env = { CICLO_API_KEY: 'canary-0123456789-0123', PORT: 'canary-0123456789-0123', LOG_LEVEL: 'loud' };
  const { code, text } = await ciclo(['start'], env);
  expect(code).toBe(78);
  expect(text).toContain('PORT');
  expect(text).not.toContain('canary');
});

it('says which file or folder of the machine cannot be used, without a stack', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ciclo-file-'));
  try {
    const file = join(dir, 'shop');
    await writeFile(file, '');
    const { code, text } = await ciclo(['init', file], { CICLO_DATA: dir });
    expect(code).toBe(1);
    expect(text.trim()).toBe(`\`${file}\` cannot be used: there is a file of that name already.`);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
