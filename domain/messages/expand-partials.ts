import type { Problem } from '../problem.ts';
import type { TextFile } from './parse-message.ts';

const maxDepth = 5;
const maxExpanded = 400_000;
const reference = /\{\{~?>\s*([\w-]+)\s*~?\}\}/g;

type Segment = { readonly offset: number; readonly file: string; readonly line: number };

/** A text with its partials in place, and where each of its lines came from. */
export type Expanded = {
  readonly text: string;
  readonly originOf: (line: number) => { readonly file: string; readonly line: number };
  readonly problems: readonly Problem[];
};

type Collector = { text: string; segments: Segment[]; problems: Problem[] };

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

const find = (input: {
  name: string;
  extension: 'mjml' | 'hbs';
  locales: readonly string[];
  partials: Readonly<Record<string, TextFile>>;
}): TextFile | undefined => {
  const names = [
    ...input.locales.map((locale) => `${input.name}.${locale}.${input.extension}`),
    `${input.name}.${input.extension}`,
  ];
  const found = names.find((name) => Object.hasOwn(input.partials, name));
  return found === undefined ? undefined : input.partials[found];
};

type Job = {
  source: TextFile;
  extension: 'mjml' | 'hbs';
  /** Locales of the text, most exact first, without the default one. */
  locales: readonly string[];
  partials: Readonly<Record<string, TextFile>>;
};

const names = (job: Job): string =>
  [...new Set(Object.keys(job.partials).map((name) => name.split('.')[0] ?? name))]
    .map((name) => `\`${name}\``)
    .join(', ') || 'none';

const append = (input: { job: Job; trail: readonly string[]; into: Collector }): void => {
  const { job, trail, into } = input;
  const { text, file } = job.source;
  const problem = (code: string, line: number, message: string, mend: string) =>
    into.problems.push({ code, file, line, path: '', message, mend, severity: 'error' });
  const copy = (from: number, to: number): void => {
    into.segments.push({ offset: into.text.length, file, line: lineAt(text, from) });
    into.text += text.slice(from, to);
  };
  let done = 0;
  for (const match of text.matchAll(reference)) {
    const name = match[1] ?? '';
    const line = lineAt(text, match.index);
    copy(done, match.index);
    done = match.index + match[0].length;
    const partial = find({ ...job, name });
    if (partial === undefined) {
      problem('unknown-partial', line, `There is no partial \`${name}\`.`, `There are: ${names(job)}.`);
    } else if (trail.includes(partial.file) || trail.length > maxDepth) {
      const path = [...trail, partial.file].join(' -> ');
      problem(
        'partial-loop',
        line,
        `Partials include one another without end: ${path}.`,
        'Break the circle.',
      );
    } else if (into.text.length > maxExpanded) {
      problem(
        'too-large',
        line,
        'The text with its partials is too large.',
        'Use fewer or shorter partials.',
      );
      return;
    } else {
      append({ job: { ...job, source: partial }, trail: [...trail, partial.file], into });
    }
  }
  copy(done, text.length);
};

/**
 * Puts `{{> name}}` in place, from `_partials/name.<locale>.<ext>` or else `_partials/name.<ext>`. Partials
 * are resolved here, once, at publish: a published message never changes because a partial did.
 */
export const expandPartials = (job: Job): Expanded => {
  const into: Collector = { text: '', segments: [], problems: [] };
  append({ job, trail: [job.source.file], into });
  const { text, segments } = into;
  const originOf = (line: number): { file: string; line: number } => {
    let offset = 0;
    for (let each = 1; each < line; each += 1) {
      const next = text.indexOf('\n', offset);
      if (next < 0) break;
      offset = next + 1;
    }
    while (text[offset] === ' ') offset += 1;
    const segment = segments.findLast((each) => each.offset <= offset);
    if (segment === undefined) return { file: job.source.file, line };
    return {
      file: segment.file,
      line: segment.line + lineAt(text.slice(segment.offset, offset), offset) - 1,
    };
  };
  return { text, originOf, problems: into.problems };
};
