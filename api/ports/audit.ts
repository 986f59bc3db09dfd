import type { PageOf } from './views.ts';

/** A line of the audit trail. */
export type AuditView = {
  readonly id: string;
  readonly at: number;
  readonly actor: { readonly kind: 'key' | 'user' | 'cli' | 'engine' | 'person'; readonly id: string };
  readonly requestId?: string | undefined;
  readonly action: string;
  readonly subject?: string | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean>> | undefined;
};

/** Who did what, and when. Nothing in it is personal data. */
export type AuditTrail = {
  readonly append: (line: Omit<AuditView, 'id'> & { readonly tenant: string }) => Promise<void>;
  /** By `at`, then `id`. */
  readonly list: (
    input: PageOf & { tenant: string; action?: string; subject?: string; actor?: string },
  ) => Promise<readonly AuditView[]>;
};
