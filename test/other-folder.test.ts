import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

const addressOf = (file: string): string => pathToFileURL(join(import.meta.dirname, '..', file)).href;

const script = `
  const { loadTypeScript } = await import(${JSON.stringify(addressOf('cli/load-typescript.mjs'))});
  await loadTypeScript();
  const { Layout } = await import(${JSON.stringify(addressOf('api/links/layout.tsx'))});
  console.log(String(Layout({ locale: 'en', title: 'Preferences' })));
`;

test('pages are made with the settings of the project, in whatever folder the command was started', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'ciclo-elsewhere-'));
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { cwd },
    );
    expect(stdout).toContain('<title>Preferences');
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
});
