import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { readWorkspace } from '../cli/read-workspace.ts';
import { builtInPlugins } from '../plugins/built-in.ts';
import { pluginCatalogOf } from '../plugins/runtime/catalog.ts';
import { isObject } from '../domain/json.ts';
import { compileMessage } from '../domain/messages/compile-message.ts';
import { parseWorkspace } from '../domain/workspace/parse-workspace.ts';
import type { CompileMessage } from '../domain/workspace/read-messages.ts';

const root = join(import.meta.dirname, '..');
const files = await readWorkspace(join(root, 'templates'));
/** Compiles each message once; none of the tests changes a body. */
const compiled = new Map<string, ReturnType<CompileMessage>>();
const compile: CompileMessage = (source) => {
  const before = compiled.get(source.key) ?? compileMessage(source);
  compiled.set(source.key, before);
  return before;
};
const build = (of: Readonly<Record<string, string>>) =>
  parseWorkspace({ files: of, plugins: pluginCatalogOf(builtInPlugins), compile });

const jsonFiles = Object.keys(files).filter((file) => file.endsWith('.json'));

describe('the starter workspace', () => {
  it('has no errors and no warnings', async () => {
    const built = await build(files);
    expect(built.ok ? built.warnings : built.problems).toEqual([]);
    expect(built.ok).toBe(true);
  });

  it('has a journey for each turn of the cycle, and one to say hello', async () => {
    const built = await build(files);
    const journeys = built.ok ? built.value.journeys : [];
    expect(Object.fromEntries(journeys.map(({ key, stage }) => [key, stage]))).toMatchObject({
      welcome: 'acquisition',
      'lead-nurture': 'acquisition',
      'cart-recovery': 'retention',
      'retention-discount': 'retention',
      'expansion-offer': 'expansion',
      'referral-reward': 'referral',
    });
  });

  it.each(jsonFiles)('%s names the JSON Schema it is written to, and keeps to it', async (file) => {
    const value: unknown = JSON.parse(files[file] ?? '');
    const reference = isObject(value) ? String(value['$schema']) : '';
    const path = join(root, 'templates', file, '..', reference);
    expect(path.startsWith(join(root, 'docs/schemas/'))).toBe(true);
    const schema = z.fromJSONSchema(JSON.parse(await readFile(path, 'utf8')));
    const result = schema.safeParse(value);
    expect(result.success ? '' : z.prettifyError(result.error)).toBe('');
  });

  it.each(jsonFiles)('%s is refused with a line when a field of it is misspelt', async (file) => {
    const text = (files[file] ?? '').replace(/^ {2}"(?!\$schema)(\w+)":/m, '  "$1x":');
    const built = await build({ ...files, [file]: text });
    const problems = built.ok ? [] : built.problems.filter((problem) => problem.file === file);
    expect(problems.map(({ code }) => code)).toContain('unknown-field');
    expect(
      problems.every(({ line, message, mend }) => (line ?? 0) > 0 && message !== '' && mend !== ''),
    ).toBe(true);
  });
});
