import type { Problem } from '../../problem.ts';
import type { TextFile } from '../parse-message.ts';

const maxDepth = 5;
const maxExpanded = 400_000;
export const partialReference = /\{\{~?>\s*([\w-]+)\s*~?\}\}/g;

type Segment = {
  readonly offset: number;
  readonly file: string;
  readonly line: number;
  readonly column: number;
};

/** A place in a file; lines and columns count from 1. */
export type TextPlace = { readonly file: string; readonly line: number; readonly column: number };

/** A text with its partials in place, and where each of its characters came from. */
export type Expanded = {
  readonly text: string;
  readonly placeOf: (offset: number) => TextPlace;
  readonly problems: readonly Problem[];
};

type Collector = { text: string; segments: Segment[]; problems: Problem[] };

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
const columnAt = (text: string, offset: number): number => offset - text.lastIndexOf('\n', offset - 1);

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
  const problem = (code: string, at: number, message: string, hint: string) => {
    const place = { file, line: lineAt(text, at), column: columnAt(text, at) };
    into.problems.push({ code, ...place, path: '', message, hint, severity: 'error' });
  };
  const copy = (from: number, to: number): void => {
    const place = { line: lineAt(text, from), column: columnAt(text, from) };
    into.segments.push({ offset: into.text.length, file, ...place });
    into.text += text.slice(from, to);
  };
  let done = 0;
  for (const match of text.matchAll(partialReference)) {
    const name = match[1] ?? '';
    const at = match.index;
    copy(done, at);
    done = match.index + match[0].length;
    const partial = find({ ...job, name });
    if (partial === undefined) {
      problem('unknown-partial', at, `There is no partial \`${name}\`.`, `There are: ${names(job)}.`);
    } else if (trail.includes(partial.file) || trail.length > maxDepth) {
      const path = [...trail, partial.file].join(' -> ');
      problem('partial-loop', at, `Partials include one another without end: ${path}.`, 'Break the circle.');
    } else if (into.text.length > maxExpanded) {
      problem('too-large', at, 'The text with its partials is too large.', 'Use fewer or shorter partials.');
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
  const placeOf = (offset: number): TextPlace => {
    const segment = segments.findLast((each) => each.offset <= offset);
    if (segment === undefined) return { file: job.source.file, line: 1, column: 1 };
    const before = text.slice(segment.offset, offset);
    const lines = before.split('\n').length - 1;
    return {
      file: segment.file,
      line: segment.line + lines,
      column: lines === 0 ? segment.column + before.length : before.length - before.lastIndexOf('\n'),
    };
  };
  return { text, placeOf, problems: into.problems };
};
