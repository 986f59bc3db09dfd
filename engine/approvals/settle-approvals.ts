import {
  type ApprovalEvent,
  type ApprovalActor,
  reduceApproval,
  standingOf,
} from '../../domain/approvals/approval.ts';
import { hashId } from '../../domain/hash.ts';
import type { AuditStore } from '../access/audit-port.ts';
import type { Clock } from '../clock/clock.ts';
import type { Draft, DraftStore } from '../drafts/ports.ts';
import type { PublishedFiles } from '../drafts/published-files.ts';
import type { ApprovalRow, ApprovalStore } from './ports.ts';
import { rowAfter } from './row-after.ts';

/**
 * Brings open approvals in line with the drafts of their authors and with what is published: one whose drafts changed since they were sent
 * goes back to its author, one whose drafts are gone is withdrawn, and one that is published is live. Of one author, or of all.
 */
export type SettleApprovals = (input: { tenant: string; owner?: string }) => Promise<void>;

/** The hashes of a draft, by its path. */
export const hashesOfDrafts = (drafts: readonly Draft[]) =>
  new Map(
    drafts.map(
      ({ path, text, base }) => [path, { hash: text === null ? null : hashId(text), base }] as const,
    ),
  );

const eventOf = (input: {
  standing: ReturnType<typeof standingOf>;
  by: ApprovalActor;
  at: number;
  revision: number;
}): ApprovalEvent | undefined => {
  const { standing, by, at, revision } = input;
  if (standing === 'live') return { act: 'publish', by, at, revision };
  if (standing === 'gone') return { act: 'withdraw', by, at };
  return standing === 'changed' ? { act: 'change', by, at } : undefined;
};

type Deps = {
  readonly approvals: Pick<ApprovalStore, 'open' | 'replace'>;
  readonly drafts: Pick<DraftStore, 'of'>;
  readonly publishedFiles: (tenant: string) => Promise<PublishedFiles>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly clock: Pick<Clock, 'now' | 'systemTime'>;
};

/** What settling does is in the audit trail under the author, whose drafts they are. */
const settleOne = async (deps: Deps, row: ApprovalRow, event: ApprovalEvent): Promise<void> => {
  const outcome = reduceApproval(row, event);
  // Anyone who wrote meanwhile settles it too.
  if (outcome.kind === 'refused' || !(await deps.approvals.replace(rowAfter(row, outcome.approval)))) return;
  const { tenant, id, author, rev } = row;
  await deps.audit.append({
    tenant,
    at: deps.clock.systemTime(),
    actor: author,
    action: `approval.${event.act}`,
    subject: id,
    details: { from: row.state },
    once: `${id}:${rev}`,
  });
};

/** Makes what keeps approvals true to the drafts they are about. */
export const createSettleApprovals = (deps: Deps): SettleApprovals => {
  return async ({ tenant, owner }) => {
    const open = await deps.approvals.open({ tenant, ...(owner === undefined ? {} : { author: owner }) });
    if (open.length === 0) return;
    const files = await deps.publishedFiles(tenant);
    const at = deps.clock.now(tenant);
    const { revision } = files.workspace;
    for (const author of new Set(open.map((row) => row.author.id))) {
      const drafts = hashesOfDrafts(await deps.drafts.of({ tenant, owner: author }));
      for (const row of open.filter((one) => one.author.id === author)) {
        const standing = standingOf({ approval: row, drafts, published: files.hashOf });
        const event = eventOf({ standing, by: row.author, at, revision });
        if (event !== undefined) await settleOne(deps, row, event);
      }
    }
  };
};
