import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { readWorkspace } from '../server/workspace/read-workspace.ts';
import { builtInPlugins } from '../plugins/built-in.ts';
import { pluginCatalogOf } from '../plugins/runtime/catalog.ts';
import { isObject } from '../domain/json.ts';
import { compileMessage } from '../domain/messages/compile-message.ts';
import { factsAbout } from '../domain/rules/arbitraries-for-tests.ts';
import { createDecider } from '../domain/rules/decide/decider.ts';
import { parseWorkspace } from '../domain/workspace/parse-workspace.ts';
import type { CompileMessage } from '../domain/workspace/read/read-messages.ts';

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

  it('gives way to a newer checkout also where a shop dates five of them alike: the one that arrived later', async () => {
    const built = await build(files);
    const cart = built.ok ? built.value.journeys.find(({ key }) => key === 'cart-recovery') : undefined;
    const newer = cart?.exit.find(({ outcome }) => outcome === 'newer-checkout');
    const where = newer !== undefined && 'on' in newer ? newer.where : undefined;
    const decider = createDecider({ cases: where === undefined ? [] : [where] });
    const checkout = (id: string, timestamp: string, receivedAt: string) => ({
      event: 'Checkout Started',
      timestamp: `2026-06-01T${timestamp}:00.000Z`,
      receivedAt: `2026-06-01T${receivedAt}:00.000Z`,
      properties: { checkout_id: id, value: 80 },
    });
    const ends = async (event: unknown) => {
      const facts = factsAbout({ segments: [] }, { event, entry: checkout('c2', '10:00', '10:05') });
      return (await decider.decide({ facts })).matched === 0;
    };
    expect(await ends(checkout('c3', '10:01', '10:06'))).toBe(true);
    expect(await ends(checkout('c3', '10:00', '10:06'))).toBe(true);
    expect(await ends(checkout('c1', '10:00', '10:04'))).toBe(false);
    expect(await ends(checkout('c1', '09:59', '10:06'))).toBe(false);
    expect(await ends(checkout('c2', '10:01', '10:06'))).toBe(false);
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
      problems.every(({ line, message, hint }) => (line ?? 0) > 0 && message !== '' && hint !== ''),
    ).toBe(true);
  });
});
