import { z } from '@hono/zod-openapi';

import { instant, iso, isoField, problemItem } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { Caller } from '../../api/ports/keys.ts';
import { type ApprovalActor, approvalActs, approvalStates } from '../../domain/approvals/approval.ts';
import { fileBody, fileSchema } from '../publications/publication-body.ts';
import type { ApprovalRow } from './ports.ts';
import type { ReadApproval } from './read-approval.ts';

const actor = z
  .object({ kind: z.enum(['user', 'key', 'engine']), id: z.string() })
  .openapi({ description: 'A user or a key by their id, or the engine.' });

export const approvalSchema = z
  .object({
    id: z.string(),
    state: z.enum(approvalStates).openapi({
      description:
        '`draft`: back with its author. `review`: waits for a decision. `approved`: can be published as it is. `live`: published. `withdrawn`: nothing comes of it.',
    }),
    round: z
      .int()
      .openapi({ description: 'How many times it was sent; a decision names what was seen by it.' }),
    author: actor,
    note: z.string().openapi({ description: 'What the author said when it was sent last.' }),
    paths: z.array(z.string()).openapi({ description: 'The files that it changes.' }),
    createdAt: instant,
    since: instant.openapi({ description: 'When it came into its state.' }),
    reviewer: z.string().optional().openapi({ description: 'The id of the user who took the review on.' }),
    team: z.string().optional(),
    scheduledAt: instant.optional().openapi({ description: 'When it goes live.' }),
    revision: z.int().optional().openapi({ description: 'The revision that published it.' }),
  })
  .openapi('Approval');

export const approvalWithFilesSchema = approvalSchema
  .extend({
    acts: z
      .array(
        z.object({
          act: z.enum(approvalActs),
          by: actor,
          at: instant,
          note: z.string().optional(),
        }),
      )
      .openapi({ description: 'The latest acts, the oldest first.' }),
    files: z.array(
      fileSchema.extend({
        isStale: z
          .boolean()
          .openapi({ description: 'Another text was published since the draft was begun.' }),
      }),
    ),
    problems: z.array(problemItem).openapi({
      description: 'Every error of the workspace as it would be, and what is doubtful in these files.',
    }),
  })
  .openapi('ApprovalWithFiles');

/** An approval as lists show it. */
export const approvalBody = (row: ApprovalRow): z.infer<typeof approvalSchema> => ({
  id: row.id,
  state: row.state,
  round: row.round,
  author: { ...row.author },
  note: row.note,
  paths: row.files.map(({ path }) => path),
  createdAt: iso(row.createdAt),
  since: iso(row.since),
  ...given({ reviewer: row.reviewer, team: row.team, revision: row.revision }),
  ...isoField('scheduledAt', row.schedule?.at),
});

/** An approval with what was done to it, and what it does to each file. */
export const approvalWithFilesBody = (
  read: Awaited<ReturnType<ReadApproval>>,
): z.infer<typeof approvalWithFilesSchema> => ({
  ...approvalBody(read.row),
  acts: read.row.acts.map(({ act, by, at, note }) => ({
    act,
    by: { ...by },
    at: iso(at),
    ...given({ note }),
  })),
  files: read.changes.map((file) => ({ ...fileBody(file), isStale: file.isStale })),
  problems: read.problems.map((problem) => ({ ...problem })),
});

/** Who makes a call, as approvals name them. */
export const approverOf = ({ id, user }: Caller): ApprovalActor => ({
  kind: user === undefined ? 'key' : 'user',
  id,
});
