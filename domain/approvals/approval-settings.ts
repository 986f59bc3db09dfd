import { z } from 'zod';

/** `approvals` of `ciclo.json`. */
export const approvalSettingsSchema = z
  .enum(['optional', 'required'])
  .describe(
    'Whether drafts are published only after somebody else than their author has approved them: `required`, or `optional` (the default).',
  );

type Settings = { readonly approvals?: z.infer<typeof approvalSettingsSchema> | undefined };

/** Whether drafts need the approval of somebody else than their author. */
export const needsApproval = (settings: Settings): boolean => settings.approvals === 'required';
