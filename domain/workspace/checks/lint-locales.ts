import type { CompiledMessage } from '../../messages/compile-message.ts';
import type { Problem } from '../../problem.ts';

/** Messages that lack a locale which other messages of their channel have: people there get two languages in turn. */
export const lintLocales = (messages: readonly CompiledMessage[]): readonly Problem[] => {
  const byChannel = new Map<string, Set<string>>();
  for (const { channel, locales } of messages) {
    byChannel.set(channel, new Set([...(byChannel.get(channel) ?? []), ...Object.keys(locales)]));
  }
  return messages.flatMap(({ key, channel, locales }): Problem[] => {
    const lacking = [...(byChannel.get(channel) ?? [])]
      .filter((locale) => locales[locale] === undefined)
      .sort();
    if (lacking.length === 0) return [];
    const names = lacking.map((locale) => `\`${locale}\``).join(', ');
    return [
      {
        code: 'missing-locale',
        file: `messages/${key}/message.json`,
        path: 'subject',
        message: `There is no text in ${names}, which other messages have.`,
        hint: `Write a subject and a body for ${names}.`,
        severity: 'warning',
      },
    ];
  });
};
