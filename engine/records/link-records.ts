import type { Problem } from '../../domain/problem.ts';
import type { FieldChange } from '../../domain/records/record.ts';
import type { RecordLink, RecordRow, RecordStore } from './ports.ts';

/** So many links a record may have; the other side may be linked by any number. */
export const linksMax = 100;

type Links = { readonly links: readonly RecordLink[]; readonly changes: readonly FieldChange[] };

const isTo = (link: Pick<RecordLink, 'kind' | 'id'>) => (one: RecordLink) =>
  one.kind === link.kind && one.id === link.id;

const problem = (fault: Pick<Problem, 'code' | 'message' | 'hint'>): Problem => ({
  ...fault,
  path: 'links',
  severity: 'error',
});

/** The links of a record with one more, or with another role of one that is there; the other record must be there. */
export const withLink = async (input: {
  records: Pick<RecordStore, 'get'>;
  row: RecordRow;
  link: RecordLink;
}): Promise<
  ({ readonly ok: true } & Links) | { readonly ok: false; readonly problems: readonly Problem[] }
> => {
  const { records, row, link } = input;
  const there = row.links.find(isTo(link));
  if (there?.role === link.role) return { ok: true, links: row.links, changes: [] };
  const other = await records.get({ tenant: row.tenant, id: link.id });
  const faults: Problem[] = [];
  if (other === undefined || other.kind !== link.kind || other.deletedAt !== undefined)
    faults.push(
      problem({
        code: 'unknown-reference',
        message: `There is no record ${JSON.stringify(link.id.slice(0, 60))} of \`${link.kind.slice(0, 60)}\`.`,
        hint: 'Link a record that is there and is not deleted.',
      }),
    );
  if (link.id === row.id)
    faults.push(
      problem({
        code: 'bad-value',
        message: 'A record cannot be linked to itself.',
        hint: 'Name another record.',
      }),
    );
  if (there === undefined && row.links.length >= linksMax)
    faults.push(
      problem({
        code: 'too-many',
        message: `A record has at most ${linksMax} links.`,
        hint: 'Link the others to this one instead: links are seen from both sides.',
      }),
    );
  if (faults.length > 0) return { ok: false, problems: faults };
  const links = [...row.links.filter((one) => one !== there), link];
  return { ok: true, links, changes: [{ field: 'links', from: there ?? null, to: link }] };
};

/** The links of a record without one. */
export const withoutLink = (input: { row: RecordRow; link: Pick<RecordLink, 'kind' | 'id'> }): Links => {
  const { row, link } = input;
  const there = row.links.find(isTo(link));
  if (there === undefined) return { links: row.links, changes: [] };
  return {
    links: row.links.filter((one) => one !== there),
    changes: [{ field: 'links', from: there, to: null }],
  };
};
