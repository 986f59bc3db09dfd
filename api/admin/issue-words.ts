import type { z } from '@hono/zod-openapi';
import { kinds, nameOf, wordingOf } from '../../domain/documents/issue-wording.ts';
import { quoteList } from '../../domain/documents/nearest.ts';

type Issue = z.core.$ZodIssue;

const atDocs = 'What this call takes is at /docs, on the port for operators.';

/** What the usual formats are called, and what one looks like. */
const formats: Readonly<Record<string, { readonly what: string; readonly hint: string }>> = {
  datetime: { what: 'an instant', hint: 'Write ISO 8601 in UTC, such as 2026-03-29T09:30:00Z.' },
  date: { what: 'a date', hint: 'Write a day as 2026-03-29.' },
  time: { what: 'a time of day', hint: 'Write a time as 09:30.' },
  email: { what: 'an e-mail address', hint: 'Write an address such as ana@example.com.' },
  url: { what: 'a URL', hint: 'Write a whole URL, such as https://shop.example/page.' },
};

/** The names in a request that are not known. */
export const unknownIn = (issue: Issue): readonly string[] =>
  issue.code === 'unrecognized_keys' ? issue.keys : [];

const isAbsent = (issue: Issue): boolean => issue.message.endsWith('received undefined');

/** One thing that is wrong with a request, in words: what is wrong, and what to write instead. */
export const issueWords = (issue: Issue): { readonly message: string; readonly hint: string } => {
  const name = issue.path.length === 0 ? 'This' : nameOf(issue.path);
  switch (issue.code) {
    case 'invalid_type': {
      if (isAbsent(issue)) return { message: `${name} is missing.`, hint: `Add it. ${atDocs}` };
      const kind = kinds[issue.expected] ?? issue.expected;
      return { message: `${name} must be ${kind}.`, hint: `Write ${kind}. ${atDocs}` };
    }
    case 'invalid_value': {
      const known = quoteList(issue.values.map(String));
      const hint = issue.values.length === 1 ? `Write ${known}.` : `Write one of ${known}.`;
      return { message: `${name} has a value that is not known here.`, hint };
    }
    case 'invalid_format': {
      const format = formats[issue.format];
      if (format === undefined) return { message: `${name} is not written as it has to be.`, hint: atDocs };
      return { message: `${name} is not ${format.what}.`, hint: format.hint };
    }
    case 'unrecognized_keys':
      return { message: `There is no field ${quoteList(issue.keys)} here.`, hint: `Leave it out. ${atDocs}` };
    case 'too_small':
    case 'too_big': {
      const { message } = wordingOf({
        context: { schema: undefined, value: undefined },
        issue,
        path: issue.path,
      });
      return { message, hint: atDocs };
    }
    case 'invalid_union':
      return { message: `${name} has none of the forms it may have.`, hint: atDocs };
    default:
      return { message: issue.message, hint: atDocs };
  }
};
