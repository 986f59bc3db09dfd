/** What a key may do. The tracking API asks for one of the first two, the admin API for the others. */
export const scopes = [
  /** Browsing events of web pages and apps, from anyone who has the key: it is no secret. */
  'track:public',
  /** Everything of the tracking API, as the shop's own servers say it. */
  'track:server',
  'read',
  /** Drafts files, broadcasts and reports, and tries them out: nothing of it reaches a customer. `write` includes it. */
  'draft',
  'write',
  /** Publishes workspaces. */
  'publish',
  /** Besides `publish`: publishes with a key what nobody approved, where the workspace asks for approvals. Owners have it to give. */
  'publish:unreviewed',
  /** Sees objects and their records. */
  'records:read',
  /** Changes records, does tasks, answers conversations. */
  'records:write',
  /** Sees and changes what is about single people; besides the others. */
  'personal-data',
  /** Manages keys, users and teams. */
  'team',
] as const;
export type Scope = (typeof scopes)[number];

/** The two kinds of key: a public one stands in web pages, a server one is a secret. */
export const keyKinds = ['public', 'server'] as const;
export type KeyKind = (typeof keyKinds)[number];

/** How the text of a key begins, so that nobody takes one kind for the other. */
export const keyPrefixes: Readonly<Record<KeyKind, string>> = { public: 'pk_', server: 'sk_' };

/** What a key of a kind may do by default. */
export const defaultScopes: Readonly<Record<KeyKind, readonly Scope[]>> = {
  public: ['track:public'],
  server: ['track:server'],
};

/** What the key of the settings for the admin API may do. */
export const adminScopes: readonly Scope[] = [
  'read',
  'draft',
  'write',
  'publish',
  'publish:unreviewed',
  'records:read',
  'records:write',
  'personal-data',
  'team',
];

/** Whether somebody with these scopes may do what needs this one: anyone who may `write` may also `draft`. */
export const holds = (have: readonly Scope[], scope: Scope): boolean =>
  have.includes(scope) || (scope === 'draft' && have.includes('write'));

/** Why a key of this kind cannot have these scopes; undefined when it can. A public key can have no other. */
export const scopesProblem = (input: {
  kind: KeyKind;
  scopes: readonly Scope[];
}): { readonly message: string; readonly hint: string } | undefined => {
  const { kind, scopes: asked } = input;
  const isPublic = asked.includes('track:public');
  if (kind === 'public' && (!isPublic || asked.length > 1)) {
    return {
      message: 'A public key can have no scope but `track:public`: it stands in web pages.',
      hint: 'Leave the scopes out, or make a server key.',
    };
  }
  if (kind === 'server' && (isPublic || asked.length === 0)) {
    return {
      message: isPublic
        ? 'A server key cannot have the scope `track:public`.'
        : 'A server key needs at least one scope.',
      hint: `Name some of ${scopes.filter((scope) => scope !== 'track:public').join(', ')}.`,
    };
  }
  return undefined;
};

const personal = [
  '/profiles',
  '/dev-mails',
  '/events',
  '/deliveries',
  '/messages',
  '/runs',
  '/decisions',
  '/tasks',
  '/referrals',
  '/conversations',
  '/suppressions',
  '/points',
  '/gift-cards',
  '/memberships',
  '/store-credit',
  '/loyalty/check',
  '/imports',
  '/dry-runs',
  '/exports/profiles',
  '/exports/consents',
  '/exports/events',
  '/exports/orders',
  '/consents',
];
/** Records have scopes of their own; which of their fields are about people, the routes know. */
const ofRecords =
  /^\/(?:objects|records|search|sales)(?:\/|$)|^\/exports\/(?!(?:profiles|consents|events|orders)(?:\/|$))/;
/** The daily work of sales and service: anyone who changes records does this too. */
const ofDesk = /^\/(?:tasks|conversations|work)(?:\/|$)|^\/profiles\/[^/]+\/self-service\/end$/;
/** Calls that only look though they have a body. */
const looksOnly =
  /^\/(?:records\/[^/]+\/(?:search|preview)|segments\/preview|rules\/try|loyalty\/programs\/try|broadcasts\/audience|workspace\/compare)$/;
/** Drafts and what tries them out: files and reviews of them, broadcasts that are not scheduled, reports to the team. */
const ofDrafts =
  /^\/(?:workspace\/(?:check|drafts\/.+|approvals(?:\/[^/]+\/(?:send|withdraw))?|publications\/[^/]+\/review)|broadcasts(?:\/[^/]+)?|reports(?:\/.+)?|forms\/preview|templates\/(?:page|[^/]+\/test)|journeys\/[^/]+\/(?:lint|dry-run|replay|simulate)|dry-runs(?:\/.+)?|posts\/(?:check|images)|warehouse\/check)$/;
/** Changes what is published, or where an instance acts: agreeing at a provider decides that too. */
const publication =
  /^\/workspace(?:\/drafts\/publish|\/publications\/[^/]+\/revert|\/approvals\/[^/]+\/(?:approve|return|schedule|publish))?$|^\/connectors\//;
/** Any question about everything that is known of anybody. */
const ofWarehouse = /^\/warehouse\/query$/;
/** Who is signed in where: only for those who manage the team. */
const ofSessions = /^\/users\/[^/]+\/sessions(?:\/|$)/;
/** Who may come in, and with what rights. */
const ofTeam = /^\/(?:keys|users|teams)(?:\/|$)/;
const people =
  /^\/journeys\/[^/]+\/(?:steps\/[^/]+\/people|dry-run|replay|simulate)$|^\/figures\/[^/]+\/rows$|^\/syncs\/[^/]+\/(?:issues|preview)(?:\/|$)|^\/feeds\/[^/]+\/refused(?:\/|$)/;

/**
 * The scopes a call of the admin API needs, all of them; `path` without `/api`. Looking needs `read`, changing `write`, drafting `draft`,
 * publishing a workspace, deciding about drafts for it and connecting an instance `publish`, managing keys, users and teams `team`; objects and records have `records:read` and `records:write`, and doing a task or
 * changing a conversation needs `records:write`. What shows or changes single people needs `personal-data` as well.
 */
export const scopesNeeded = (input: { path: string; isSafe: boolean }): readonly Scope[] => {
  const { path, isSafe } = input;
  const isPersonal = personal.some((one) => path === one || path.startsWith(`${one}/`)) || people.test(path);
  const isPublication = !isSafe && publication.test(path);
  if (ofRecords.test(path)) return [isSafe || looksOnly.test(path) ? 'records:read' : 'records:write'];
  if (ofWarehouse.test(path)) return ['read', 'records:read', 'personal-data'];
  const isLook = isSafe || looksOnly.test(path);
  const change: Scope = ofDrafts.test(path) ? 'draft' : 'write';
  const base: Scope = isPublication ? 'publish' : isLook ? 'read' : change;
  // The secret that proves identities is as good as a server key.
  if (path === '/keys/identity-secret') return ['team', 'personal-data'];
  if (ofSessions.test(path)) return ['team'];
  if (ofTeam.test(path)) return [isSafe ? 'read' : 'team'];
  if (ofDesk.test(path)) return [isSafe ? 'read' : 'records:write', 'personal-data'];
  return isPersonal ? [base, 'personal-data'] : [base];
};
