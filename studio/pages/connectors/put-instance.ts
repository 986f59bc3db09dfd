import { applyEdits, modify } from 'jsonc-parser';

/**
 * The text of `ciclo.json` with an instance under `plugins`, in place of the one of its name. Everything else keeps its bytes. The text has
 * to be JSON.
 */
export const putInstance = (input: {
  text: string;
  instance: string;
  entry: Readonly<Record<string, unknown>>;
}): string => {
  const { text, instance, entry } = input;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const formattingOptions = { insertSpaces: !/^\t/m.test(text), tabSize: 2, eol };
  return applyEdits(text, modify(text, ['plugins', instance], entry, { formattingOptions }));
};
