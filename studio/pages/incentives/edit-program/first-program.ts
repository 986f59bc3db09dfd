/** The text of a new programme: points for what is bought, pending until it can no longer be returned. */
export const firstProgram = ({ key, name }: { key: string; name: string }): string => {
  const purchase = {
    key: 'purchase',
    on: 'Order Completed',
    points: 1,
    perAmount: 1,
    pending: { for: '14 days', after: 'delivery' },
  };
  return `${JSON.stringify({ key, name, earn: [purchase] }, undefined, 2)}\n`;
};
