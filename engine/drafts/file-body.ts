import { z } from '@hono/zod-openapi';

import { instant, iso } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { FileContent, FileState } from './edit-files.ts';

const fields = {
  path: z.string().openapi({ example: 'journeys/welcome.json' }),
  hash: z
    .string()
    .optional()
    .openapi({ description: 'Names the published text; absent where there is none.' }),
  draft: z
    .object({
      change: z.enum(['added', 'changed', 'removed']),
      isStale: z
        .boolean()
        .openapi({ description: 'Somebody published another text since the draft was begun.' }),
      savedAt: instant,
    })
    .optional()
    .openapi({ description: 'Your draft; absent where you have none.' }),
};

export const stateSchema = z.object(fields).openapi('WorkspaceFile');

export const contentSchema = z
  .object({
    ...fields,
    text: z.string().optional().openapi({ description: 'The published text.' }),
    draftText: z
      .string()
      .nullable()
      .optional()
      .openapi({ description: 'What your draft says; null removes the file.' }),
  })
  .openapi('WorkspaceFileContent');

/** A file as lists show it. */
export const stateBody = ({ path, hash, draft }: FileState): z.infer<typeof stateSchema> => {
  const state =
    draft === undefined
      ? {}
      : { draft: { change: draft.change, isStale: draft.isStale, savedAt: iso(draft.at) } };
  return { path, ...given({ hash }), ...state };
};

/** A file with its texts. */
export const contentBody = (file: FileContent): z.infer<typeof contentSchema> => ({
  ...stateBody(file),
  ...given({ text: file.text, draftText: file.draftText }),
});
