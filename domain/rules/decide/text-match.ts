import { RE2JS } from 're2js';

/** Finds something in a text in time linear to its length, whatever the pattern (RE2). */
export type TextMatcher = (text: string) => boolean;

const matcherOf =
  (pattern: RE2JS): TextMatcher =>
  (text) =>
    pattern.matcher(text).find();

/** A matcher of an RE2 pattern, anywhere in the text; undefined when it is no such pattern. */
export const compilePattern = (pattern: string): TextMatcher | undefined => {
  try {
    return matcherOf(RE2JS.compile(pattern));
  } catch {
    return undefined;
  }
};

/** A matcher of a text found anywhere, in any case (Unicode simple case folding). */
export const compileText = (text: string): TextMatcher =>
  matcherOf(RE2JS.compile(RE2JS.quote(text), RE2JS.CASE_INSENSITIVE));
