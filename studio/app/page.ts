import type { ComponentType } from 'react';

import type { Language } from '../words/words.ts';
import type { Scope } from './session.tsx';

/** Groups of the navigation, in the order in which they stand. */
export const navGroups = [
  'overview',
  'marketing',
  'customers',
  'sales',
  'service',
  'insight',
  'settings',
] as const;
export type NavGroup = (typeof navGroups)[number];

/** A page of the studio. `pages/<area>/page.ts` exports those of an area as `pages`; nothing else lists them. */
export type StudioPage = {
  /** Below `/studio`: `/people`, `/people/$id`. */
  readonly path: string;
  readonly title: Readonly<Record<Language, string>>;
  /** What somebody must be allowed to do, to see it. */
  readonly scopes: readonly Scope[];
  /** Where it stands in the navigation; without it others link to it. */
  readonly nav?: {
    readonly group: NavGroup;
    /** Its place within the group, the lowest first. */
    readonly order: number;
    /** Path of its icon, stroked in a square of 24. */
    readonly icon: string;
  };
  /** Loads its component when it is opened first. */
  readonly load: () => Promise<{ readonly Content: ComponentType }>;
};

/** Declares the pages of an area. */
export const definePages = (pages: readonly StudioPage[]): readonly StudioPage[] => pages;
