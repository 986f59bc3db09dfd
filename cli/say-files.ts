import { z } from 'zod';

import type { Say } from '../platform/say.ts';

/** Files with the lines that changed in them, as the API has them. */
export const changedFiles = z.array(
  z.object({
    path: z.string(),
    change: z.string(),
    lines: z.object({ added: z.number(), removed: z.number() }),
    hunks: z.array(
      z.object({
        before: z.number(),
        after: z.number(),
        lines: z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })),
      }),
    ),
    isCut: z.boolean(),
  }),
);

const signs = { same: ' ', removed: '-', added: '+' } as const;

/** Says what became of files; `isShort` only names them. */
export const sayFiles = (input: {
  files: z.infer<typeof changedFiles>;
  isShort: boolean;
  say: Say;
}): void => {
  const { files, isShort, say } = input;
  for (const file of files) {
    say(`${file.change.padEnd(8)} ${file.path} (+${file.lines.added} -${file.lines.removed})`);
    if (isShort) continue;
    if (file.isCut) say('  The lines are not shown.');
    for (const hunk of file.hunks) {
      say(`  @@ -${hunk.before} +${hunk.after} @@`);
      for (const { kind, text } of hunk.lines) say(`  ${signs[kind]}${text}`);
    }
  }
};
