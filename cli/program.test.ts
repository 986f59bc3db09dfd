import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import type { Command } from 'commander';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { CicloError, type ErrorCode, errorTable } from '../domain/errors.ts';
import { type Environment, loadConfig } from '../platform/config.ts';
import { createStrayErrors } from '../platform/stray-errors.ts';
import type { CommandDefinition } from './command.ts';
import { commands } from './commands.ts';
import { runInit } from './commands/workspace/init.ts';
import { connectEngine } from './engine-client.ts';
import { exitCodeLines, exitCodeOf, exitCodes } from './exit-codes.ts';
import { createProgram } from './program.ts';

let dir = '';
const lines: string[] = [];
const say = (line: string): number => lines.push(stripVTControlCharacters(line).trimEnd());
const said = (): string => lines.join('\n');

const programIn = (env: Environment) =>
  createProgram({
    env,
    say,
    config: () => loadConfig(env),
    connect: () => connectEngine(loadConfig(env)),
    strays: createStrayErrors(),
    version: '0.0.0',
    output: { writeOut: say, writeErr: say },
  });

type Example = { readonly path: string; readonly definition: CommandDefinition; readonly line: string };

const examplesOf = (input: { definition: CommandDefinition; before: string }): readonly Example[] => {
  const { definition, before } = input;
  const path = `${before} ${definition.usage.split(' ')[0]}`;
  return [
    ...definition.examples.map((line) => ({ path, definition, line })),
    ...(definition.parts ?? []).flatMap((part) => examplesOf({ definition: part, before: path })),
  ];
};
const examples = commands.flatMap((definition) => examplesOf({ definition, before: 'ciclo' }));

