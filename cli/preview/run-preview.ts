import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CicloError } from '../../domain/errors.ts';
import { localePattern } from '../../domain/messages/locales.ts';
import type { Problem } from '../../domain/problem.ts';
import type { EngineClient } from '../engine-client.ts';
import { problemText, type Say } from '../../platform/say.ts';
import { loadMessageFolder } from './load-message-folder.ts';
import { findingLine, previewLines } from './preview-lines.ts';
import { findingsOf } from '../../engine/templates/preview-template.ts';
import { readReader } from './read-reader.ts';
import { renderPreview } from '../../engine/templates/render-preview.ts';
import { openFile, writePreview } from './write-preview.ts';

export type PreviewInput = {
  readonly key: string;
  readonly dir: string;
  /** A file, or somebody the running engine knows. */
  readonly person: string | undefined;
  readonly locale: string | undefined;
  readonly channel: string | undefined;
  /** Where the parts are written. */
  readonly out: string | undefined;
  readonly isOpened: boolean;
  readonly withHtml: boolean;
  readonly json: boolean;
  readonly defaultFrom: string;
  readonly connect: () => Promise<EngineClient>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly say: Say;
};

const refuse = (problems: readonly Problem[], say: Say): number => {
  for (const problem of problems) say(problemText(problem));
  return 1;
};

const checkLocale = (locale: string | undefined): void => {
  if (locale === undefined || localePattern.test(locale)) return;
  const message = `"${locale}" is not a locale. Write one such as \`es\` or \`es-AR\`.`;
  throw new CicloError({ code: 'invalid-input', message });
};

/**
 * `ciclo preview`: shows a message of a folder as a person would get it, without an engine: problems with their place,
 * headers, preheader, text, HTML and links. Answers 1 when the message has errors or would not be sent to this person.
 */
export const runPreview = async (input: PreviewInput): Promise<number> => {
  const { key, dir, locale, say, json } = input;
  checkLocale(locale);
  const loaded = await loadMessageFolder({ dir, key });
  if (!loaded.ok) return refuse(loaded.problems, say);
  const { message, settings } = loaded;
  const { channel } = message;
  if (input.channel !== undefined && input.channel !== channel) {
    const text = `\`${key}\` is a message of the channel \`${channel}\`, not of \`${input.channel}\`.`;
    throw new CicloError({ code: 'invalid-input', message: text });
  }
  const found = await readReader({ ...input, sample: message.sample, tenant: settings.tenant, channel });
  if (!found.ok) return refuse(found.problems, say);
  const { profile, sample } = found.value;
  const wanted = locale === undefined ? {} : { locale };
  const reader = { sample, profile: { ...profile, traits: { ...profile.traits, ...wanted } } };
  const preview = renderPreview({ ...input, message, settings, reader });
  const findings = await findingsOf({ message, preview }, 'en');
  if (json) say(JSON.stringify({ ...preview, problems: loaded.warnings, findings }, undefined, 2));
  else for (const problem of loaded.warnings) say(problemText(problem));
  if (preview.kind === 'missing') {
    const names = preview.variables.map((name) => `\`${name}\``).join(', ');
    const what = preview.policy === 'skip' ? 'is not sent' : 'is not sent, and the run waits';
    if (!json) say(`The message ${what}: ${names} has no value (\`whenMissing\` is \`${preview.policy}\`).`);
    return 1;
  }
  if (!json) {
    for (const line of previewLines({ message, shown: preview, wanted: locale, withHtml: input.withHtml }))
      say(line);
    for (const line of findings.map(findingLine)) say(line);
  }
  if (input.out === undefined && !input.isOpened) return 0;
  const out = input.out ?? (await mkdtemp(join(tmpdir(), 'ciclo-preview-')));
  const quiet: Say = json ? () => undefined : say;
  const file = await writePreview({ dir: out, key, shown: preview, say: quiet });
  if (input.isOpened) await openFile({ file, say: quiet });
  return 0;
};
