import type { Because } from './rank.ts';

/** Why something is recommended, in a sentence for the team: "Because they bought Boston fern." */
export const explain = (input: { because: Because; title?: string | undefined }): string => {
  const { because } = input;
  const bought = input.title ?? because.product ?? 'other products';
  switch (because.kind) {
    case 'bought-together':
      return `Because of ${bought}: who buys it buys this ${(because.lift ?? 1).toFixed(1)} times as often as others.`;
    case 'similar':
      return `Because it is like ${bought}.`;
    case 'new-arrivals':
      return `Because it is new and like ${bought}.`;
    case 'next-in-category':
      return `Because of what they bought in ${because.category ?? 'this category'}.`;
    case 'reorder':
      return `Because they bought it ${because.daysSince ?? 0} days ago, and people buy it again after ${because.days ?? 0} days.`;
    case 'popular':
      return 'Because many buy it now.';
  }
};
