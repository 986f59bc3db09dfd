import { nearest, suggest } from '../../domain/documents/nearest.ts';
import { CicloError } from '../../domain/errors.ts';
import type { CompiledMessage } from '../../domain/messages/compiled-message.ts';
import type { Problem } from '../../domain/problem.ts';
import type { TenantSettings } from '../../domain/workspace/tenant-settings.ts';
import { readWorkspace } from '../../server/workspace/read-workspace.ts';
import { buildFolder } from '../../server/workspace/build-workspace.ts';

/** A message that was compiled, with the settings of its workspace; or why there is none. */
export type LoadedMessageFolder =
  | {
      readonly ok: true;
      readonly message: CompiledMessage;
      readonly settings: TenantSettings;
      readonly warnings: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const keysIn = (files: Readonly<Record<string, string>>): readonly string[] => [
  ...new Set(
    Object.keys(files).flatMap((file) => {
      const key = /^messages\/([^/]+)\//.exec(file)?.[1];
      return key === undefined || key === '_partials' ? [] : [key];
    }),
  ),
];

/**
 * Compiles one message of a folder as it would be published, with `ciclo.json` and the partials it needs. What is wrong
 * in the rest of the workspace does not matter here. Throws `not-found` when there is no such message.
 */
export const loadMessageFolder = async (input: {
  dir: string;
  key: string;
}): Promise<LoadedMessageFolder> => {
  const { dir, key } = input;
  const all = await readWorkspace(dir);
  const known = keysIn(all);
  if (!known.includes(key)) {
    const near = nearest({ word: key, known });
    const hint = near === undefined ? suggest({ word: key, known, none: 'The workspace has none.' }) : '';
    const advice = near === undefined ? hint : `Did you mean \`${near}\`?`;
    throw new CicloError({ code: 'not-found', message: `There is no message \`${key}\`. ${advice}` });
  }
  const needed = ['ciclo.json', `messages/${key}/`, 'messages/_partials/'];
  const files = Object.fromEntries(
    Object.entries(all).filter(([file]) => needed.some((start) => file.startsWith(start))),
  );
  const built = await buildFolder({ dir, files });
  if (!built.ok) return built;
  const [message] = built.value.messages;
  if (message === undefined) return { ok: false, problems: built.warnings };
  return { ok: true, message, settings: built.value.settings, warnings: built.warnings };
};
