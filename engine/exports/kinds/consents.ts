import type { ListedPerson } from '../../people/reads-port.ts';
import { type ExportRow, rowOf } from './export-kind.ts';
import type { MakeExport } from './made-exports.ts';
import { everybody, plain, whoColumns, whoOf } from './people.ts';

const columns = [
  'channel',
  'topic',
  'consent',
  'timestamp',
  'source',
  'textVersion',
  'confirmed',
  'evidence',
];

const rowsIn = (profile: ListedPerson): readonly ExportRow[] => {
  const who = whoOf(profile);
  return Object.entries(profile.consents).flatMap(([channel, topics]) =>
    Object.entries(topics).map(([topic, { state, at, source, textVersion, confirmed }]) =>
      rowOf(
        plain({
          ...who,
          channel,
          topic,
          consent: state,
          timestamp: new Date(at).toISOString(),
          source,
          textVersion,
          // Anyone who imports it has the word of this export that the person confirmed it here.
          ...(confirmed === true ? { confirmed, evidence: 'confirmed in the system of this export' } : {}),
        }),
      ),
    ),
  );
};

/** What people said of channels and topics, one row for each. */
export const consentsExport: MakeExport = ({ reads, tenant, segment }) => {
  async function* rows(): AsyncGenerator<ExportRow> {
    for await (const profile of everybody({ reads, tenant, segment })) yield* rowsIn(profile);
  }
  return { columns: [...whoColumns, ...columns], rows: rows() };
};
