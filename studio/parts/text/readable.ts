import { sentence } from './sentence.ts';

/** A key as people read it: `closeOn` is "Close on". */
export const readable = (key: string): string => {
  const text = key
    .replaceAll(
      /([\p{Ll}\d])(\p{Lu})/gu,
      (_all, before: string, next: string) => `${before} ${next.toLowerCase()}`,
    )
    .replaceAll(/[-_]/g, ' ');
  return sentence(text);
};
