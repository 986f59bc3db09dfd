import {
  type Approval,
  type ApprovalActor,
  isSameActor,
  reduceApproval,
  standingOf,
} from '../../domain/approvals/approval.ts';
import { needsApproval } from '../../domain/approvals/approval-settings.ts';
import { notFound } from '../../domain/errors.ts';
import type { PublishPlan } from '../../domain/jobs/publish-plan.ts';
import type { Clock } from '../clock/clock.ts';
import { overlaid } from '../drafts/overlaid.ts';
import type { DraftStore } from '../drafts/ports.ts';
import type { PublishedFiles } from '../drafts/published-files.ts';
import { staleDrafts } from '../drafts/stale-drafts.ts';
import type { PublishFiles } from '../journeys/publish/publish-files.ts';
import { refusedApproval } from './decide-approvals.ts';
import type { ApprovalRow, ApprovalStore } from './ports.ts';
import { rowAfter } from './row-after.ts';
import { hashesOfDrafts, type SettleApprovals } from './settle-approvals.ts';

/**
 * Publishes what was approved, exactly as it was, with a plan for the people inside; or says what that would do, also before it is approved.
 * Throws `not-found`, `conflict` when it is not approved (any more) or when another text of one of its files was published meanwhile,
 * `forbidden` when only its author approved it and that is not enough, and whatever publishing throws.
 */
export type PublishApproval = (input: {
  tenant: string;
  id: string;
  by: ApprovalActor;
  plan: PublishPlan;
  expect?: number;
  note?: string;
  dryRun: boolean;
}) => ReturnType<PublishFiles>;

type Deps = {
  readonly approvals: Pick<ApprovalStore, 'get' | 'replace'>;
  readonly drafts: Pick<DraftStore, 'of' | 'remove'>;
  readonly publishedFiles: (tenant: string) => Promise<PublishedFiles>;
  readonly publishFiles: PublishFiles;
  readonly settleApprovals: SettleApprovals;
  readonly clock: Pick<Clock, 'now'>;
};

/** Whether somebody else than the author approved it as it stands. */
const hasOtherApprover = ({ acts, author }: Approval): boolean => {
  const approved = acts.findLast(({ act }) => act === 'approve');
  return approved !== undefined && approved.by.kind === 'user' && !isSameActor(approved.by, author);
};

/** The approval in a state in which it can be published, or looked at. */
const createReadyRow = (deps: Deps) => {
  return async ({ tenant, id, dryRun }: Parameters<PublishApproval>[0]): Promise<ApprovalRow> => {
    const found = await deps.approvals.get({ tenant, id });
    if (found === undefined) throw notFound('approval');
    await deps.settleApprovals({ tenant, owner: found.author.id });
    const row = (await deps.approvals.get({ tenant, id })) ?? found;
    if (row.state !== 'approved' && !(dryRun && row.state === 'review')) throw refusedApproval('state', row);
    return row;
  };
};

/** Says that it is live. Anyone who was first has said it, and what a crash leaves is settled. */
const markLive = async (input: {
  deps: Deps;
  row: ApprovalRow;
  by: ApprovalActor;
  revision: number;
}): Promise<void> => {
  const { deps, row, by, revision } = input;
  const at = deps.clock.now(row.tenant);
  const outcome = reduceApproval(row, { act: 'publish', by, at, revision });
  if (outcome.kind === 'done') await deps.approvals.replace(rowAfter(row, outcome.approval));
};

/** Makes the publication of approved drafts. */
export const createPublishApproval = (deps: Deps): PublishApproval => {
  const readyRow = createReadyRow(deps);
  return async (input) => {
    const { tenant, by, plan, expect, note, dryRun } = input;
    const row = await readyRow(input);
    const { author } = row;
    const files = await deps.publishedFiles(tenant);
    if (!dryRun && needsApproval(files.workspace.settings) && !hasOtherApprover(row))
      throw refusedApproval('own', row);
    const own = new Set(row.files.map(({ path }) => path));
    const drafts = (await deps.drafts.of({ tenant, owner: author.id })).filter(({ path }) => own.has(path));
    const standing = standingOf({
      approval: row,
      drafts: hashesOfDrafts(drafts),
      published: files.hashOf,
    });
    // Somebody wrote between the two looks: it is settled with the next one.
    if (standing !== 'same') throw refusedApproval('round', row);
    const behind = row.files.filter(({ path, base }) => base !== (files.hashOf(path) ?? null));
    if (behind.length > 0) throw staleDrafts(behind.map(({ path }) => path));
    const done = await deps.publishFiles({
      tenant,
      files: overlaid(await files.texts(), Object.fromEntries(drafts.map(({ path, text }) => [path, text]))),
      plan,
      dryRun,
      from: files.workspace,
      origin: { by, source: 'drafts', note: note ?? row.note },
      ...(expect === undefined ? {} : { expect }),
    });
    if (dryRun) return done;
    await markLive({ deps, row, by, revision: done.revision });
    await deps.drafts.remove(drafts);
    await deps.settleApprovals({ tenant, owner: author.id });
    return done;
  };
};
