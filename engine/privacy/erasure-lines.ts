import type { AuditTrail } from '../../api/ports/audit.ts';

const pageRows = 200;

/** Where somebody is who reads which profiles were erased: behind a line of the audit trail. Real time, epoch milliseconds. */
export type ErasurePlace = { readonly at: number; readonly id: string };

/** That a profile was erased, as the audit trail says it. */
export type ErasureLine = ErasurePlace & { readonly profileId: string | undefined };

/** Whether one place is behind another. */
export const isBehind = (one: ErasurePlace, other: ErasurePlace): boolean =>
  one.at > other.at || (one.at === other.at && one.id > other.id);

/** The erasures strictly behind a place and before a time, oldest first. Each profile of a person has a line of its own. */
export const erasureLines = async (input: {
  audit: Pick<AuditTrail, 'list'>;
  tenant: string;
  after: ErasurePlace;
  before: number;
}): Promise<readonly ErasureLine[]> => {
  const { audit, tenant, after, before } = input;
  const lines: ErasureLine[] = [];
  let behind: { at: number; n: number; id: string } | undefined;
  for (;;) {
    const page = await audit.list({
      tenant,
      action: 'profile.erase',
      limit: pageRows,
      ...(behind === undefined ? {} : { after: behind }),
    });
    lines.push(...page.map(({ at, id, subject }) => ({ at, id, profileId: subject })));
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows || last.at < after.at) break;
    behind = { at: last.at, n: 0, id: last.id };
  }
  return lines
    .filter((line) => line.at < before && isBehind(line, after))
    .toSorted((a, b) => (isBehind(a, b) ? 1 : -1));
};
