import type { ListedPerson } from '../../people/reads-port.ts';
import { cellOf, type ExportKind, type ExportRow } from './export-kind.ts';
import { everybody, plain, whoColumns, whoOf } from './people.ts';
import type { MakeExport } from './made-exports.ts';

/** The columns of profiles. */
export const profileColumns = [
  ...whoColumns,
  'traits',
  'tags',
  'stage',
  'segments',
  'createdAt',
  'lastSeenAt',
];

/** A profile as a row of a file, with a column for each trait as well. */
export const profileRow = (profile: ListedPerson): ExportRow => {
  const { traits, tags, stage, segments, createdAt, lastSeenAt } = profile;
  const who = whoOf(profile);
  const object = plain({ ...who, traits, tags, stage, segments, createdAt, lastSeenAt });
  const cells = Object.entries(object).map(([name, value]): [string, string] => [name, cellOf(value)]);
  const below = Object.entries(plain(traits)).map(([name, value]): [string, string] => [
    `traits.${name}`,
    cellOf(value),
  ]);
  return { object, cells: new Map([...below, ...cells]) };
};

/** Profiles with their traits, of everybody or of a segment; named columns such as `traits.plan` show one trait each. */
export const profilesExport: MakeExport = ({ reads, tenant, segment, columns }): ExportKind => {
  async function* rows(): AsyncGenerator<ExportRow> {
    for await (const profile of everybody({ reads, tenant, segment })) yield profileRow(profile);
  }
  const known = new Set<string>(profileColumns);
  const asked = columns?.map((name) =>
    known.has(name) || name.startsWith('traits.') ? name : `traits.${name}`,
  );
  return { columns: asked ?? profileColumns, rows: rows() };
};
