import { contentHashes } from '../../domain/workspace/content-hash.ts';
import type { CompileMessage } from '../../domain/workspace/read/read-messages.ts';
import type { PublishedWorkspace } from './ports.ts';

/** What is published of messages, and the files it was made of. */
export type PublishedMessages = Pick<PublishedWorkspace, 'files' | 'messages' | 'settings'>;

const folderOf = (path: string): string | undefined => /^messages\/([^/]+)\//.exec(path)?.[1];

const partials = '_partials';

/**
 * Makes a compilation that takes a message as it is published when none of the files it is made of differs: its folder, the
 * shared partials and the default locale. What differs goes to `compile`. So an engine that starts on what is published
 * compiles nothing.
 */
export const reuseCompiled = async (input: {
  files: Readonly<Record<string, string>>;
  published: PublishedMessages;
  compile: CompileMessage;
}): Promise<CompileMessage> => {
  const { published, compile } = input;
  const hashes = new Map(Object.entries(await contentHashes(input.files)));
  const before = new Map(Object.entries(published.files));
  const paths = new Set([...hashes.keys(), ...before.keys()]);
  const changed = [...paths].filter((path) => hashes.get(path) !== before.get(path));
  const folders = new Set(changed.map(folderOf));
  if (folders.has(partials)) return compile;
  const known = new Map(published.messages.map((message) => [message.key, message]));
  return async (source) => {
    const message = known.get(source.key);
    const isSame = !folders.has(source.key) && source.defaultLocale === published.settings.defaultLocale;
    return message !== undefined && isSame ? { ok: true, value: message, warnings: [] } : compile(source);
  };
};
