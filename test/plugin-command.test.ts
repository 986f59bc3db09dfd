import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../cli/bin.mjs', import.meta.url));

type Said = { readonly code: number; readonly output: string };

const runCiclo = (input: { args: readonly string[]; cwd: string }): Promise<Said> =>
  new Promise((resolve) => {
    // Not what makes a process of vitest think that it is a test itself.
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(?:VITEST|TEST$|NODE_ENV$)/.test(name),
    );
    const env = { ...Object.fromEntries(inherited), NO_COLOR: '1', CICLO_NO_INSTALL: '1' };
    execFile(process.execPath, [bin, ...input.args], { cwd: input.cwd, env }, (failed, stdout, stderr) => {
      const code = failed === null ? 0 : Number(failed.code ?? 1);
      resolve({ code, output: stripVTControlCharacters(`${stdout}${stderr}`) });
    });
  });

describe('ciclo plugin', () => {
  const at = { dir: '' };
  beforeAll(async () => {
    at.dir = await mkdtemp(join(tmpdir(), 'ciclo-plugin-command-'));
  });
  afterAll(() => rm(at.dir, { recursive: true, force: true }));
  const ciclo = (...args: readonly string[]) => runCiclo({ args, cwd: at.dir });

  it('new writes a plugin that conforms at once, and check says when it does not', async () => {
    const made = await ciclo('plugin', 'new', 'my-crm', '--folder', '.');
    expect(made).toMatchObject({ code: 0 });
    expect((await readdir(join(at.dir, 'plugins', 'my-crm'))).toSorted()).toEqual([
      'fake.ts',
      'my-crm.test.ts',
      'my-crm.ts',
    ]);
    const good = await ciclo('plugin', 'check', 'plugins/my-crm');
    expect(good.output).toMatch(/my-crm 1\.0\.0 conforms; \d\d tests passed/);
    expect(good.code).toBe(0);

    const file = join(at.dir, 'plugins', 'my-crm', 'my-crm.ts');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace('return ctx.failure(answer);', "return { kind: 'done', output: { id: 'x' } };"),
    );
    const bad = await ciclo('plugin', 'check', 'plugins/my-crm');
    expect(bad.output).toMatch(/\d+ of \d+ tests failed/);
    expect(bad.code).toBe(1);

    await rm(join(at.dir, 'plugins', 'my-crm', 'my-crm.test.ts'));
    expect((await ciclo('plugin', 'check', 'plugins/my-crm')).output).toContain(
      'None of its tests calls the kit',
    );
    await writeFile(file, "throw new Error('no');");
    expect((await ciclo('plugin', 'check', 'plugins/my-crm')).output).toContain(
      'It throws when it is imported: no',
    );
  });

  it('new takes no name that is taken or cannot be one, and check says what is not there', async () => {
    expect((await ciclo('plugin', 'new', 'smtp', '--folder', '.')).output).toContain(
      'There is a plugin `smtp`',
    );
    expect((await ciclo('plugin', 'new', '../up', '--folder', '.')).output).toContain(
      'cannot be the name of a plugin',
    );
    expect((await ciclo('plugin', 'check', 'nowhere')).output).toContain(
      'no package of that name is installed',
    );
  });
});
