import type { EventView } from '../../../api/ports/views.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type ExportRow, rowOf } from './export-kind.ts';
import type { MakeExport } from './made-exports.ts';
import { type PeopleReads, plain, whoColumns, whoOf } from './people.ts';

const pageRows = 200;
const columns = ['type', 'event', 'messageId', 'timestamp', 'receivedAt', 'trust', 'properties', 'traits'];

/** Who the people of a page of events are, each looked up once. */
const whoseOf = async (
  reads: PeopleReads,
  tenant: string,
  page: readonly EventView[],
): Promise<ReadonlyMap<string, JsonObject>> => {
  const ids = [...new Set(page.flatMap(({ profileId }) => profileId ?? []))];
  const found = await Promise.all(
    ids.map(async (id): Promise<[string, JsonObject]> => {
      const profile = await reads.profile({ tenant, id });
      return [id, profile === undefined ? {} : whoOf(profile)];
    }),
  );
  return new Map(found);
};

const rowIn = (event: EventView, who: JsonObject): ExportRow => {
  const { type, name, messageId, timestamp, receivedAt, trust, properties, traits } = event;
  const times = {
    timestamp: new Date(timestamp).toISOString(),
    receivedAt: new Date(receivedAt).toISOString(),
  };
  return rowOf(plain({ ...who, type, event: name, messageId, ...times, trust, properties, traits }));
};

/** Events, the newest first, of all names or one. Of those that named an erased person nothing is exported. */
export const eventsExport: MakeExport = ({ reads, tenant, name }) => {
  async function* rows(): AsyncGenerator<ExportRow> {
    let after: { at: number; n: number; id: string } | undefined;
    for (;;) {
      const page = await reads.events({
        tenant,
        limit: pageRows,
        ...(name === undefined ? {} : { name }),
        ...(after === undefined ? {} : { after }),
      });
      const whose = await whoseOf(reads, tenant, page);
      for (const event of page) {
        if (event.state === 'refused') continue;
        yield rowIn(event, whose.get(event.profileId ?? '') ?? {});
      }
      const last = page.at(-1);
      if (last === undefined || page.length < pageRows) return;
      after = { at: last.receivedAt, n: 0, id: last.id };
    }
  }
  return { columns: [...whoColumns, ...columns], rows: rows() };
};
