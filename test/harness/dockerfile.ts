import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

import { Copy, DockerfileParser, From } from 'dockerfile-ast';

const run = promisify(execFile);

type Step = {
  readonly keyword: string;
  readonly text: string;
  /** Of COPY: the stage it takes from; none is the context. */
  readonly from: string | undefined;
};

/** A stage of a Dockerfile, by its name or number. */
export type Stage = { readonly name: string; readonly steps: readonly Step[] };

/** Reads the stages of a Dockerfile, as the parser of Docker's own editor does. */
export const readStages = (text: string): readonly Stage[] => {
  const stages: { name: string; steps: Step[] }[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction instanceof From) {
      stages.push({ name: instruction.getBuildStage() ?? String(stages.length), steps: [] });
      continue;
    }
    const flag = instruction instanceof Copy ? instruction.getFromFlag() : undefined;
    stages.at(-1)?.steps.push({
      keyword: instruction.getKeyword(),
      text: instruction.getArgumentsContent() ?? '',
      from: flag?.getValue() ?? undefined,
    });
  }
  return stages;
};

/** The words of an instruction in the JSON form: `["node", "cli/bin.mjs"]`. */
export const wordsOf = (input: { stage: Stage; keyword: string }): readonly string[] => {
  const step = input.stage.steps.findLast(({ keyword }) => keyword === input.keyword);
  const words: unknown = JSON.parse((step?.text ?? '[]').replace(/^CMD\s+/, ''));
  return Array.isArray(words) ? words.map(String) : [];
};

type Rules = { readonly add: (text: string) => Rules; readonly ignores: (path: string) => boolean };
const isMaker = (value: unknown): value is () => Rules => typeof value === 'function';

/** Copies what a build gets to see: the checkout without what `.dockerignore` names. */
export const copyContext = async (input: { root: string; to: string }): Promise<void> => {
  const { root, to } = input;
  const maker: unknown = createRequire(import.meta.url)('ignore');
  if (!isMaker(maker)) throw new TypeError('`ignore` makes no rules.');
  const rules = maker().add(await readFile(join(root, '.dockerignore'), 'utf8'));
  await cp(root, to, {
    recursive: true,
    filter: (path) => path === root || !rules.ignores(relative(root, path)),
  });
};

/**
 * Does what a stage says in a folder instead of a container: its COPY and RUN instructions, with the paths of the
 * image below that folder. What `npm ci` would install is there already, and nothing changes its owner.
 */
export const playStage = async (input: {
  stage: Stage;
  dir: string;
  context: string;
  nodeModules: string;
  /** The folders of the stages before, by name. */
  stages: Readonly<Record<string, string>>;
}): Promise<{ readonly workdir: string }> => {
  const { stage, dir, context, nodeModules, stages } = input;
  const shims = join(dir, 'shims');
  await mkdir(shims, { recursive: true });
  await writeFile(join(shims, 'chown'), '#!/bin/sh\n', { mode: 0o755 });
  const env = { ...process.env, PATH: `${shims}:${process.env['PATH'] ?? ''}` };
  let workdir = dir;
  for (const { keyword, text, from } of stage.steps) {
    if (keyword === 'WORKDIR') {
      workdir = join(dir, text);
      await mkdir(workdir, { recursive: true });
    }
    if (keyword === 'COPY') {
      const [to = '', ...sources] = text.split(/\s+/).toReversed();
      const place = from === undefined ? context : (stages[from] ?? '');
      const paths = sources.map((one) => `./${one}`).join(' ');
      await run('sh', ['-euc', `cp -a ${paths} '${resolve(workdir, to)}'`], { cwd: place });
    }
    if (keyword === 'RUN' && text.startsWith('npm ci ')) {
      await symlink(nodeModules, join(workdir, 'node_modules'));
    } else if (keyword === 'RUN') {
      await run('sh', ['-euc', text], { cwd: workdir, env, maxBuffer: 64 * 1024 * 1024 });
    }
  }
  return { workdir };
};
