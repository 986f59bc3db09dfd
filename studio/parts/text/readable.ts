import { sentence } from './sentence.ts';

/** A key as people read it: `closeOn` is "Close on". Between two digits a hyphen is one: `10-49`. */
export const readable = (key: string): string => {
  const text = key
    .replaceAll(
      /([\p{Ll}\d])(\p{Lu})/gu,
      (_all, before: string, next: string) => `${before} ${next.toLowerCase()}`,
    )
    .replaceAll(/(?<!\d)[-_]|[-_](?!\d)/g, ' ');
  return sentence(text);
};
