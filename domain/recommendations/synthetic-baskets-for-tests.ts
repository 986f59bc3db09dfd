import { seeded } from './seeded.ts';

/**
 * Baskets nobody bought, in the format of the public groceries set (Member_number, Date, itemDescription), always the same for a
 * seed. Products are drawn by popularity (Zipf); `isLinked`: people like two of ten groups of products, and buy most from these.
 */
export const syntheticBaskets = (input: { seed: number; people: number; isLinked: boolean }): string => {
  const next = seeded(input.seed);
  const products = 120;
  const groups = 10;
  const weights = Array.from({ length: products }, (_, index) => 1 / (index + 1) ** 0.8);
  const draw = (isIn: (index: number) => boolean): number => {
    const all = weights.map((weight, index) => (isIn(index) ? weight : 0));
    let left = next() * all.reduce((sum, weight) => sum + weight, 0);
    const found = all.findIndex((weight) => (left -= weight) < 0);
    return Math.max(0, found);
  };
  const lines = ['Member_number,Date,itemDescription'];
  for (let person = 0; person < input.people; person += 1) {
    const liked = [Math.floor(next() * groups), Math.floor(next() * groups)];
    const orders = 2 + Math.floor(next() * 4);
    for (let order = 0; order < orders; order += 1) {
      const day = new Date(Date.UTC(2015, 0, 1 + order * 20 + Math.floor(next() * 10)));
      const written = day.toISOString().slice(0, 10).split('-').toReversed().join('-');
      for (let line = 0; line < 4; line += 1) {
        const isFromLiked = input.isLinked && next() < 0.8;
        const product = draw((index) => !isFromLiked || liked.includes(index % groups));
        lines.push(`${person},${written},product ${product}`);
      }
    }
  }
  return lines.join('\n');
};
