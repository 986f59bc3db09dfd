import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { messageOf } from '../../domain/errors.ts';
import type { Say } from '../../platform/say.ts';
import { headerLines } from './preview-lines.ts';
import type { Preview } from '../../engine/templates/render-preview.ts';

type Shown = Extract<Preview, { kind: 'shown' }>;

/** Writes the parts of a preview into a folder; answers the file to look at. */
export const writePreview = async (input: {
  dir: string;
  key: string;
  shown: Shown;
  say: Say;
}): Promise<string> => {
  const { dir, key, shown, say } = input;
  const { rendered, mail, links } = shown;
  const name = join(dir, `${key}.${rendered.locale}`);
  const parts: readonly (readonly [string, string | undefined])[] = [
    [`${name}.txt`, rendered.text],
    [`${name}.headers.txt`, mail === undefined ? undefined : `${headerLines(mail).join('\n')}\n`],
    [`${name}.links.txt`, links.map((link) => `${link}\n`).join('')],
    [`${name}.html`, rendered.html],
  ];
  await mkdir(dir, { recursive: true });
  let last = dir;
  for (const [file, text] of parts) {
    if (text === undefined) continue;
    await writeFile(file, text);
    say(`Wrote ${file}`);
    last = file;
  }
  return last;
};

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens a file with the program the system has for it; says so when there is none. */
export const openFile = (input: { file: string; say: Say }): Promise<void> =>
  new Promise((resolve) => {
    const [command, ...before] = openers[process.platform] ?? ['xdg-open'];
    const child = spawn(command, [...before, input.file], { stdio: 'ignore', detached: true });
    child.once('error', (problem) => {
      input.say(`${input.file} cannot be opened: ${messageOf(problem)}`);
      resolve();
    });
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