/** The words of a line as a shell hands them over, without the settings before it. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)]
    .map(([, quoted, plain]) => quoted ?? plain ?? '')
    .filter((_word, index, all) => index > all.indexOf('ciclo'));

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-program-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => {
  lines.length = 0;
});

describe('every command', () => {
  it('shows examples of itself in its help, and says so when its line cannot be read', async () => {
    for (const { path, line } of examples) {
      expect(line.replace(/^(?:\w+=\S+ )*/, '')).toMatch(new RegExp(`^${path}(?: |$)`));
      lines.length = 0;
      const { run } = programIn({});
      expect(await run([...path.split(' ').slice(1), '--help'])).toBe(0);
      expect(said()).toContain(`  ${line}`);
      lines.length = 0;
      expect(await run([...path.split(' ').slice(1), '--no-such-option'])).toBe(exitCodes.usage.code);
      expect(said()).toMatch(new RegExp(`Run \`${path}(?: list)? --help\``));
    }
  });

  it('has examples that it can read', async () => {
    // Whatever they would do with an engine or a database fails at this setting, before anything is done.
    const env = { PORT: 'none' };
    const wrong: string[] = [];
    for (const { line, definition } of examples.filter(({ path }) => path !== 'ciclo init')) {
      const { run } = programIn(env);
      const outcome = await run(wordsOf(line)).catch((thrown: unknown) => thrown);
      const isRead = outcome === 0 || (outcome instanceof CicloError && outcome.code === 'bad-configuration');
      if (!isRead && definition.build !== undefined) wrong.push(`${line}: ${String(outcome)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('makes no keys and no folder where there is no engine, and those that need one say what is missing', async () => {
    const env = { CICLO_DATA: join(dir, 'none'), CICLO_WORKSPACE: join(dir, 'no-workspace') };
    const refusals = new Set<string>();
    for (const { line } of examples.filter(({ definition }) => definition.group !== 'Run')) {
      if (line.startsWith('ciclo init')) continue;
      await programIn(env)
        .run(wordsOf(line))
        .catch((thrown: unknown) => {
          if (thrown instanceof CicloError && thrown.code === 'bad-configuration')
            refusals.add(thrown.message);
        });
    }
    expect(await readdir(dir)).toEqual([]);
    expect([...refusals]).toEqual([expect.stringMatching(/ciclo dev.*CICLO_API_KEY.*CICLO_DATA.*CICLO_URL/)]);
  });
});

describe('exit codes', () => {
  it('are one table that `ciclo help exit-codes` prints, and every error has one of it', async () => {
    expect(await programIn({}).run(['help', 'exit-codes'])).toBe(0);
    expect(lines).toEqual(exitCodeLines().map((line) => line.trimEnd()));
    const known = Object.values(exitCodes).map(({ code }): number => code);
    const isCode = (name: string): name is ErrorCode => name in errorTable;
    for (const code of Object.keys(errorTable).filter(isCode)) {
      expect(known).toContain(exitCodeOf(new CicloError({ code, message: 'x' })));
    }
    expect(exitCodeOf(new TypeError('x'))).toBe(exitCodes.internal.code);
  });

  it('tell a line that cannot be read from an answer that is no', async () => {
    const env = { CICLO_DATA: join(dir, 'none') };
    const codeOf = (...words: readonly string[]) =>
      programIn(env)
        .run(words)
        .catch((thrown: unknown) => exitCodeOf(thrown));
    expect(await codeOf('--version')).toBe(exitCodes.done.code);
    expect(await codeOf('publsh')).toBe(exitCodes.usage.code);
    expect(said()).toContain('Did you mean publish?');
    expect(await codeOf('enrol', 'welcome')).toBe(exitCodes.usage.code);
    expect(await codeOf('who', 'welcome', 'hello', '--limit', 'many')).toBe(exitCodes.usage.code);
    lines.length = 0;
    expect(await codeOf('gift-cards', 'redeem', 'GIFT-1', '49,90', 'EUR')).toBe(exitCodes.usage.code);
    expect(said()).toContain('error: `49,90` is not a whole number of at least 1.');
    expect(said()).toContain('ciclo gift-cards redeem --help');
    expect(await codeOf('help', 'publsh')).toBe(exitCodes.wrong.code);
    expect(await codeOf('validate', join(dir, 'no-workspace'))).toBe(exitCodes.wrong.code);
    expect(await codeOf('why', 'ana')).toBe(exitCodes.settings.code);
  });
});

it('ciclo doctor is green on a new workspace, names what it looked at, and makes nothing', async () => {
  const shop = join(dir, 'my-shop');
  await runInit({ dir: shop, say: () => undefined });
  const env = { CICLO_DATA: join(shop, '.ciclo'), CICLO_WORKSPACE: shop };
  expect(await programIn(env).run(['doctor'])).toBe(0);
  expect(said()).toMatch(/ok {4}settings: valid; the data folder is /);
  expect(said()).toContain('ok    keys: none yet; the first start makes them');
  expect(said()).toMatch(/ok {4}workspace: .*my-shop: \d+ journeys, 0 warnings/);
  expect(said()).toMatch(/All \d+ checks are well\.$/);
  expect(said()).toContain('No engine runs here.');
  expect(await readdir(shop)).not.toContain('.ciclo');
});

describe('docs/cli.md', () => {
  const optionLines = (command: Command): readonly string[] =>
    command.options.map(({ flags, description, defaultValue }) => {
      const usual: unknown = defaultValue;
      const isTold = usual !== undefined && !Array.isArray(usual);
      return `- \`${flags}\`: ${description}${isTold ? ` (by default \`${String(usual)}\`)` : ''}`;
    });

  const sectionOf = (input: { definition: CommandDefinition; command: Command; before: string }): string => {
    const { definition, command, before } = input;
    const parts = (definition.parts ?? []).map((part) => {
      const found = command.commands.find((one) => one.name() === part.usage.split(' ')[0]);
      if (found === undefined) throw new Error(`${part.usage} was not added.`);
      return sectionOf({ definition: part, command: found, before: `${before} ${command.name()}` });
    });
    const options = optionLines(command);
    return [
      `### \`${before} ${definition.usage}\`\n`,
      `${definition.summary[0]?.toUpperCase()}${definition.summary.slice(1)}.\n`,
      ...(options.length === 0 ? [] : [`${options.join('\n')}\n`]),
      `\`\`\`sh\n${definition.examples.join('\n')}\n\`\`\`\n`,
      ...parts,
    ].join('\n');
  };

  it('is the list of commands and the table of exit codes', async () => {
    const { program } = programIn({});
    const groups = [...new Set(commands.map(({ group }) => group))];
    const sections = groups.map((group) => {
      const own = commands.filter((definition) => definition.group === group);
      const texts = own.map((definition) => {
        const command = program.commands.find((one) => one.name() === definition.usage.split(' ')[0]);
        if (command === undefined) throw new Error(`${definition.usage} was not added.`);
        return sectionOf({ definition, command, before: 'ciclo' });
      });
      return `## ${group}\n\n${texts.join('\n')}`;
    });
    const codes = Object.values(exitCodes).map(({ code, when }) => `| ${code} | ${when} |`);
    const page = `# The command

\`ciclo --help\` lists the commands, \`ciclo <command> --help\` explains one with examples, \`ciclo help exit-codes\` prints the table below.
A checkout runs it as \`node cli/bin.mjs\`, an installed package as \`npx ciclo\`.

**The workspace** of a command is the folder that it names; else that of \`CICLO_WORKSPACE\`; else the current folder, where it has a \`ciclo.json\`; else the
one that the running engine of \`CICLO_DATA\` publishes. Where the engine runs another one, the command says so.

**The engine** of a command is that at \`CICLO_URL\`, else at \`PUBLIC_URL\`, else the one of \`CICLO_DATA\` (\`.ciclo\`). Its key is \`CICLO_API_KEY\`, else that in the
data folder. A command never makes keys: the first start does.

Settings of all commands are in [operations](operations.md#settings).

## Exit codes

| code | when |
|---|---|
${codes.join('\n')}

${sections.join('\n')}`;
    await expect(page).toMatchFileSnapshot(join(import.meta.dirname, '..', 'docs', 'cli.md'));
  });
});
