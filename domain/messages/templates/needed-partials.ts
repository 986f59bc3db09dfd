import { partialReference } from './expand-partials.ts';
import type { MessageSource, TextFile } from '../parse-message.ts';

const namesIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(partialReference), ([, name = '']) => name);

const nameOf = (file: string): string => file.split('.')[0] ?? file;

/**
 * A message with the texts of those partials only that it uses, also by way of others. The rest are there, empty: their
 * names are told when one is misspelt. So a message stays the same while partials change that it does not use.
 */
export const withNeededPartials = (source: MessageSource): MessageSource => {
  const files = Object.entries(source.partials);
  const needed = new Set<string>();
  const follow = (text: string): void => {
    for (const name of namesIn(text)) {
      if (needed.has(name)) continue;
      needed.add(name);
      for (const [file, partial] of files) if (nameOf(file) === name) follow(partial.text);
    }
  };
  for (const { text } of [...Object.values(source.bodies), ...Object.values(source.texts)]) follow(text);
  const kept = files.map(([file, partial]): [string, TextFile] => [
    file,
    needed.has(nameOf(file)) ? partial : { ...partial, text: '' },
  ]);
  return { ...source, partials: Object.fromEntries(kept) };
};
