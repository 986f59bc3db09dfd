import type { PersonRows } from '../../../platform/mongo/schema/person-rule.ts';
import type { WorkspacePartDoc } from './workspace-schema.ts';

/** What a tenant published: lists of people are a part of it, and an erased person is taken out of them. */
export const partRows: PersonRows = {
  person: 'rows',
  turn: 'linked',
  onErase: async () => 0,
  onTraces: async ({ collections, tenant, traces }) => {
    const parts = collections.named<WorkspacePartDoc>('workspaceParts');
    const ids = [...traces.named.ids];
    const filter = { tenant, kind: 'list', 'body.ids': { $in: ids } } as const;
    return (await parts.updateMany(filter, { $pull: { 'body.ids': { $in: ids } } })).matchedCount;
  },
  onMerge: async () => undefined,
  async *onExport() {},
};
