import type { StudioPage } from './page.ts';

const areas = import.meta.glob<{ readonly pages: readonly StudioPage[] }>('../pages/*/page.ts', {
  eager: true,
});

/** Every page of every area. */
export const allPages: readonly StudioPage[] = Object.values(areas).flatMap(({ pages }) => pages);
